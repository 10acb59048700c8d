import { describe, expect, it } from 'vitest'
import type { Architecture } from '../protocol/task.ts'
import { createTrainerFactory, type TrainerTerms } from './engine.ts'
import type { Engine } from './runtime.ts'
import type { Trainer } from './trainer.ts'

const architecture: Architecture = { kind: 'mlp', inputs: 2, hidden: [], outputs: 2 }
const terms: TrainerTerms = {
  architecture,
  optimizer: { kind: 'sgd', learningRate: 1 },
  privacy: { mechanism: 'none', batchSize: 1 },
  weights: new Float32Array(6),
}

/** Stands in for both engines: trainers that take no steps and count who is open. */
const standInEngines = (ms: Readonly<Record<Engine, number>>, broken: readonly Engine[] = []) => {
  const open = new Set<Trainer>()
  const opened: Engine[] = []
  const resets: Float32Array[] = []
  const factory = createTrainerFactory({
    adapterPresent: async () => true,
    time: async ({ engine }) => ms[engine],
    open: async (engine) => {
      opened.push(engine)
      if (broken.includes(engine)) throw new Error('The driver does not carry this graph.')
      const trainer: Trainer = {
        engine,
        batch: 1,
        step: async () => 0,
        weights: async () => new Float32Array(6),
        optimizerState: async () => ({ steps: 0, values: new Float32Array() }),
        reset: (weights) => {
          resets.push(weights)
        },
        dispose: async () => {
          open.delete(trainer)
        },
      }
      open.add(trainer)
      return trainer
    },
  })
  return { factory, open, opened, resets }
}

describe('the choice of an engine', () => {
  it.each([
    ['webgpu', { webgpu: 1, wasm: 2 }],
    ['wasm', { webgpu: 2, wasm: 1 }],
  ] as const)('takes %s where it measures faster, and closes the other', async (expected, ms) => {
    const { factory, open, resets } = standInEngines(ms)
    const trainer = await factory.create('auto', terms)
    expect(trainer.engine).toBe(expected)
    expect([...open]).toEqual([trainer])
    expect(resets).toEqual([terms.weights])
  })

  it('measures one kind of step once', async () => {
    const { factory, opened } = standInEngines({ webgpu: 1, wasm: 2 })
    await factory.create('auto', terms)
    opened.length = 0
    await factory.create('auto', { ...terms, weights: new Float32Array(6).fill(1) })
    expect(opened).toEqual(['webgpu'])
  })

  it('falls back to wasm where the graphics chip does not carry the graph', async () => {
    const { factory } = standInEngines({ webgpu: 1, wasm: 2 }, ['webgpu'])
    expect((await factory.create('auto', terms)).engine).toBe('wasm')
  })

  it.each(['webgpu', 'wasm'] as const)('opens nothing but %s where the setting forces it', async (engine) => {
    const { factory, opened } = standInEngines({ webgpu: 2, wasm: 2 })
    expect((await factory.create(engine, terms)).engine).toBe(engine)
    expect(opened).toEqual([engine])
  })

  it('uses wasm without an adapter', async () => {
    const factory = createTrainerFactory({
      adapterPresent: async () => false,
      open: standInEngines({ webgpu: 1, wasm: 2 }).factory.create,
    })
    expect((await factory.create('webgpu', terms)).engine).toBe('wasm')
  })
})

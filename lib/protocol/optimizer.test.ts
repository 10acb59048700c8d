import { describe, expect, it } from 'vitest'
import type { OptimizerTerms, TaskManifest } from './manifest.ts'
import { manifestFixture } from './task.fixture.ts'
import { parseManifest } from './task.ts'

const training = (changes: Readonly<Record<string, unknown>>): unknown => ({
  ...manifestFixture(),
  privacy: { mechanism: 'none', batchSize: 32 },
  training: { ...manifestFixture().training, ...changes },
})

const adam = { kind: 'adam', learningRate: 0.001 } as const
const momentum = { kind: 'momentum', learningRate: 0.1, momentum: 0.9 } as const

describe('the optimizer of a task', () => {
  it.each<OptimizerTerms>([
    { kind: 'sgd', learningRate: 0.5 },
    { kind: 'sgd', learningRate: 100, weightDecay: 1 },
    momentum,
    { ...momentum, momentum: 0, nesterov: true, weightDecay: 0 },
    adam,
    { ...adam, beta1: 0, beta2: 0.99999, epsilon: 1e-12, weightDecay: 0.1 },
    { ...adam, kind: 'adamw', beta1: 0.9999, beta2: 0, epsilon: 1, weightDecay: 0 },
  ])('is read as it is: %j', (optimizer) => {
    expect(parseManifest(training({ optimizer })).training.optimizer).toEqual(optimizer)
  })

  it.each([
    { kind: 'lion', learningRate: 0.1 },
    { kind: 'sgd' },
    { kind: 'sgd', learningRate: 0 },
    { kind: 'sgd', learningRate: Number.POSITIVE_INFINITY },
    { kind: 'sgd', learningRate: 0.1, momentum: 0.9 },
    { kind: 'sgd', learningRate: 0.1, weightDecay: -0.1 },
    { kind: 'momentum', learningRate: 0.1 },
    { ...momentum, momentum: 1 },
    { ...momentum, nesterov: 1 },
    { ...adam, learningRate: 101 },
    { ...adam, beta1: 1 },
    { ...adam, beta2: 1 },
    { ...adam, epsilon: 0 },
    { ...adam, weightDecay: 2 },
    { ...adam, amsgrad: true },
  ])('is refused: %j', (optimizer) => {
    expect(() => parseManifest(training({ optimizer }))).toThrow(
      expect.objectContaining({ code: 'task/invalid' }),
    )
  })
})

describe("the bound on a batch's gradient", () => {
  it('is read without privacy', () => {
    expect(parseManifest(training({ gradientClipNorm: 1 })).training.gradientClipNorm).toBe(1)
  })

  it.each([0, -1, Number.NaN])('is not %s', (gradientClipNorm) => {
    expect(() => parseManifest(training({ gradientClipNorm }))).toThrow(
      expect.objectContaining({ code: 'task/invalid' }),
    )
  })

  it('is refused where each record is clipped', () => {
    const manifest: TaskManifest = manifestFixture()
    expect(() =>
      parseManifest({ ...manifest, training: { ...manifest.training, gradientClipNorm: 1 } }),
    ).toThrow(expect.objectContaining({ code: 'task/inconsistent' }))
  })
})

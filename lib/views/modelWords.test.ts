import { describe, expect, it } from 'vitest'
import { cnnFixture } from '../protocol/task.fixture.ts'
import type { Architecture, Cnn } from '../protocol/task.ts'
import { modelShape, modelTerms, modelWords } from './modelWords.ts'

const cnn = cnnFixture({ input: { channels: 3, height: 28, width: 20 } })

describe('words for a model', () => {
  it.each<[Architecture, string, string]>([
    [{ kind: 'logistic', inputs: 784, outputs: 10 }, '7,850', '784 → 10'],
    [{ kind: 'mlp', inputs: 784, hidden: [64], outputs: 10 }, '50,890', '784 → 64 → 10'],
    [{ kind: 'text-bag', words: 256, buckets: 4096, width: 16, outputs: 2 }, '65,570', '256 → 16 → 2'],
    [cnn, '10,714', '3 × 28 × 20 → 8 × 14 × 10 → 16 × 5 × 3 → 32 → 10'],
  ])('say how many numbers it has and the sizes of its layers: %o', (architecture, numbers, shape) => {
    expect(modelWords(architecture)).toContain(numbers)
    expect(modelShape(architecture)).toBe(shape)
  })

  it('differ for any two models that differ', () => {
    const [first, second] = cnn.convolutions as [Cnn['convolutions'][0], Cnn['convolutions'][0]]
    const others: Architecture[] = [
      { kind: 'mlp', inputs: 784, hidden: [], outputs: 10 },
      { kind: 'logistic', inputs: 784, outputs: 10 },
      { kind: 'text-bag', words: 784, buckets: 64, width: 12, outputs: 10 },
      { kind: 'text-bag', words: 784, buckets: 65, width: 12, outputs: 10 },
      cnn,
      { ...cnn, activation: 'relu' },
      { ...cnn, convolutions: [{ ...first, kernel: 3, pad: 1 }, second] },
      { ...cnn, convolutions: [{ ...first, stride: 2, pool: 1 }, second] },
      { ...cnn, convolutions: [{ ...first, stride: 2, pad: 1, pool: 1 }, second] },
      { ...cnn, convolutions: [first, { ...second, poolStride: 2, pool: 1 }] },
    ]
    expect(new Set(others.map(modelTerms)).size).toBe(others.length)
  })
})

import { describe, expect, it } from 'vitest'
import type { Cnn } from '../../protocol/task.ts'
import { cnnGraph } from './cnn.ts'

const digits: Cnn = {
  kind: 'cnn',
  input: { channels: 1, height: 28, width: 20 },
  convolutions: [
    { filters: 8, kernel: 5, stride: 1, pad: 2, pool: 2 },
    { filters: 16, kernel: 3, stride: 2, pad: 0, pool: 1 },
  ],
  hidden: [32],
  outputs: 10,
  activation: 'relu',
}

describe('a convolutional network', () => {
  it('has its parameters in the order of flat weights', () => {
    const { parameters, x, logits } = cnnGraph(digits, 4)
    expect(x.shape).toEqual([4, 1, 28, 20])
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ['convolution1.weight', [8, 1, 5, 5]],
      ['convolution1.bias', [8]],
      ['convolution2.weight', [16, 8, 3, 3]],
      ['convolution2.bias', [16]],
      // 28 by 20 pooled to 14 by 10, then 6 by 4 windows of 3 pixels at a stride of 2.
      ['layer1.weight', [16 * 6 * 4, 32]],
      ['layer1.bias', [32]],
      ['layer2.weight', [32, 10]],
      ['layer2.bias', [10]],
    ])
    expect(logits.shape).toEqual([4, 10])
  })

  it('activates each layer but the last, before its pool', () => {
    expect(cnnGraph(digits, 4).nodes.map(({ op }) => op)).toEqual([
      ...['Conv', 'Relu', 'MaxPool', 'Conv', 'Relu', 'Flatten'],
      ...['Gemm', 'Relu', 'Gemm', 'SoftmaxCrossEntropyLoss'],
    ])
    const plain = cnnGraph({ ...digits, convolutions: [], hidden: [3], activation: 'tanh' }, 4)
    expect(plain.nodes.map(({ op }) => op)).toEqual([
      ...['Flatten', 'Gemm', 'Tanh', 'Gemm', 'SoftmaxCrossEntropyLoss'],
    ])
  })

  it.each<[string, Partial<Cnn['convolutions'][number]>]>([
    ['a kernel larger than the image', { kernel: 33 }],
    ['a pool larger than what the convolution leaves', { kernel: 24, pool: 10 }],
    ['a stride of 0', { stride: 0 }],
    ['half a filter', { filters: 0.5 }],
    ['a pool of 0', { pool: 0 }],
    ['a negative pad', { pad: -1 }],
    ['a pad that is no number', { pad: Number.NaN }],
  ])('is refused with %s', (_, layer) => {
    const convolutions = [{ ...digits.convolutions[0]!, ...layer }]
    expect(() => cnnGraph({ ...digits, convolutions }, 4)).toThrow(
      expect.objectContaining({ code: 'autodiff/shape' }),
    )
  })

  it.each<[string, Partial<Cnn>]>([
    ['no outputs', { outputs: 0 }],
    ['a hidden layer of no width', { hidden: [0] }],
    ['an image of no rows', { input: { channels: 1, height: 0, width: 20 } }],
  ])('is refused with %s', (_, other) => {
    expect(() => cnnGraph({ ...digits, ...other }, 4)).toThrow(
      expect.objectContaining({ code: 'autodiff/shape' }),
    )
  })
})

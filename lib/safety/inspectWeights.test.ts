import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../autodiff/architecture.ts'
import { cnnGraph } from '../autodiff/architectures/cnn.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import type { Architecture } from '../protocol/task.ts'
import { inspectWeights } from './inspectWeights.ts'
import { honestWeights, imprintWeights, network, partsOf } from './testing/imprint.ts'
import { digits } from './testing/pictures.ts'
import { trapWeights } from './testing/trap.ts'

const WIDTH = 64
const graph = forwardGraph(network(WIDTH), 1)

/** An honest model with its first layer changed by hand. */
const crafted = (
  change: (
    layer: {
      row: (neuron: number) => { get: (i: number) => number; set: (i: number, to: number) => void }
    } & {
      bias: Float32Array
    },
  ) => void,
  width = WIDTH,
): Float32Array => {
  const flat = honestWeights(width, 9)
  const { first, firstBias } = partsOf(flat, width)
  change({
    row: (neuron) => ({
      get: (input) => first[input * width + neuron]!,
      set: (input, to) => {
        first[input * width + neuron] = to
      },
    }),
    bias: firstBias,
  })
  return flat
}
const copyRow = (from: number, to: number, factor: number) =>
  crafted(({ row, bias }) => {
    for (let input = 0; input < 784; input++) row(to).set(input, factor * row(from).get(input))
    bias[to] = 0.01
  })
const found = (weights: Float32Array) =>
  inspectWeights(graph, weights).map(({ kind, strength }) => [kind, strength])

describe('crafted weights', () => {
  it('are found where all neurons measure one thing', () => {
    expect(found(imprintWeights(WIDTH, digits('t10k', 500)))).toEqual([
      ['repeated-rows', WIDTH],
      ['paired-biases', WIDTH],
    ])
  })

  it.each([
    ['the same', 1],
    ['five times', 5],
    ['the opposite of', -0.3],
  ])(
    'are found where two neurons of 64 measure one thing, one %s the other: the one-shot attack',
    (_name, factor) => {
      expect(found(copyRow(3, 40, factor))).toEqual([
        ['repeated-rows', 2],
        ['paired-biases', 2],
      ])
    },
  )

  it('are found where neurons are alike without any biases that differ', () => {
    const weights = crafted(({ row }) => {
      for (let neuron = 0; neuron < WIDTH; neuron++)
        for (let input = 0; input < 784; input++) row(neuron).set(input, 0.02)
    })
    expect(found(weights)).toEqual([['repeated-rows', WIDTH]])
  })

  it('are found by a staircase of biases, whatever the rows', () => {
    const up = crafted(({ bias }) => bias.set(bias.map((_, neuron) => -neuron / WIDTH)))
    expect(found(up)).toEqual([['paired-biases', WIDTH]])
  })

  it('are found where rows are traps', () => {
    expect(found(trapWeights(WIDTH, { scale: 0.95 }))).toEqual([['trap-rows', WIDTH]])
  })

  it('are found where neurons copy one input', () => {
    const copies = crafted(({ row }) => {
      for (const neuron of [5, 6, 7])
        for (let input = 0; input < 784; input++) row(neuron).set(input, input === 100 + neuron ? 1 : 0)
    })
    expect(found(copies)).toEqual([['input-copying', 3]])
  })

  it('are found in a layer behind the first', () => {
    const architecture: Architecture = { kind: 'mlp', inputs: 20, hidden: [32, 16], outputs: 3 }
    const deep = forwardGraph(architecture, 1)
    const normal = normalFrom(fixedSequence(4))
    const weights = Float32Array.from({ length: 20 * 32 + 32 + 32 * 16 + 16 + 16 * 3 + 3 }, normal)
    const second = 20 * 32 + 32
    for (let input = 0; input < 32; input++)
      weights[second + input * 16 + 4] = 2 * weights[second + input * 16 + 9]!
    expect(inspectWeights(deep, weights)).toMatchObject([
      { kind: 'repeated-rows', where: 'layer2.weight' },
      { kind: 'paired-biases', where: 'layer2.weight' },
    ])
  })

  it.each([
    ['a weight', 12],
    ['a bias', 784 * WIDTH + 3],
  ])('are found where %s is out of all range', (_name, index) => {
    const weights = honestWeights(WIDTH, 9)
    weights[index] = 1000
    expect(found(weights)).toContainEqual(['scale', expect.closeTo(10, 2)])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('are found where a value is %s', (value) => {
    const weights = honestWeights(WIDTH, 9)
    weights[77] = value
    expect(found(weights)).toEqual([['not-finite', 77]])
  })
})

describe('a convolution that copies the picture', () => {
  const digitsCnn = cnnGraph(
    {
      kind: 'cnn',
      input: { channels: 1, height: 28, width: 28 },
      convolutions: [{ filters: 8, kernel: 5, stride: 1, pad: 2, pool: 2 }],
      hidden: [32],
      outputs: 10,
      activation: 'relu',
    },
    1,
  )
  const size = digitsCnn.parameters.reduce((sum, own) => sum + own.size, 0)
  const weights = (): Float32Array => {
    const normal = normalFrom(fixedSequence(8))
    return Float32Array.from({ length: size }, () => 0.1 * normal())
  }

  it('is found by a single filter', () => {
    const copying = weights()
    // The third filter, its centre.
    copying.fill(0, 2 * 25, 3 * 25)
    copying[2 * 25 + 12] = 1
    expect(inspectWeights(digitsCnn, copying)).toMatchObject([
      { kind: 'input-copying', where: 'convolution1.weight', strength: 1 },
    ])
  })

  it('is not found in filters at random', () => {
    expect(inspectWeights(digitsCnn, weights())).toEqual([])
  })
})

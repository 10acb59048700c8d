import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../autodiff/architecture.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import type { Architecture, PrivacyTerms } from '../protocol/task.ts'
import type { Examples } from '../trainer/examples.ts'
import { scheduleFor } from '../trainer/schedule.ts'
import { syntheticExamples } from '../trainer/testing/synthetic.ts'
import { inspectWeights } from './inspectWeights.ts'
import { layersOf, normOf, rowOf } from './layers.ts'
import { network } from './testing/imprint.ts'
import { digits } from './testing/pictures.ts'
import { trainedBy, USUAL } from './testing/victim.ts'

const mlp = (inputs: number, hidden: number[], outputs: number): Architecture => ({
  kind: 'mlp',
  inputs,
  hidden,
  outputs,
})
const ARCHITECTURES: readonly Architecture[] = [
  mlp(1, [64], 2),
  mlp(2, [64], 2),
  mlp(4, [16], 3),
  mlp(4, [256], 3),
  mlp(16, [512], 10),
  mlp(40, [64, 64, 64], 5),
  mlp(784, [32], 10),
  mlp(784, [256, 128], 10),
  {
    kind: 'cnn',
    input: { channels: 1, height: 28, width: 28 },
    convolutions: [
      { filters: 16, kernel: 3, stride: 1, pad: 1, pool: 2 },
      { filters: 32, kernel: 5, stride: 2, pad: 2, pool: 1 },
    ],
    hidden: [32],
    outputs: 10,
    activation: 'relu',
  },
]

/** Flat weights with those of each parameter drawn for its own fan in and out; `biasOf` where it is a bias. */
const fresh = (
  architecture: Architecture,
  draw: (fanIn: number, fanOut: number) => number,
  bias: (fanIn: number) => number,
): Float32Array => {
  let fanIn = 1
  const values = forwardGraph(architecture, 1).parameters.flatMap(({ shape, size }) => {
    if (shape.length === 1) return Array.from({ length: size }, () => bias(fanIn))
    fanIn = shape.length === 4 ? size / shape[0]! : shape[0]!
    return Array.from({ length: size }, () => draw(fanIn, size / fanIn))
  })
  return Float32Array.from(values)
}

type Start = (
  normal: () => number,
  uniform: () => number,
) => [draw: (fanIn: number, fanOut: number) => number, bias: (fanIn: number) => number]

const STARTS: readonly (readonly [string, Start])[] = [
  ['He, biases 0', (normal) => [(fanIn) => normal() * Math.sqrt(2 / fanIn), () => 0]],
  ['Glorot, biases 0', (normal) => [(fanIn, fanOut) => normal() * Math.sqrt(2 / (fanIn + fanOut)), () => 0]],
  [
    'uniform, biases too (the default of PyTorch)',
    (_, uniform) => {
      const within = (fanIn: number) => (2 * uniform() - 1) / Math.sqrt(fanIn)
      return [within, within]
    },
  ],
  ['normal of one size, biases 0.1', (normal) => [() => 0.05 * normal(), () => 0.1]],
  ['zeros', () => [() => 0, () => 0]],
]

const findings = (architecture: Architecture, weights: Float32Array) =>
  inspectWeights(forwardGraph(architecture, 1), weights)

describe('nothing is found in fresh weights', () => {
  it.each(STARTS)('%s', (_name, start) => {
    for (const architecture of ARCHITECTURES)
      for (let seed = 1; seed <= 4; seed++) {
        const uniform = fixedSequence(seed)
        expect(findings(architecture, fresh(architecture, ...start(normalFrom(uniform), uniform)))).toEqual(
          [],
        )
      }
  })

  it('of a thousand layers', () => {
    const architecture = mlp(6, [48], 2)
    for (let seed = 1; seed <= 1000; seed++) {
      const normal = normalFrom(fixedSequence(seed))
      const weights = fresh(
        architecture,
        (fanIn) => normal() * Math.sqrt(2 / fanIn),
        () => 0,
      )
      expect(findings(architecture, weights)).toEqual([])
    }
  })
})

interface Course {
  readonly privacy: PrivacyTerms
  readonly learningRate: number
  readonly steps: number
  readonly examples: Examples
}

/** The largest norm of one neuron's weights. */
const largestNorm = (architecture: Architecture, weights: Float32Array): number =>
  Math.max(
    ...layersOf(forwardGraph(architecture, 1), weights).flatMap((layer) =>
      Array.from({ length: layer.neurons }, (_, neuron) => normOf(rowOf(layer, neuron))),
    ),
  )

const PLAIN: PrivacyTerms = { mechanism: 'none', batchSize: 32 }
const pictures = digits('train', 2000)
const table = syntheticExamples(mlp(4, [64], 3), 300, 4)
const mirrored = syntheticExamples({ kind: 'logistic', inputs: 30, outputs: 2 }, 300, 6)
const twoClasses = syntheticExamples(mlp(2, [64], 2), 300, 5)

describe('nothing is found in trained weights', () => {
  it.each<[string, Architecture, Course]>([
    ['digits', network(128), { privacy: PLAIN, learningRate: 0.1, steps: 400, examples: pictures }],
    ['digits, fast', network(64), { privacy: PLAIN, learningRate: 1, steps: 300, examples: pictures }],
    ['digits, noised', network(128), { privacy: USUAL, learningRate: 0.5, steps: 200, examples: pictures }],
    ['a table', mlp(4, [64], 3), { privacy: PLAIN, learningRate: 0.1, steps: 1500, examples: table }],
    ['a table, noised', mlp(4, [64], 3), { privacy: USUAL, learningRate: 0.5, steps: 320, examples: table }],
    [
      'two features',
      mlp(2, [64], 2),
      { privacy: PLAIN, learningRate: 0.1, steps: 1500, examples: twoClasses },
    ],
    [
      'logistic regression of two classes',
      { kind: 'logistic', inputs: 30, outputs: 2 },
      { privacy: PLAIN, learningRate: 0.5, steps: 1500, examples: mirrored },
    ],
  ])('%s', async (_name, architecture, { privacy, learningRate, steps, examples }) => {
    // Logistic regression begins at zero: its two rows mirror each other from then on.
    const normal = normalFrom(fixedSequence(12))
    const draw =
      architecture.kind === 'logistic' ? () => 0 : (fanIn: number) => normal() * Math.sqrt(2 / fanIn)
    const weights = await trainedBy(
      { architecture, weights: fresh(architecture, draw, () => 0), examples, privacy, learningRate, steps },
      scheduleFor(privacy, examples.count),
    )
    expect(findings(architecture, weights)).toEqual([])
    expect(largestNorm(architecture, weights)).toBeLessThan(10)
  })
})

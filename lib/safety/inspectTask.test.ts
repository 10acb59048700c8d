import { describe, expect, it } from 'vitest'
import { forwardGraph } from '../autodiff/architecture.ts'
import { cnnGraph } from '../autodiff/architectures/cnn.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { type Architecture, type PrivacyTerms, parameterCount, type TaskManifest } from '../protocol/task.ts'
import { costOf } from './cost.ts'
import { inspectTask } from './inspectTask.ts'

const PLAIN: PrivacyTerms = { mechanism: 'none', batchSize: 32 }
const mlp = (inputs: number, hidden: number[]): Architecture => ({ kind: 'mlp', inputs, hidden, outputs: 10 })

interface Terms {
  readonly architecture?: Architecture
  readonly privacy?: PrivacyTerms
  readonly learningRate?: number
  readonly localSteps?: number
  readonly minRecords?: number
}

const task = ({
  architecture = mlp(784, [64]),
  privacy = PLAIN,
  learningRate = 0.1,
  localSteps = 60,
  minRecords = 500,
}: Terms): TaskManifest =>
  manifestFixture({
    data: { category: 'pd:Picture', kind: 'image', minRecords, maxRecords: 5000 },
    model: { architecture, weights: { sha256: 'ab'.repeat(32), bytes: 4 * parameterCount(architecture) } },
    training: { loss: 'softmax-cross-entropy', optimizer: { kind: 'sgd', learningRate }, localSteps },
    privacy,
  })
const kinds = (terms: Terms): readonly string[] => inspectTask(task(terms)).map(({ kind }) => kind)

describe('terms of a task', () => {
  it('are fine as publishers have them, with noise and without', () => {
    expect(inspectTask(manifestFixture())).toEqual([])
    expect(kinds({})).toEqual([])
    expect(kinds({ architecture: { kind: 'logistic', inputs: 4, outputs: 3 }, minRecords: 100 })).toEqual([])
  })

  it.each<[string, Terms, string[]]>([
    [
      'steps of one record',
      { localSteps: 100, privacy: { mechanism: 'none', batchSize: 1 } },
      ['small-batch'],
    ],
    ['steps of seven records', { privacy: { mechanism: 'none', batchSize: 7 } }, ['small-batch']],
    [
      'data of one record',
      { minRecords: 1, architecture: { kind: 'logistic', inputs: 784, outputs: 3 } },
      ['small-batch'],
    ],
    ['a first layer wider than one step', { localSteps: 1, architecture: mlp(784, [33]) }, ['wide-layer']],
    ['a first layer wider than the data', { minRecords: 60 }, ['wide-layer']],
    ['a model far larger than the data', { architecture: mlp(4, [400, 600]) }, ['large-model']],
    ['steps that add up to one', { learningRate: 1e-3 }, ['learning-rate']],
    ['a first step that decides', { learningRate: 11 }, ['learning-rate']],
  ])('are found to be unsafe without noise: %s', (_name, terms, expected) => {
    expect(kinds(terms)).toEqual(expected)
    const { privacy } = manifestFixture()
    expect(kinds({ ...terms, privacy })).toEqual([])
  })

  it.each<[string, Terms]>([
    ['steps of eight records', { privacy: { mechanism: 'none', batchSize: 8 } }],
    ['a first layer as wide as one step', { localSteps: 1, architecture: mlp(784, [32]) }],
    ['steps that go far enough', { learningRate: 2e-3 }],
    ['one step of any rate', { localSteps: 1, learningRate: 1e-5, architecture: mlp(784, [32]) }],
  ])('are fine up to the limit: %s', (_name, terms) => {
    expect(kinds(terms)).toEqual([])
  })

  it('are refused where a round would take more than a device is lent for, noise or not', () => {
    const { privacy } = manifestFixture()
    const large = { architecture: mlp(784, [400]), localSteps: 100_000 }
    expect(kinds({ ...large, privacy: { ...PLAIN, batchSize: 2048 } })).toEqual(['compute'])
    expect(kinds({ ...large, privacy })).toEqual([])
    expect(kinds({ architecture: mlp(65_536, [1024]), localSteps: 1, privacy })).toEqual(['memory'])
  })
})

describe('the cost of an example', () => {
  it('is three times its products, and all of its values twice', () => {
    const { multiplyAdds, exampleBytes, parameters } = costOf(forwardGraph(mlp(784, [64]), 1))
    expect(parameters).toBe(50_890)
    expect(multiplyAdds).toBe(3 * (784 * 64 + 64 * 10))
    // Input, two products, a ReLU and the loss.
    expect(exampleBytes).toBe(4 * (784 + 2 * (64 + 64 + 10 + 1)))
  })

  it('counts every window of a convolution', () => {
    const graph = cnnGraph(
      {
        kind: 'cnn',
        input: { channels: 3, height: 8, width: 8 },
        convolutions: [{ filters: 4, kernel: 3, stride: 1, pad: 0, pool: 1 }],
        hidden: [],
        outputs: 2,
        activation: 'tanh',
      },
      1,
    )
    expect(costOf(graph).multiplyAdds).toBe(3 * (36 * 4 * 27 + 36 * 4 * 2))
  })
})

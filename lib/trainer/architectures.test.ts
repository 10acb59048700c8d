import * as ort from 'onnxruntime-web'
import { beforeEach, describe, expect, it } from 'vitest'
import { l2Norm } from '../aggregation/plain.ts'
import { initialWeights } from '../autodiff/initialise.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import { cnnFixture, manifestFixture } from '../protocol/task.fixture.ts'
import type { Architecture, LocalPrivacyTerms, PrivacyTerms } from '../protocol/task.ts'
import { importDataset } from '../vault/import.ts'
import { emptyDatabase, fileOf } from '../vault/testing/vault.ts'
import { createTrainerFactory, trainerOpener } from './engine.ts'
import { loadExamples } from './loadExamples.ts'
import { indicesUpTo, syntheticExamples } from './testing/synthetic.ts'
import { createTrainer, type TrainerOptions } from './trainer.ts'

ort.env.wasm.numThreads = 1

const KINDS: readonly Architecture[] = [
  { kind: 'logistic', inputs: 12, outputs: 3 },
  { kind: 'mlp', inputs: 12, hidden: [8], outputs: 3 },
  cnnFixture({ input: { channels: 2, height: 14, width: 13 }, outputs: 3 }),
  { kind: 'text-bag', words: 12, buckets: 40, width: 6, outputs: 3 },
]
const plain: PrivacyTerms = { mechanism: 'none', batchSize: 24 }
const local: LocalPrivacyTerms = {
  unit: 'record',
  mechanism: 'local',
  samplingRate: 0.5,
  expectedBatch: 12,
  clipNorm: 0.05,
  noiseMultiplier: 1,
  maxEpsilon: 8,
}
const STEPS = 30

const optionsFor = (architecture: Architecture, privacy: PrivacyTerms): TrainerOptions => ({
  engine: 'wasm',
  architecture,
  optimizer: { kind: 'sgd', learningRate: 0.2 },
  privacy,
  weights: initialWeights(architecture, normalFrom(fixedSequence(1))),
  noise: () => ({ largest: 0, fill: (out) => void out.fill(0) }),
})

describe.each(KINDS.map((architecture) => [architecture.kind, architecture] as const))(
  'a model of kind %s',
  (_kind, architecture) => {
    const examples = syntheticExamples(architecture, 24, 2)

    it('learns', async () => {
      const trainer = await createTrainer(ort, optionsFor(architecture, plain))
      const losses: (number | undefined)[] = []
      for (let step = 0; step < STEPS; step++) losses.push(await trainer.step(examples, indicesUpTo(24)))
      await trainer.dispose()
      expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]!)
    })

    it('moves by at most rate times clip norm over the expected batch for one example', async () => {
      const options = optionsFor(architecture, local)
      const trainer = await createTrainer(ort, options)
      await trainer.step(examples, Uint32Array.of(5))
      const after = await trainer.weights()
      await trainer.dispose()
      const norm = l2Norm(after.map((value, index) => value - options.weights[index]!))
      const bound = (0.2 * local.clipNorm) / local.expectedBatch
      expect(norm).toBeLessThanOrEqual(bound * (1 + 1e-4))
      expect(norm).toBeGreaterThan(bound * 0.99)
    })

    it('is timed on both engines with blank examples of its own', async () => {
      const open = trainerOpener(async () => ort)
      const stepped: string[] = []
      const factory = createTrainerFactory({
        adapterPresent: async () => true,
        open: async (engine, terms) => {
          // Wasm stands in for WebGPU, which Node has not.
          const trainer = await open('wasm', terms)
          return {
            ...trainer,
            step: async (blank, indices) => {
              const loss = await trainer.step(blank, indices)
              stepped.push(engine)
              return loss
            },
          }
        },
      })
      const { engine: _, ...terms } = optionsFor(architecture, plain)
      await (await factory.create('auto', terms)).dispose()
      expect(new Set(stepped)).toEqual(new Set(['webgpu', 'wasm']))
    })
  },
)

describe('texts from the vault', () => {
  beforeEach(emptyDatabase)

  it('become words that a bag of them learns from', async () => {
    const lines = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0
        ? `"Meeting, room ${index} at noon, see the agenda",ham`
        : `"WIN cash now, prize number ${index}!",spam`,
    )
    const file = fileOf('mails.csv', ['body,label', ...lines].join('\n'))
    const dataset = await importDataset([file], { name: 'Mails', category: 'pd:EmailContent' })
    const architecture: Architecture = { kind: 'text-bag', words: 16, buckets: 64, width: 4, outputs: 2 }
    const manifest = manifestFixture({
      data: { category: 'pd:EmailContent', kind: 'table', minRecords: 10, maxRecords: 1000 },
      pipeline: [
        { step: 'tokenise', field: 'body', words: 16, buckets: 64 },
        { step: 'label', field: 'label', classes: ['ham', 'spam'] },
      ],
      model: { architecture, weights: manifestFixture().model.weights },
    })
    const examples = await loadExamples(manifest, dataset.id, new AbortController().signal)
    expect(examples.x).toBeInstanceOf(Int32Array)
    expect(examples.count).toBe(40)
    const trainer = await createTrainer(ort, {
      ...optionsFor(architecture, { mechanism: 'none', batchSize: 40 }),
      optimizer: { kind: 'sgd', learningRate: 2 },
    })
    let loss: number | undefined
    for (let step = 0; step < 60; step++) loss = await trainer.step(examples, indicesUpTo(40))
    await trainer.dispose()
    expect(loss).toBeLessThan(0.1)
  })
})

import * as ort from 'onnxruntime-web'
import { beforeEach, describe, expect, it } from 'vitest'
import { decodeFloat32, encodeFloat32, l2Norm } from '../aggregation/plain.ts'
import { initialWeights } from '../autodiff/initialise.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import { datasetFixture } from '../consent/task.fixture.ts'
import { database } from '../db/database.ts'
import type { GrantRecord, RunRecord } from '../db/schema.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import {
  type Architecture,
  type LocalPrivacyTerms,
  parameterCount,
  type TaskManifest,
  taskIdOf,
} from '../protocol/task.ts'
import { importDataset } from '../vault/import.ts'
import { emptyDatabase, fileOf } from '../vault/testing/vault.ts'
import { createTrainerFactory, type TrainerFactory, type TrainerTerms, trainerOpener } from './engine.ts'
import { executeRun, type RunOptions } from './run.ts'
import type { Trainer } from './trainer.ts'

ort.env.wasm.numThreads = 1

const RUN = 'task:1'
const architecture: Architecture = { kind: 'mlp', inputs: 3, hidden: [5], outputs: 2 }
const count = parameterCount(architecture)
const base = initialWeights(architecture, normalFrom(fixedSequence(1)))

const open = trainerOpener(async () => ort)
const onWasm = createTrainerFactory({ open, adapterPresent: async () => false })

const rows = (): string => {
  const uniform = fixedSequence(2)
  const lines = Array.from({ length: 120 }, (_, index) => {
    const label = index % 2 === 0 ? 'calm' : 'storm'
    const shift = index % 2 === 0 ? -1 : 1
    return [uniform() + shift, uniform() - shift, uniform(), label].join(',')
  })
  return ['wind,pressure,other,sky', ...lines].join('\n')
}

const manifestWith = (changes: Partial<TaskManifest>): TaskManifest =>
  manifestFixture({
    data: { category: 'pd:Profile', kind: 'table', minRecords: 10, maxRecords: 1000 },
    pipeline: [
      { step: 'select', fields: ['wind', 'pressure', 'other'] },
      { step: 'label', field: 'sky', classes: ['calm', 'storm'] },
    ],
    model: { architecture, weights: { sha256: 'ab'.repeat(32), bytes: count * 4 } },
    training: {
      loss: 'softmax-cross-entropy',
      optimizer: { kind: 'sgd', learningRate: 0.2 },
      localSteps: 12,
    },
    privacy: { mechanism: 'none', batchSize: 16 },
    ...changes,
  })

/** Puts a dataset, a grant and a run that is ready on disk. */
const prepare = async (changes: Partial<TaskManifest> = {}): Promise<void> => {
  const manifest = manifestWith(changes)
  const dataset = await importDataset([fileOf('sky.csv', rows())], { name: 'Sky', category: 'pd:Profile' })
  const taskId = taskIdOf(manifest)
  const hash = `0x${'00'.repeat(32)}` as const
  const db = await database()
  const grant: Omit<GrantRecord, 'receipt' | 'delegation'> = {
    id: 'G',
    origin: 'https://digits.example',
    taskId,
    termsHash: hash,
    task: { manifest, signature: '0x' },
    datasetId: dataset.id,
    datasetSalt: `0x${'00'.repeat(32)}`,
    account: manifest.publisher.address,
    createdAt: 0,
    expiresAt: 0,
    state: 'active',
  }
  // Training reads neither receipt nor delegation.
  await db.put('grants', grant as GrantRecord)
  const run: RunRecord = {
    id: RUN,
    grantId: 'G',
    taskId,
    round: 1,
    roundHash: hash,
    closesAt: 0,
    datasetId: dataset.id,
    phase: 'ready',
    paused: false,
    baseWeights: encodeFloat32(base),
    startedAt: 0,
    updatedAt: 0,
    progress: { step: 0, steps: manifest.training.localSteps, losses: [], trainMs: 0 },
  }
  await db.put('runs', run)
}

const readRun = async (): Promise<RunRecord> => (await (await database()).get('runs', RUN))!
const changeRun = async (changes: Partial<RunRecord>): Promise<void> => {
  await (await database()).put('runs', { ...(await readRun()), ...changes })
}
const readSaved = async () => (await database()).get('checkpoints', RUN)

const execute = (options: Partial<RunOptions> = {}): Promise<void> =>
  executeRun(RUN, {
    trainers: onWasm,
    engine: 'auto',
    signal: new AbortController().signal,
    onProgress: () => {},
    ...options,
  })

/** Stops a run at its first progress, which is one step in. */
const executeOneStep = (): Promise<void> => {
  const controller = new AbortController()
  return execute({ signal: controller.signal, onProgress: () => controller.abort() })
}

beforeEach(emptyDatabase)

describe('a run', () => {
  it('goes from ready to trained, with update, hash and progress in one write', async () => {
    await prepare()
    await execute()
    const run = await readRun()
    expect(run.phase).toBe('trained')
    expect(run.progress).toMatchObject({ step: 12, steps: 12, engine: 'wasm' })
    expect(run.progress.losses).toHaveLength(12)
    expect(run.progress.losses.at(-1)).toBeLessThan(run.progress.losses[0]!)
    const digest = await crypto.subtle.digest('SHA-256', run.update!)
    expect(run.updateHash).toBe(`0x${Buffer.from(digest).toString('hex')}`)
    expect(l2Norm(decodeFloat32(run.update!, count))).toBeGreaterThan(0)
    expect(await readSaved()).toBeUndefined()
  })

  it('adds noise at every step under record-level privacy, also where nothing was sampled', async () => {
    const local = manifestFixture().privacy as LocalPrivacyTerms
    await prepare({ privacy: { ...local, samplingRate: 1e-9, expectedBatch: 24 } })
    await execute()
    const run = await readRun()
    expect(run.phase).toBe('trained')
    expect(run.progress.losses).toEqual([])
    // 12 steps of noise 2.6 at rate 0.2 over a divisor of 24, on 32 parameters: a norm near 0.42, give or take 0.05.
    const norm = l2Norm(decodeFloat32(run.update!, count))
    expect(norm).toBeGreaterThan(0.1)
    expect(norm).toBeLessThan(1)
  })

  it('clips the update to update.clipNorm', async () => {
    await prepare({ update: { clipNorm: 0.01 } })
    await execute()
    expect(l2Norm(decodeFloat32((await readRun()).update!, count))).toBeCloseTo(0.01, 6)
  })

  it('stops when told, and resumes from its checkpoint', async () => {
    await prepare()
    await executeOneStep()
    expect((await readRun()).phase).toBe('training')
    expect(await readSaved()).toMatchObject({ step: 1 })
    await execute()
    const run = await readRun()
    expect(run.phase).toBe('trained')
    expect(run.progress.losses).toHaveLength(12)
    expect(await readSaved()).toBeUndefined()
  })

  it('starts from the checkpoint, not from the base, when a browser was killed', async () => {
    await prepare()
    await executeOneStep()
    const { weights } = (await readSaved())!
    const begun: Float32Array[] = []
    const trainers: TrainerFactory = {
      create: (setting, terms) => {
        begun.push(terms.weights)
        return onWasm.create(setting, terms)
      },
    }
    await execute({ trainers })
    expect(begun).toEqual([decodeFloat32(weights, count)])
  })

  it.each([
    [{ kind: 'sgd', learningRate: 0.2 }, 0],
    [{ kind: 'momentum', learningRate: 0.2, momentum: 0.9 }, 1],
    [{ kind: 'adamw', learningRate: 0.02 }, 2],
  ] as const)('goes on with the state of its optimizer: %j', async (optimizer, slots) => {
    const training = {
      loss: 'softmax-cross-entropy',
      optimizer,
      gradientClipNorm: 5,
      localSteps: 12,
    } as const
    await prepare({ training })
    await executeOneStep()
    const saved = (await readSaved())!
    expect(saved.optimizerState?.length).toBe(slots === 0 ? undefined : slots * count * 4)
    const begun: TrainerTerms[] = []
    const trainers: TrainerFactory = {
      create: (setting, terms) => {
        begun.push(terms)
        return onWasm.create(setting, terms)
      },
    }
    await execute({ trainers })
    expect(begun).toHaveLength(1)
    expect(begun[0]).toMatchObject({ optimizer, gradientClipNorm: 5 })
    expect(begun[0]!.optimizerState).toEqual(
      saved.optimizerState && { steps: 1, values: decodeFloat32(saved.optimizerState, slots * count) },
    )
    expect((await readRun()).phase).toBe('trained')
  })

  it('does nothing while paused', async () => {
    await prepare()
    await changeRun({ paused: true })
    await execute()
    expect((await readRun()).phase).toBe('ready')
    expect(await readSaved()).toBeUndefined()
  })

  it('leaves a run alone that was cancelled while it trained', async () => {
    await prepare()
    await executeOneStep()
    await changeRun({ phase: 'cancelled' })
    await execute()
    const run = await readRun()
    expect(run.phase).toBe('cancelled')
    expect(run.update).toBeUndefined()
  })

  it('goes on, on wasm, from the last checkpoint when the graphics device is lost', async () => {
    await prepare()
    /** Stands in for a WebGPU trainer whose device goes after three steps. */
    const losing = (trainer: Trainer): Trainer => {
      let steps = 0
      return {
        ...trainer,
        engine: 'webgpu',
        step: async (examples, indices) => {
          if (steps === 3) throw new Error('Device lost.')
          steps++
          return trainer.step(examples, indices)
        },
      }
    }
    const trainers = createTrainerFactory({
      adapterPresent: async () => true,
      open: async (engine, terms) =>
        engine === 'webgpu' ? losing(await open('wasm', terms)) : open(engine, terms),
    })
    await execute({ trainers, engine: 'webgpu' })
    const run = await readRun()
    expect(run.phase).toBe('trained')
    expect(run.progress.engine).toBe('wasm')
    expect(run.progress.losses).toHaveLength(12)
  })
})

describe('a run that cannot be trained', () => {
  const problem = async (): Promise<string | undefined> => {
    await execute()
    const run = await readRun()
    expect(run.phase).toBe('failed')
    expect(run.update).toBeUndefined()
    return run.problem?.code
  }

  it('fails where no record has a label of the task', async () => {
    await prepare({
      pipeline: [
        { step: 'select', fields: ['wind', 'pressure', 'other'] },
        { step: 'label', field: 'sky', classes: ['snow', 'hail'] },
      ],
    })
    expect(await problem()).toBe('trainer/no-examples')
  })

  it('fails where the pipeline does not fit the dataset', async () => {
    await prepare({
      pipeline: [
        { step: 'select', fields: ['wind', 'pressure', 'missing'] },
        { step: 'label', field: 'sky', classes: ['calm', 'storm'] },
      ],
    })
    expect(await problem()).toMatch(/^pipeline\//)
  })

  it('fails where training diverges, and sends nothing', async () => {
    await prepare({
      training: {
        loss: 'softmax-cross-entropy',
        optimizer: { kind: 'sgd', learningRate: 1e38 },
        localSteps: 12,
      },
    })
    expect(await problem()).toBe('trainer/not-finite')
  })

  it('fails where the base weights are not finite', async () => {
    await prepare()
    const bad = base.slice()
    bad[3] = Number.NaN
    await changeRun({ baseWeights: encodeFloat32(bad) })
    expect(await problem()).toBe('aggregation/not-finite')
  })

  it('fails where the dataset was deleted', async () => {
    await prepare()
    await (await database()).put(
      'datasets',
      datasetFixture({ id: (await readRun()).datasetId, deletedAt: 1 }),
    )
    expect(await problem()).toBe('vault/no-dataset')
  })
})

import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../db/database.ts'
import type { BudgetEventRecord, GrantRecord } from '../db/schema.ts'
import type { DeviceFacts } from '../policy/request.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import { type SignedTask, type TaskId, type TaskManifest, taskIdOf } from '../protocol/task.ts'
import { chooseDataset } from './datasetChoice.ts'
import { gatherFacts } from './facts.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const NOW = Date.parse('2026-11-01T12:00:00Z')
const DAY = 24 * 3_600_000
const DEVICE: DeviceFacts = {
  idle: false,
  charging: undefined,
  minuteOfDay: 720,
  minutesToday: 3,
  unmetered: true,
}
const QUIET: Partial<TaskManifest> = {
  schedule: { rounds: 1, opensAt: '2026-01-01T00:00:00.000Z', closesAt: '2036-01-01T00:00:00.000Z' },
}

beforeEach(async () => {
  const db = await database()
  for (const store of ['datasets', 'grants', 'budgetEvents'] as const) await db.clear(store)
  await db.put('datasets', datasetFixture({ epsilonBudget: 50 }))
})

const facts = async (changes: Partial<TaskManifest> = QUIET) => {
  const { manifest } = await signedTask(changes)
  return gatherFacts(askerFixture(), manifest, await chooseDataset(manifest), DEVICE, NOW)
}

const EVENT = {
  mechanism: 'subsampled-gaussian',
  unit: 'record',
  noiseMultiplier: 2.6,
  samplingRate: 0.2,
} as const
let used = 0
const spend = async (taskId: TaskId, daysAgo: number): Promise<BudgetEventRecord> => {
  const event = { ...EVENT, id: `e${++used}`, datasetId: 'handwriting', taskId, round: used, steps: 40 }
  const at = NOW - daysAgo * DAY
  await (await database()).put('budgetEvents', { ...event, at })
  return { ...event, at }
}

const ended = async (task: SignedTask): Promise<TaskId> => {
  const taskId = taskIdOf(task.manifest)
  const grant = { id: taskId, taskId, task, datasetId: 'handwriting', state: 'completed' }
  await (await database()).put('grants', grant as unknown as GrantRecord)
  return taskId
}

describe('epsilon', () => {
  it('of a round, of the task, and with what the ledger holds of the last day, week, month and year', async () => {
    const other = `0x${'01'.repeat(32)}` as TaskId
    const spent: BudgetEventRecord[] = []
    for (const daysAgo of [0.5, 5, 20, 200, 500]) spent.push(await spend(other, daysAgo))
    const { manifest } = await signedTask(QUIET)
    const round = plannedEvent(manifest, 1)
    const withSpent = (count: number) => rdpEpsilon([...spent.slice(0, count), round], 1e-5)
    const { task } = await facts()
    expect(task.epsilonPerRound).toBe(rdpEpsilon([round], 1e-5))
    expect(task.epsilonPerTask).toBe(task.epsilonPerRound)
    expect(task.epsilonPerPeriod).toEqual({
      day: withSpent(1),
      week: withSpent(2),
      month: withSpent(3),
      year: withSpent(4),
    })
    expect(task.epsilonPerPublisher).toBe(task.epsilonPerTask)
  })

  it('of a publisher counts its earlier tasks and nobody else’s', async () => {
    const earlier = await ended(await signedTask({ ...QUIET, title: 'An earlier task' }))
    const own = await spend(earlier, 300)
    await spend(`0x${'02'.repeat(32)}` as TaskId, 300)
    const { manifest } = await signedTask(QUIET)
    const { task } = await facts()
    expect(task.epsilonPerPublisher).toBe(rdpEpsilon([own, plannedEvent(manifest, 1)], 1e-5))
  })

  it('is infinite without noise, whatever else is asked for', async () => {
    const { task } = await facts({ ...QUIET, privacy: { mechanism: 'none', batchSize: 10 } })
    expect(task).toMatchObject({ unit: 'none', noise: false, epsilonPerTask: Infinity })
    expect(task.epsilonPerPeriod).toEqual({ day: Infinity, week: Infinity, month: Infinity, year: Infinity })
  })
})

it('what only the chain knows is not known yet; a publisher that names no attestation holds none', async () => {
  const known = await facts()
  expect(known).toMatchObject({ attestations: [], task: { funded: undefined }, device: DEVICE })
  const { publisher } = (await signedTask()).manifest
  const named = { ...QUIET, publisher: { ...publisher, attestations: [`0x${'ab'.repeat(32)}` as const] } }
  expect((await facts(named)).attestations).toBeUndefined()
})

it('who asks is what the browser says, with the page around it', async () => {
  const { manifest } = await signedTask(QUIET)
  const asker = askerFixture({ topOrigin: 'https://around.example' })
  expect(await gatherFacts(asker, manifest, { state: 'none' }, DEVICE, NOW)).toMatchObject({
    origin: 'https://digits.example',
    topOrigin: 'https://around.example',
    dataset: undefined,
    publisher: manifest.publisher.address,
    now: NOW,
  })
})

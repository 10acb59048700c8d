import type { Page } from '@playwright/test'
import type { GrantRecord } from '../../lib/db/schema.ts'
import { manifestFixture } from '../../lib/protocol/task.fixture.ts'
import type { TaskId, TaskManifest } from '../../lib/protocol/task.ts'
import {
  budgetEventFixture,
  datasetFixture,
  grantFixture,
  runFixture,
} from '../../lib/views/views.fixture.ts'
import { DAY, hex, type StandInRecords } from './records.ts'
import type { Scene } from './scenes.ts'

/** Permissions in every state, for screenshots. */
const MINUTE = 60_000
const TASK = (seed: number) => hex(seed) as TaskId

const task = (changes: Partial<TaskManifest> = {}) => ({
  manifest: manifestFixture(changes),
  signature: '0x' as const,
})

const other = (name: string, seed: number): TaskManifest['publisher'] => ({
  ...manifestFixture().publisher,
  name,
  address: `0x${String(seed).repeat(40)}`,
})

const uid = (seed: number) => ({ ...grantFixture().receipt, uid: hex(seed) })

const grant = (now: number, id: string, changes: Partial<GrantRecord>): GrantRecord =>
  grantFixture({ id, createdAt: now - 3 * DAY, expiresAt: Date.parse('2036-01-01T00:00:00Z'), ...changes })

/** A publisher that may go so far and no further, one that waits, and one without limits. */
const live = (now: number): StandInRecords => ({
  datasets: [datasetFixture()],
  grants: [
    grant(now, 'limited', {
      taskId: TASK(1),
      task: task({ schedule: { ...manifestFixture().schedule, rounds: 8 } }),
      expiresAt: now + 12 * DAY,
      limits: { maxRounds: 4, maxEpsilon: 5, maxDeviceMinutes: 60 },
    }),
    grant(now, 'waiting', {
      taskId: TASK(2),
      task: task({ title: 'Handwritten words, second edition' }),
      createdAt: now - 4 * DAY,
      limits: {
        device: { charging: true, idle: true, hours: { from: 1320, to: 360 }, maxMinutesPerDay: 45 },
      },
      waitsFor: ['hours', 'charging'],
    }),
    grant(now, 'free', {
      taskId: TASK(3),
      task: task({ title: 'Spam filter without reading along', publisher: other('Mailguard', 4) }),
      origin: 'https://mailguard.example',
      createdAt: now - 5 * DAY,
      state: 'paused',
    }),
  ],
  runs: [1, 2].map((round) =>
    runFixture({
      id: `${TASK(1)}:${round}`,
      grantId: 'limited',
      taskId: TASK(1),
      round,
      phase: 'accepted',
      progress: { step: 40, steps: 40, engine: 'webgpu', losses: [], trainMs: 6.4 * MINUTE },
    }),
  ),
  budgetEvents: [1, 2].map((round) =>
    budgetEventFixture({ id: `${TASK(1)}:${round}`, taskId: TASK(1), round, at: now - DAY }),
  ),
})

/** Every way in which one can end. */
const ended = (now: number): StandInRecords => {
  const one = (id: string, seed: number, changes: Partial<GrantRecord>): GrantRecord =>
    grant(now, id, {
      taskId: TASK(seed),
      receipt: uid(seed),
      createdAt: now - seed * DAY,
      endedAt: now - (seed - 10) * 3_600_000,
      ...changes,
    })
  const anchor = { chainId: 84_532, transaction: hex(70), at: now - 2 * 3_600_000 }
  return {
    datasets: [datasetFixture()],
    grants: [
      one('untold', 11, { state: 'revoked' }),
      one('told', 12, { state: 'revoked', revocationToldAt: now - 3_600_000 }),
      one('sent', 13, { state: 'relinquished', revocationToldAt: now - 3_600_000, anchor }),
      one('anchored', 14, {
        state: 'revoked',
        revocationToldAt: now - 3_600_000,
        anchor: { ...anchor, confirmedAt: now - 3_500_000 },
      }),
      one('rounds', 15, { state: 'completed', completedBy: 'rounds' }),
      one('terms', 16, { state: 'completed', completedBy: 'terms' }),
      one('expired', 17, { state: 'expired' }),
    ],
  }
}

/** A round that the device interrupted: it waits where it is. */
const interrupted = (now: number): StandInRecords => ({
  ...live(now),
  runs: [
    runFixture({
      id: `${TASK(2)}:1`,
      grantId: 'waiting',
      taskId: TASK(2),
      round: 1,
      startedAt: now - 60_000,
      updatedAt: now,
      closesAt: now + 10 * MINUTE,
    }),
  ],
})

const TAB = { width: 1180, height: 800 }
const PATH = '/dashboard.html#/requests'

const editLimits = (page: Page) => page.getByRole('button', { name: 'Limits of Digit Lab' }).first().click()

const scene = (name: string, records: Scene['records'], changes: Partial<Scene> = {}): Scene => ({
  name: `grants-${name}`,
  path: PATH,
  size: TAB,
  records,
  ...changes,
})

export const grantScenes: readonly Scene[] = [
  scene('live', live),
  scene('ended', ended),
  scene('waiting-popup', interrupted, { path: '/popup.html', size: { width: 360, height: 600 } }),
  scene('waiting-training', interrupted, { path: '/dashboard.html#/training' }),
  scene('zoom', live, { size: { width: 590, height: 400 } }),
  scene('revoke', live, {
    act: (page) => page.getByRole('button', { name: 'Revoke Digit Lab', exact: true }).first().click(),
  }),
  scene('revoke-publisher', live, {
    act: (page) => page.getByRole('button', { name: 'Revoke all 2 of Digit Lab' }).click(),
  }),
  scene('revoke-all', live, {
    act: (page) => page.getByRole('button', { name: 'Revoke all', exact: true }).click(),
  }),
  scene('revoke-zoom', live, {
    size: { width: 590, height: 400 },
    act: (page) => page.getByRole('button', { name: 'Revoke all', exact: true }).click(),
  }),
  scene('limits', live, { size: { width: 1180, height: 900 }, act: editLimits }),
  scene('limits-wrong', live, {
    size: { width: 1180, height: 900 },
    act: async (page) => {
      await editLimits(page)
      await page.getByLabel(/^Rounds, at most/).fill('some')
      await page.getByLabel('Between').fill('22:00')
      await page.getByRole('button', { name: 'Save limits' }).click()
      await page.getByRole('alert').first().waitFor()
    },
  }),
  scene('limits-wider', live, {
    size: { width: 1180, height: 900 },
    act: async (page) => {
      await editLimits(page)
      await page.getByLabel(/^Rounds, at most/).fill('')
      await page.getByRole('button', { name: 'Save limits' }).click()
      await page.getByRole('button', { name: 'Yes, allow more' }).scrollIntoViewIfNeeded()
    },
  }),
  scene('anchor', ended, {
    act: async (page) => {
      await page.getByRole('button', { name: 'Put on chain: the withdrawal from Digit Lab' }).first().click()
      await page.getByText('The chain could not be asked').waitFor()
    },
  }),
]

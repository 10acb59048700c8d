import type { Page } from '@playwright/test'
import { GENESIS, hashOf } from '../../lib/activity/chain.ts'
import type { ActivityRecord, DatasetRecord, StampRecord } from '../../lib/db/schema.ts'
import { ACCOUNT } from '../../lib/views/views.fixture.ts'
import { fullRecords, type StandInRecords } from './records.ts'
import type { Scene } from './scenes.ts'

const MINUTE = 60_000
const SITES = ['https://digits.example', 'https://mail.example', 'https://weather.example']
const ROUNDS = 40

type Words = readonly [kind: string, text: string, data: ActivityRecord['data']]

const roundOf = (round: number): readonly Words[] => {
  const origin = SITES[round % SITES.length] ?? ''
  return [
    ['round', `Round ${round} of “Handwritten digits” began.`, { origin, round }],
    ['debit', `Round ${round} is debited from the privacy budget: 40 noisy steps.`, { origin, round }],
    [
      'sent',
      `The update of round ${round} of “Handwritten digits” is sent to lab.example.`,
      { origin, round },
    ],
    ['accepted', `Round ${round} of “Handwritten digits” was accepted.`, { origin, round }],
    ['paid', 'Digit Lab paid you.', { origin, amount: '20000' }],
  ]
}

/** A log as it is after weeks, really chained. */
const chained = (now: number): readonly ActivityRecord[] => {
  const words: readonly Words[] = [
    ['dataset-imported', 'You added “Handwriting” to your vault.', { count: 10_000 }],
    ...Array.from({ length: ROUNDS }, (_, round) => roundOf(round + 1)).flat(),
  ]
  let previous = GENESIS
  return words.map(([kind, text, data], index) => {
    const entry = { at: now - (words.length - index) * 7 * MINUTE, kind, text, data, previous }
    previous = hashOf(entry)
    return { ...entry, hash: previous, seq: index + 1 }
  })
}

const stampOf = ({ seq = 0, hash, at }: ActivityRecord, confirmed: boolean): StampRecord => ({
  seq,
  hash: `0x${hash}`,
  chainId: confirmed ? 8453 : 84_532,
  account: ACCOUNT,
  transaction: `0x${'5a'.repeat(32)}`,
  at,
  ...(confirmed ? { confirmedAt: at + MINUTE } : {}),
})

const stamped = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const activity = chained(now)
  const stamps = [stampOf(activity[120]!, true), stampOf(activity[190]!, false)]
  return { ...fullRecords(now, dataset), activity, stamps }
}

const cut = (now: number, dataset?: DatasetRecord): StandInRecords => {
  const { activity = [], ...records } = stamped(now, dataset)
  return { ...records, activity: activity.slice(0, 150) }
}

const verify = (page: Page) => page.getByRole('button', { name: 'Verify the log' }).click()

const TAB = { width: 1180, height: 800 }
const at = { path: '/dashboard.html#/activity', size: TAB, records: stamped }

export const activityScenes: readonly Scene[] = [
  {
    ...at,
    name: 'dashboard-activity-verified',
    act: async (page) => {
      await verify(page)
      await page.getByText('All 201 entries are as they were written. All 2 time-stamps').waitFor()
      await page.getByRole('button', { name: 'Older' }).click()
      await page.getByRole('cell', { name: '151', exact: true }).waitFor()
    },
  },
  {
    ...at,
    name: 'dashboard-activity-cut',
    records: cut,
    act: async (page) => {
      await verify(page)
      await page.getByRole('alert').getByText('Entry 151 is missing').waitFor()
    },
  },
  {
    ...at,
    name: 'dashboard-activity-filter',
    act: async (page) => {
      await page.getByLabel('Kind').selectOption({ label: 'Payments' })
      await page.getByLabel('Site').selectOption('https://mail.example')
      await page.getByRole('row').nth(14).waitFor()
      await page.getByRole('table', { name: 'Time-stamps' }).scrollIntoViewIfNeeded()
    },
  },
  {
    ...at,
    name: 'dashboard-activity-nothing-found',
    act: async (page) => {
      await page.getByLabel('Search').fill('zebra')
      await page.getByText('No entry matches').waitFor()
    },
  },
  {
    ...at,
    name: 'dashboard-activity-stamp',
    act: async (page) => {
      // A stand-in for the worker that says what gas costs.
      await page.evaluate(() => {
        chrome.runtime.sendMessage = (async () => ({ ok: true, result: '1460000000000' })) as never
      })
      await page.getByRole('button', { name: 'Time-stamp the log' }).click()
      await page.getByText('about 0.000001 ETH').waitFor()
    },
  },
  { ...at, name: 'dashboard-activity-zoom', size: { width: 590, height: 400 } },
]

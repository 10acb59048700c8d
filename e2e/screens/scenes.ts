import type { Page } from '@playwright/test'
import type { DatasetRecord } from '../../lib/db/schema.ts'
import { impossibleRecords, promptRecords, suspiciousRecords } from './promptRecords.ts'
import { fullRecords, type StandInRecords, walletStates } from './records.ts'

export interface Scene {
  readonly name: string
  readonly path: string
  readonly size: { readonly width: number; readonly height: number }
  readonly records: (now: number, dataset?: DatasetRecord) => StandInRecords
  /** What is opened or clicked before the picture. */
  readonly act?: (page: Page) => Promise<unknown>
}

const POPUP = { width: 360, height: 600 }
const PROMPT = { width: 420, height: 720 }
const TAB = { width: 1180, height: 800 }
const NARROW = { width: 720, height: 900 }
/** The same windows at 200 % zoom hold half as many CSS pixels. */
const ZOOMED_PROMPT = { width: 210, height: 360 }
const ZOOMED_TAB = { width: 590, height: 400 }

const nothing = () => ({})

const openAllDetails = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })

const openFirst = async (page: Page) => {
  await page.locator('summary').first().click()
  await page.locator('canvas').first().waitFor()
}

const withState = (records: StandInRecords, state: Readonly<Record<string, unknown>>): StandInRecords => ({
  ...records,
  state: { ...records.state, ...state },
})

const popup: readonly Scene[] = [
  { name: 'popup-new', path: '/popup.html', size: POPUP, records: nothing },
  { name: 'popup-full', path: '/popup.html', size: POPUP, records: fullRecords },
  {
    name: 'popup-paused',
    path: '/popup.html',
    size: POPUP,
    records: (now, dataset) =>
      withState(fullRecords(now, dataset), {
        settings: { onboarded: true, pausedAll: true },
        wallet: walletStates(now).lapsed,
      }),
  },
  {
    name: 'popup-idle',
    path: '/popup.html',
    size: POPUP,
    records: (now, dataset) => ({ ...promptRecords(now, dataset), requests: [] }),
  },
]

const prompt: readonly Scene[] = [
  { name: 'prompt', path: '/prompt.html', size: PROMPT, records: promptRecords },
  { name: 'prompt-uses', path: '/prompt.html', size: PROMPT, records: promptRecords, act: openFirst },
  {
    name: 'prompt-all-open',
    path: '/prompt.html',
    size: { width: 420, height: 2200 },
    records: promptRecords,
    act: openAllDetails,
  },
  { name: 'prompt-suspicious', path: '/prompt.html', size: PROMPT, records: suspiciousRecords },
  {
    name: 'prompt-suspicious-open',
    path: '/prompt.html',
    size: PROMPT,
    records: suspiciousRecords,
    act: openAllDetails,
  },
  { name: 'prompt-impossible', path: '/prompt.html', size: PROMPT, records: impossibleRecords },
  { name: 'prompt-nothing', path: '/prompt.html', size: PROMPT, records: nothing },
  { name: 'prompt-zoom', path: '/prompt.html', size: ZOOMED_PROMPT, records: suspiciousRecords },
]

const pages = ['requests', 'rules', 'vault', 'training', 'contributions', 'earnings', 'activity', 'settings']

const dashboard: readonly Scene[] = [
  ...pages.map((page) => ({
    name: `dashboard-${page}`,
    path: `/dashboard.html#/${page}`,
    size: TAB,
    records: fullRecords,
  })),
  ...pages.map((page) => ({
    name: `dashboard-${page}-empty`,
    path: `/dashboard.html#/${page}`,
    size: TAB,
    records: nothing,
  })),
  {
    name: 'dashboard-earnings-narrow',
    path: '/dashboard.html#/earnings',
    size: NARROW,
    records: fullRecords,
  },
  {
    name: 'dashboard-earnings-zoom',
    path: '/dashboard.html#/earnings',
    size: ZOOMED_TAB,
    records: fullRecords,
  },
  {
    name: 'dashboard-vault-preview',
    path: '/dashboard.html#/vault',
    size: TAB,
    records: fullRecords,
    act: async (page) => {
      await page
        .getByRole('article', { name: 'Handwriting' })
        .getByRole('button', { name: 'Look at' })
        .click()
      await page.locator('canvas').first().waitFor()
    },
  },
  {
    name: 'dashboard-vault-delete',
    path: '/dashboard.html#/vault',
    size: TAB,
    records: fullRecords,
    act: (page) => page.getByRole('button', { name: 'Delete Handwriting' }).click(),
  },
  {
    name: 'dashboard-activity-broken',
    path: '/dashboard.html#/activity',
    size: TAB,
    records: fullRecords,
    act: async (page) => {
      await page.getByRole('button', { name: 'Verify the log' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'dashboard-contribution-open',
    path: '/dashboard.html#/contributions',
    size: TAB,
    records: fullRecords,
    act: (page) => page.locator('summary').nth(3).click(),
  },
]

const onboarding: readonly Scene[] = [
  ...['1', '2', '3', '4', 'done'].map((step) => ({
    name: `onboarding-${step}`,
    path: `/onboarding.html#/${step}`,
    size: TAB,
    records: nothing,
  })),
  ...['choosing', 'confirming', 'failed', 'lapsed'].map((state) => ({
    name: `onboarding-wallet-${state}`,
    path: '/onboarding.html#/3',
    size: TAB,
    records: (now: number) => ({ state: { wallet: walletStates(now)[state] } }),
  })),
  { name: 'onboarding-zoom', path: '/onboarding.html#/1', size: ZOOMED_TAB, records: nothing },
]

export const SCENES: readonly Scene[] = [...popup, ...prompt, ...dashboard, ...onboarding]

import type { Page } from '@playwright/test'
import type { DatasetRecord } from '../../lib/db/schema.ts'
import { activityScenes } from './activityScenes.ts'
import {
  decryptQuestion,
  gateRecords,
  identityQuestion,
  licenceQuestion,
  loginQuestion,
  paused,
  permissionsQuestion,
  phishingQuestion,
  publicKeyQuestion,
  recapQuestion,
  SITE,
  site,
  spokenRecords,
  unreadQuestion,
} from './gateRecords.ts'
import { gpcScenes } from './gpcScenes.ts'
import { grantScenes } from './grantScenes.ts'
import { promptRecords } from './promptRecords.ts'
import { openAllDetails, promptScenes } from './promptScenes.ts'
import { checkAltered, checkForeign, checkWithdrawn, receiptRecords, saveAndCheck } from './receiptRecords.ts'
import { fullRecords, type StandInRecords, walletStates } from './records.ts'
import { ruleScenes } from './ruleScenes.ts'
import { usedBeforeRecords } from './vaultRecords.ts'

export interface Scene {
  readonly name: string
  readonly path: string
  readonly size: { readonly width: number; readonly height: number }
  readonly records: (now: number, dataset?: DatasetRecord) => StandInRecords
  /** The tab behind the popup: its address, and how many wallets on it cannot be reached. */
  readonly tab?: { readonly url: string; readonly unreachable?: number }
  /** Words that must be in sight or in reach then. */
  readonly sees?: readonly (string | RegExp)[]
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

/** As long as a site's name may be. */
const LONG = 'https://a-very-long-name-that-somebody-registered-to-see-what-happens.example:8443'

const nothing = () => ({})

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

const HOUR = 3_600_000
const tab = { url: `${SITE}/pool?id=1` }
const popupOn = (name: string, records: Scene['records'], changes: Partial<Scene> = {}): Scene => ({
  name: `popup-site-${name}`,
  path: '/popup.html',
  size: POPUP,
  records,
  tab,
  act: (page) => page.getByRole('radio').first().waitFor({ state: 'attached' }),
  ...changes,
})

const popupSite: readonly Scene[] = [
  popupOn('untouched', (now) => gateRecords(now)),
  popupOn('rules', (now) =>
    gateRecords(
      now,
      site({ wallet: { identity: 'ask', login: 'ask', permissions: 'refuse', licence: 'allow' } }),
    ),
  ),
  popupOn('hour', (now) => gateRecords(now, site({ off: { until: now + HOUR } }))),
  popupOn('off', (now) => gateRecords(now, site({ off: { until: null } }))),
  popupOn(
    'worst',
    (now) => ({
      ...withState(
        gateRecords(now, site({ origin: LONG, wallet: { identity: 'ask', dataKeys: 'refuse' } })),
        {
          settings: { onboarded: true, pausedAll: true, offUntil: now + HOUR },
        },
      ),
      throttles: [paused(LONG, now)],
    }),
    {
      tab: { url: `${LONG}/`, unreachable: 2 },
      act: (page) => page.getByRole('button', { name: 'Rules' }).focus(),
    },
  ),
  popupOn(
    'worst-end',
    (now) => ({
      ...gateRecords(now, site({ wallet: { identity: 'ask' } })),
      throttles: [paused(SITE, now)],
    }),
    {
      tab: { ...tab, unreachable: 1 },
      act: async (page) => {
        await page.getByText('locked against changes').waitFor()
        await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
      },
    },
  ),
  popupOn('idle', (now, dataset) => ({ ...promptRecords(now, dataset), requests: [] })),
  popupOn('zoom', (now) => gateRecords(now, site({ wallet: { identity: 'ask' } })), {
    size: { width: 360, height: 300 },
  }),
]

const question = (name: string, records: Scene['records'], changes: Partial<Scene> = {}): Scene => ({
  name: `prompt-wallet-${name}`,
  path: '/prompt.html',
  size: PROMPT,
  records,
  ...changes,
})

const promptWallet: readonly Scene[] = [
  question('identity', identityQuestion),
  question('login', loginQuestion),
  question('login-open', loginQuestion, { act: openAllDetails }),
  question('login-other-site', phishingQuestion),
  question('login-other-site-open', phishingQuestion, { act: openAllDetails }),
  question('login-recap', recapQuestion),
  question('login-unread', unreadQuestion),
  question('public-key', publicKeyQuestion),
  question('decrypt', decryptQuestion, { act: openAllDetails }),
  question('permissions', permissionsQuestion),
  question('permissions-open', permissionsQuestion, { act: openAllDetails }),
  question('licence', licenceQuestion),
  question('zoom', phishingQuestion, { size: ZOOMED_PROMPT }),
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
  { name: 'dashboard-rules-sites', path: '/dashboard.html#/rules', size: TAB, records: spokenRecords },
  {
    name: 'dashboard-rules-change',
    path: '/dashboard.html#/rules',
    size: TAB,
    records: spokenRecords,
    act: async (page) => {
      await page.getByRole('button', { name: `Change what you said of ${SITE}` }).click()
      await page.getByRole('button', { name: 'Save' }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'dashboard-rules-add',
    path: '/dashboard.html#/rules',
    size: TAB,
    records: spokenRecords,
    act: (page) => page.getByRole('button', { name: 'Add a site' }).click(),
  },
  { name: 'dashboard-rules-zoom', path: '/dashboard.html#/rules', size: ZOOMED_TAB, records: spokenRecords },
  { name: 'dashboard-requests-wallet', path: '/dashboard.html#/requests', size: TAB, records: spokenRecords },
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
    name: 'dashboard-vault-used-before',
    path: '/dashboard.html#/vault',
    size: TAB,
    records: usedBeforeRecords,
    sees: [
      /Records of it were used before, in\s*“Digits of 2024”/,
      /ε [1-7]\.\d of 8/,
      /of this category: ε [1-9]\.\d of 32/,
    ],
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

const receiptsPage = (name: string, changes: Partial<Scene> = {}): Scene => ({
  name: `dashboard-receipts${name}`,
  path: '/dashboard.html#/receipts',
  size: { width: 1180, height: 1250 },
  records: receiptRecords,
  ...changes,
})

const receipts: readonly Scene[] = [
  receiptsPage('', { size: TAB }),
  receiptsPage('-empty', { size: TAB, records: nothing }),
  receiptsPage('-proven', { act: saveAndCheck }),
  receiptsPage('-withdrawn', { act: checkWithdrawn }),
  receiptsPage('-altered', { act: checkAltered }),
  receiptsPage('-foreign', { act: checkForeign }),
  receiptsPage('-zoom', { size: ZOOMED_TAB, act: checkWithdrawn }),
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

export const SCENES: readonly Scene[] = [
  ...popup,
  ...popupSite,
  ...promptScenes,
  ...promptWallet,
  ...dashboard,
  ...receipts,
  ...activityScenes,
  ...gpcScenes,
  ...ruleScenes,
  ...grantScenes,
  ...onboarding,
]

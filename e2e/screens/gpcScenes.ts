import type { Page } from '@playwright/test'
import type { RuleRecord } from '../../lib/policy/rule.ts'
import { fullRecords, type StandInRecords } from './records.ts'
import type { Scene } from './scenes.ts'

const maySell: RuleRecord = {
  id: 'may-sell',
  effect: 'allow',
  source: 'person',
  who: { origins: ['https://broker.example'] },
  what: { purposes: ['dpv:SellDataToThirdParties'] },
  createdAt: 0,
  expiresAt: null,
}

const switchedOn = (now: number): StandInRecords => ({
  ...fullRecords(now),
  rules: [maySell],
  state: { settings: { onboarded: true, gpc: true } },
})

const show = (page: Page) =>
  page.getByRole('heading', { name: 'Do not sell or share' }).scrollIntoViewIfNeeded()

/** A stand-in for a browser that has given the permission, in this session or an earlier one. */
const given = (atLoad: number) => async (page: Page) => {
  await page.evaluate(async (value) => {
    await chrome.storage.session.set({ gpcAtLoad: value })
    chrome.permissions.contains = (async () => true) as never
    // The view reads again where a store changes.
    new BroadcastChannel('proviso:changes').postMessage(['state'])
  }, atLoad)
  await page.getByText(atLoad === 1 ? 'It is on' : 'from the next start of your browser').waitFor()
  await show(page)
}

const at = { path: '/dashboard.html#/rules', size: { width: 1180, height: 800 }, records: switchedOn }

export const gpcScenes: readonly Scene[] = [
  { ...at, name: 'dashboard-rules-gpc-off', records: fullRecords, act: show },
  { ...at, name: 'dashboard-rules-gpc-on', act: given(1) },
  { ...at, name: 'dashboard-rules-gpc-next-start', act: given(0) },
]

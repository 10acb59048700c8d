import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { database } from '../db/database.ts'
import { writeSettings } from '../db/settings.ts'
import { forgetSite, HOUR_MS, isSiteOff, setSite, walletEffectOf } from './sites.ts'

const SITE = 'https://dapp.example'
const now = 1_000_000_000_000
const stored = async (origin = SITE) => (await database()).get('sites', origin)

it('is off for an hour, or until switched on again', async () => {
  await setSite(SITE, { off: 'hour' }, now)
  expect(await isSiteOff(SITE, now + HOUR_MS - 1)).toBe(true)
  expect(await isSiteOff(SITE, now + HOUR_MS)).toBe(false)
  await setSite(SITE, { off: 'always' }, now)
  expect(await isSiteOff(SITE, now + 1000 * HOUR_MS)).toBe(true)
  expect(await isSiteOff('https://other.example', now)).toBe(false)
  await setSite(SITE, { off: 'on' }, now)
  expect(await isSiteOff(SITE, now)).toBe(false)
})

it('a change of one thing leaves the others as they were, and nothing said is nothing kept', async () => {
  await setSite(SITE, { wallet: { identity: 'ask', login: 'refuse' } }, now)
  await setSite(SITE, { off: 'always' }, now)
  await setSite(SITE, { wallet: { login: 'pass' } }, now)
  expect(await stored()).toEqual({
    origin: SITE,
    off: { until: null },
    wallet: { identity: 'ask' },
    changedAt: now,
  })
  expect(await walletEffectOf(SITE, 'identity', now)).toBe('pass')
  await setSite(SITE, { off: 'on' }, now)
  expect(await walletEffectOf(SITE, 'identity', now)).toBe('ask')
  expect(await walletEffectOf(SITE, 'login', now)).toBe('pass')
  await setSite(SITE, { wallet: { identity: 'pass' } }, now)
  expect(await stored()).toBeUndefined()
})

it('everything is off while the person wants an hour of quiet', async () => {
  await writeSettings({ offUntil: now + HOUR_MS })
  expect(await isSiteOff('https://any.example', now)).toBe(true)
  await writeSettings({ offUntil: 0 })
  expect(await isSiteOff('https://any.example', now)).toBe(false)
})

it('forgets a site', async () => {
  await setSite(SITE, { off: 'always' }, now)
  await forgetSite(SITE)
  expect(await stored()).toBeUndefined()
})

it.each(['', 'dapp.example', 'https://dapp.example/path', 'chrome://settings', 'null'])(
  'refuses what is no origin: “%s”',
  async (origin) => {
    await expect(setSite(origin, { off: 'always' })).rejects.toThrow('not the address of a site')
  },
)

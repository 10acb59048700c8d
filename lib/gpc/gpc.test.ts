import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { closeDatabase, DATABASE_NAME, database } from '../db/database.ts'
import type { RuleRecord } from '../policy/rule.ts'

/**
 * A stand-in for the browser's interface. As the real one it takes network rules only where the permission was there when the
 * extension was loaded; where it was given since, the real one ends.
 */
const standInBrowser = () => {
  const session = new Map<string, unknown>()
  let has = false
  let hadAtLoad = false
  let rules: readonly { id: number; condition: { urlFilter?: string } }[] = []
  const scripts = new Map<string, { id: string; excludeMatches?: string[] }>()
  const listeners: (() => void)[] = []
  const assertTaken = () => {
    if (!has || !hadAtLoad) throw new Error('The browser has ended.')
  }
  const chrome = {
    permissions: {
      contains: async () => has,
      request: async () => {
        has = true
        return true
      },
      remove: async () => {
        has = false
        return true
      },
      onAdded: { addListener: (run: () => void) => listeners.push(run) },
      onRemoved: { addListener: (run: () => void) => listeners.push(run) },
    },
    storage: {
      session: {
        get: async (key: string) => ({ [key]: session.get(key) }),
        set: async (values: object) => {
          for (const [key, value] of Object.entries(values)) session.set(key, value)
        },
      },
    },
    scripting: {
      getRegisteredContentScripts: async () => [...scripts.values()],
      unregisterContentScripts: async ({ ids }: { ids: string[] }) =>
        ids.forEach((id) => void scripts.delete(id)),
      registerContentScripts: async (given: { id: string }[]) =>
        given.forEach((script) => void scripts.set(script.id, script)),
      updateContentScripts: async (given: { id: string }[]) =>
        given.forEach((script) => void scripts.set(script.id, script)),
    },
    declarativeNetRequest: {
      ResourceType: { MAIN_FRAME: 'main_frame' },
      getDynamicRules: async () => rules,
      updateDynamicRules: async ({ addRules }: { addRules: typeof rules }) => {
        assertTaken()
        rules = addRules
      },
    },
  }
  return {
    chrome,
    header: () => rules.length > 0,
    passing: () => rules.slice(1).map(({ condition }) => condition.urlFilter),
    script: () => scripts.get('gpc')?.excludeMatches,
    restart: () => {
      session.clear()
      hadAtLoad = has
      // What the worker remembered is gone with it.
      vi.resetModules()
    },
    loses: () => {
      has = false
    },
  }
}

let browser: ReturnType<typeof standInBrowser>
const gpc = () => import('./gpc.ts')
const status = async () => (await import('./status.ts')).gpcStatus()
/** As a page and the worker do it: what holds once it is done. */
const set = async (isOn: boolean) => {
  await (await gpc()).setGpc(isOn)
  return status()
}
/** As the worker does when it starts or hears of a change. */
const sync = async () => {
  await (await gpc()).syncGpc()
  return status()
}
const ask = async () => (await import('../platform/gpcSignal.ts')).askGpcPermission()

const mayNotSellAnyMore = async () => (await database()).clear('rules')
const maySell = async (origin: string) =>
  (await database()).put('rules', {
    id: origin,
    effect: 'allow',
    source: 'person',
    who: { origins: [origin] },
    what: { purposes: ['dpv:SellDataToThirdParties'] },
    createdAt: 0,
    expiresAt: null,
  } satisfies RuleRecord)

/** On, and past the browser's next start. */
const switchedOn = async () => {
  await sync()
  await ask()
  expect(await set(true)).toMatchObject({ state: 'next-start' })
  browser.restart()
  expect(await sync()).toMatchObject({ state: 'on' })
}

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
  browser = standInBrowser()
  vi.stubGlobal('chrome', browser.chrome)
  browser.restart()
})
afterEach(() => {
  vi.unstubAllGlobals()
})

describe('the signal', () => {
  it('is off by default, and cannot be switched on without the permission', async () => {
    expect(await sync()).toEqual({ state: 'off', exceptions: [] })
    await expect(set(true)).rejects.toMatchObject({ code: 'gpc/no-permission' })
    expect([browser.header(), browser.script()]).toEqual([false, undefined])
  })

  it('touches no network rule before the browser takes them, and says neither half of it before', async () => {
    await sync()
    await ask()
    expect(await set(true)).toMatchObject({ state: 'next-start' })
    expect([browser.header(), browser.script()]).toEqual([false, undefined])
    expect(await set(false)).toMatchObject({ state: 'off' })
    expect(await browser.chrome.permissions.contains()).toBe(false)
  })

  it('is on from the next start, for all but the sites that may sell', async () => {
    await maySell('https://a.example')
    await switchedOn()
    expect([browser.header(), browser.passing(), browser.script()]).toEqual([
      true,
      ['|https://a.example/'],
      ['https://a.example/*'],
    ])
    await mayNotSellAnyMore()
    await sync()
    expect([browser.header(), browser.passing(), browser.script()]).toEqual([true, [], []])
  })

  it('stops at once, gives the permission back, and can be switched on again without a new start', async () => {
    await switchedOn()
    expect(await set(false)).toEqual({ state: 'off', exceptions: [] })
    expect([browser.header(), browser.script()]).toEqual([false, undefined])
    expect(await browser.chrome.permissions.contains()).toBe(false)
    await ask()
    expect(await set(true)).toMatchObject({ state: 'on' })
    expect(browser.header()).toBe(true)
  })

  it('stops saying it in pages where the permission is lost', async () => {
    await switchedOn()
    browser.loses()
    expect(await sync()).toMatchObject({ state: 'off' })
    expect(browser.script()).toBeUndefined()
  })

  it('is in the log when it changes, once', async () => {
    await switchedOn()
    await set(true)
    await set(false)
    const kinds = (await (await database()).getAll('activity')).map(({ kind }) => kind)
    expect(kinds).toEqual(['gpc-on', 'gpc-off'])
  })
})

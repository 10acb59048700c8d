import type { Page } from '@playwright/test'
import { expect, type InjectedWorld, launchInjected, PROVISO, test } from './injectedWorld.ts'
import { LABELS, SITES, site, WALLETS } from './sites.ts'

// What a page can see of its wallets is the same with Proviso as without. Each wallet is on a site of its own.

interface Look {
  readonly keys: unknown
  readonly json: unknown
  readonly spread: unknown
  readonly own: Readonly<Record<string, unknown>>
  readonly prototypes: readonly unknown[]
  readonly isItself: boolean
}

interface Seen {
  readonly startsWithout: boolean
  readonly window: unknown
  readonly globals: readonly string[]
  /** rdns of every announcement since the page's first script asked, and of those that answer once more. */
  readonly announced: readonly string[]
  readonly answered: readonly string[]
  readonly isDetailFrozen: readonly boolean[]
  readonly onWindow: Look | undefined
  readonly byAnnouncement: readonly Look[]
  readonly areOne: boolean
}

/** In the page's own first script: whether there is a wallet by then, and who announces from then on. */
const watch = () => {
  const notes: { announced: string[]; startsWithout?: boolean } = { announced: [] }
  Object.defineProperty(globalThis, 'notes', { value: notes })
  addEventListener('dapp:start', () => {
    notes.startsWithout = !('ethereum' in window)
    addEventListener('eip6963:announceProvider', (event) =>
      notes.announced.push((event as CustomEvent).detail.info.rdns),
    )
    dispatchEvent(new Event('eip6963:requestProvider'))
  })
}

const see = (page: Page): Promise<Seen> =>
  page.evaluate(() => {
    type Provider = Record<string, unknown>
    const { notes, ethereum } = globalThis as unknown as {
      notes: { announced: string[]; startsWithout: boolean }
      ethereum: Provider | undefined
    }
    const attempt = (read: () => unknown): unknown => {
      try {
        return read()
      } catch (error) {
        return String(error)
      }
    }
    // A Proxy that binds on every read binds our function as it bound the wallet's.
    const value = (one: unknown) =>
      typeof one === 'function'
        ? `function ${one.name.replace(/^(bound )+/, 'bound ')}(${one.length})`
        : attempt(() => JSON.stringify(one) ?? typeof one)
    const field = (object: object, name: PropertyKey) => {
      const { get, set, ...flags } = Object.getOwnPropertyDescriptor(object, name) ?? {}
      return { ...flags, value: value(flags.value), accessor: `${typeof get} ${typeof set}` }
    }
    const fields = (object: object) =>
      Object.fromEntries(Reflect.ownKeys(object).map((name) => [String(name), field(object, name)]))
    const prototypesOf = (object: object): object[] => {
      const next: object | null = Object.getPrototypeOf(object)
      return next === null ? [] : [next, ...prototypesOf(next)]
    }
    const look = (provider: Provider) => ({
      keys: attempt(() => Object.keys(provider)),
      json: attempt(() => JSON.stringify(provider)),
      spread: attempt(() => Object.entries({ ...provider }).map(([name, one]) => [name, value(one)])),
      own: attempt(() => fields(provider)) as Record<string, unknown>,
      prototypes: prototypesOf(provider).map((one) => [one.constructor.name, fields(one)]),
      isItself: (globalThis as unknown as { ethereum: unknown }).ethereum === ethereum,
    })
    const announced = [...notes.announced]
    const details: { info: { rdns: string }; provider: Provider }[] = []
    addEventListener('eip6963:announceProvider', (event) => details.push((event as CustomEvent).detail))
    dispatchEvent(new Event('eip6963:requestProvider'))
    return {
      startsWithout: notes.startsWithout,
      window: Object.hasOwn(window, 'ethereum') ? field(window, 'ethereum') : 'none',
      globals: Object.getOwnPropertyNames(window).toSorted(),
      announced,
      answered: details.map(({ info }) => info.rdns),
      isDetailFrozen: details.map((detail) => Object.isFrozen(detail)),
      onWindow: ethereum === undefined ? undefined : look(ethereum),
      byAnnouncement: details.map(({ provider }) => look(provider)),
      areOne: details[0]?.provider === ethereum,
    }
  })

/** Looks once the wallet is there and has done what it does by itself, such as asking its worker for the chain. */
const visit = async (world: InjectedWorld, name: string): Promise<Seen> => {
  const page = await world.open(`${site(name)}/`)
  if (SITES[name]?.onWindow === true)
    await page.waitForFunction(() => {
      const { ethereum } = window as unknown as {
        ethereum?: { isMetaMask?: boolean; _state?: { initialized: boolean } }
      }
      return ethereum !== undefined && ethereum._state?.initialized !== false
    })
  // Proviso looks for what came after load at a click at the latest.
  await page.mouse.click(5, 5)
  const seen = await see(page)
  await page.close()
  return seen
}

/** Ours, where the provider had none of its own: they hide in no enumeration. */
const GAINED = { enumerable: false, writable: true, configurable: true }
const METHODS = ['request', 'send', 'sendAsync', 'enable']

/** `with` is `without`, but for own, non-enumerable methods that the provider's class had before. */
const expectSame = (seen: Look | undefined, before: Look | undefined) => {
  const gained = Object.keys(seen?.own ?? {}).filter((name) => !(name in (before?.own ?? {})))
  for (const name of gained) {
    expect(METHODS).toContain(name)
    expect(seen?.own[name]).toMatchObject(GAINED)
  }
  const own = Object.fromEntries(Object.entries(seen?.own ?? {}).filter(([name]) => !gained.includes(name)))
  expect(seen === undefined ? undefined : { ...seen, own }).toEqual(before)
}

let without: InjectedWorld

test.beforeAll(async ({ anvil }) => {
  without = await launchInjected({ rpcUrl: anvil.rpcUrl, wallets: WALLETS, order: LABELS })
  await without.context.addInitScript(watch)
})
test.afterAll(() => without.close())

for (const { when, order } of [
  { when: 'before the wallets', order: [PROVISO, ...LABELS] },
  { when: 'after the wallets', order: [...LABELS, PROVISO] },
])
  test.describe(`Proviso runs ${when}`, () => {
    let world: InjectedWorld

    test.beforeAll(async ({ anvil }) => {
      world = await launchInjected({ rpcUrl: anvil.rpcUrl, wallets: WALLETS, order })
      await world.context.addInitScript(watch)
    })
    test.afterAll(() => world.close())

    test('a page without a wallet has none, and no other name more', async () => {
      const seen = await visit(world, 'none')
      expect(seen.startsWithout).toBe(true)
      expect(seen).toEqual(await visit(without, 'none'))
    })

    for (const name of Object.keys(SITES))
      test(`a page with ${name}’s wallet sees it as it was`, async () => {
        const seen = await visit(world, name)
        const before = await visit(without, name)
        expectSame(seen.onWindow, before.onWindow)
        expect(seen.byAnnouncement).toHaveLength(before.byAnnouncement.length)
        for (const [index, look] of seen.byAnnouncement.entries())
          expectSame(look, before.byAnnouncement[index])
        const { onWindow: _w, byAnnouncement: _a, areOne, ...rest } = seen
        const { onWindow: _v, byAnnouncement: _b, areOne: wereOne, ...restBefore } = before
        expect(rest).toEqual(restBefore)
        // A frozen provider cannot be changed in place: what is announced stands in for it, what the window has does not.
        expect(areOne).toBe(name === 'frozenwindow' ? false : wereOne)
      })
  })

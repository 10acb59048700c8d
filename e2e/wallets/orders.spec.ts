import type { Page } from '@playwright/test'
import { recoverMessageAddress } from 'viem'
import type { Hex } from '../../lib/protocol/hex.ts'
import { accountIn, expect, type InjectedWorld, launchInjected, PROVISO, test } from './injectedWorld.ts'
import type { StandInKind } from './stand-in/prepare.ts'

// Two wallets and Proviso in one page, in every order in which their scripts can run.

const DAPP = 'http://dapp.test'
const RDNS: Partial<Record<StandInKind, string>> = {
  metamask: 'io.metamask',
  coinbase: 'com.coinbase.wallet',
  enkrypt: 'com.enkrypt',
}

interface Provider {
  request(args: { method: string; params?: unknown }): Promise<unknown>
  readonly providers?: readonly Provider[]
}

interface Detail {
  readonly info: { readonly uuid: string; readonly rdns: string }
  readonly provider: Provider
}

/** What a page sees, noted before any extension's script runs and again once it asks. */
interface Notes {
  /** Who announced first, second and third: Proviso by its own event, wallets by EIP-6963. */
  readonly ran: string[]
  readonly answers: Detail[]
}

const scope = () => globalThis as unknown as { notes: Notes; ethereum?: Provider }
type Scope = ReturnType<typeof scope>

const watch = () => {
  const notes: Notes = { ran: [], answers: [] }
  Object.defineProperty(globalThis, 'notes', { value: notes })
  const note = (name: string) => {
    if (!notes.ran.includes(name)) notes.ran.push(name)
  }
  addEventListener('dataUse:announceProvider', () => note('proviso'))
  addEventListener('eip6963:announceProvider', (event) =>
    note((event as CustomEvent<Detail>).detail.info.rdns),
  )
}

/** As a dApp does: listens, asks once, and takes what it is told. Resolves with each announcement's rdns. */
const askForWallets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const { notes } = globalThis as unknown as Scope
    addEventListener('eip6963:announceProvider', (event) =>
      notes.answers.push((event as CustomEvent<Detail>).detail),
    )
    dispatchEvent(new Event('eip6963:requestProvider'))
    return notes.answers.map(({ info }) => info.rdns)
  })

/** Through the announced provider of `rdns`, or through the one on the window. */
const request = (page: Page, from: string | number, method: string, params: unknown = []): Promise<unknown> =>
  page.evaluate(
    async ([place, asked, args]) => {
      const { notes, ethereum } = globalThis as unknown as Scope
      const provider =
        typeof place === 'number'
          ? (ethereum?.providers ?? [ethereum])[place]
          : notes.answers.find(({ info }) => info.rdns === place)?.provider
      return provider?.request({ method: asked, params: args })
    },
    [from, method, params] as const,
  )

const signsAs = async (page: Page, from: string | number): Promise<Hex> => {
  const [account] = (await request(page, from, 'eth_requestAccounts')) as string[]
  const message = `I am ${account}.`
  const params = [`0x${Buffer.from(message).toString('hex')}`, account]
  const signature = (await request(page, from, 'personal_sign', params)) as Hex
  return recoverMessageAddress({ message, signature })
}

const orders = (pair: readonly [StandInKind, StandInKind]): readonly (readonly string[])[] => {
  const [a, b] = pair
  return [
    [PROVISO, a, b],
    [PROVISO, b, a],
    [a, PROVISO, b],
    [b, PROVISO, a],
    [a, b, PROVISO],
    [b, a, PROVISO],
  ]
}

for (const pair of [
  ['metamask', 'coinbase'],
  ['metamask', 'enkrypt'],
] as const)
  for (const order of orders(pair))
    test.describe(order.join(', then '), () => {
      let world: InjectedWorld
      let page: Page

      test.beforeAll(async ({ anvil }) => {
        world = await launchInjected({ rpcUrl: anvil.rpcUrl, wallets: pair.map((kind) => ({ kind })), order })
        await world.context.addInitScript(watch)
        page = await world.open(`${DAPP}/`)
        await page.waitForFunction(() => (globalThis as unknown as Scope).ethereum !== undefined)
      })
      test.afterAll(() => world.close())

      test('a dApp finds both wallets, once each, and signs with either', async () => {
        const names = order.map((name) => RDNS[name as StandInKind] ?? name)
        expect(await page.evaluate(() => (globalThis as unknown as Scope).notes.ran)).toEqual(names)
        const found = await askForWallets(page)
        expect(found.toSorted()).toEqual(pair.map((kind) => RDNS[kind]).toSorted())
        for (const kind of pair) expect(await signsAs(page, RDNS[kind]!)).toBe(accountIn(kind))
      })

      test('so does a dApp that looks at the window', async () => {
        const isShared = pair.includes('coinbase' as never)
        const accounts = isShared
          ? [await signsAs(page, 0), await signsAs(page, 1)]
          : [await signsAs(page, 0)]
        const expected = isShared ? pair : (['enkrypt'] as const)
        expect(accounts.toSorted()).toEqual(expected.map(accountIn).toSorted())
      })

      test('dataUse_* is answered through either wallet and reaches none', async () => {
        for (const from of [...pair.map((kind) => RDNS[kind]!), 0])
          expect(await request(page, from, 'dataUse_getCapabilities')).toMatchObject({ version: 1 })
        for (const kind of pair) {
          const reached = await world.reached(kind, DAPP)
          expect(reached).toContain('personal_sign')
          expect(reached.filter((method) => method.startsWith('dataUse_'))).toEqual([])
        }
      })
    })

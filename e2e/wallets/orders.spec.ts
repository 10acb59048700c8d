import type { Page } from '@playwright/test'
import { recoverMessageAddress } from 'viem'
import type { Hex } from '../../lib/protocol/hex.ts'
import { accountIn, expect, type InjectedWorld, launchInjected, PROVISO, test } from './injectedWorld.ts'
import type { StandInKind } from './stand-in/prepare.ts'

// Two wallets and Proviso in one page, in every order in which their scripts can run.

const RDNS: Partial<Record<StandInKind, string>> = {
  metamask: 'io.metamask',
  coinbase: 'com.coinbase.wallet',
  enkrypt: 'com.enkrypt',
}

interface Provider {
  request(args: { method: string; params?: unknown }): Promise<unknown>
  readonly providers?: readonly Provider[]
  readonly isEnkrypt?: boolean
}

interface Detail {
  readonly info: { readonly uuid: string; readonly rdns: string }
  readonly provider: Provider
}

/** What a page sees, noted before any extension's script runs and again once it asks. */
interface Notes {
  /** Who ran first, second and third: Proviso by what it listens for, wallets by what they say (EIP-6963). */
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
  // Proviso's script says nothing before a page asks: what it listens for tells that it runs.
  const listen = globalThis.addEventListener
  globalThis.addEventListener = (...args: Parameters<typeof listen>) => {
    if (args[0] === 'dataUse:requestProvider') note('proviso')
    listen(...args)
  }
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

/** How many wallets a dApp reaches by `window.ethereum`, once `other` is among them. */
const countOnWindow = (page: Page, other: StandInKind): Promise<number> =>
  page.evaluate((isEnkrypt) => {
    const { ethereum } = globalThis as unknown as Scope
    if (isEnkrypt) return ethereum?.isEnkrypt ? 1 : 0
    return ethereum?.providers?.length ?? 0
  }, other === 'enkrypt')

const signsAs = async (page: Page, from: string | number): Promise<Hex> => {
  const [account] = (await request(page, from, 'eth_requestAccounts')) as string[]
  const message = `I am ${account}.`
  const params = [`0x${Buffer.from(message).toString('hex')}`, account]
  const signature = (await request(page, from, 'personal_sign', params)) as Hex
  return recoverMessageAddress({ message, signature })
}

// Beside MetaMask, each on a site of its own: a browser's start is what these tests cost.
const OTHERS = ['coinbase', 'enkrypt'] as const
const siteOf = (other: StandInKind) => `http://${other}.test`

for (const order of [
  [PROVISO, 'metamask', ...OTHERS],
  [PROVISO, ...OTHERS, 'metamask'],
  ['metamask', PROVISO, ...OTHERS],
  [...OTHERS, PROVISO, 'metamask'],
  ['metamask', ...OTHERS, PROVISO],
  [...OTHERS, 'metamask', PROVISO],
])
  test.describe(`in the order ${order.join(', ')}`, () => {
    let world: InjectedWorld

    test.beforeAll(async ({ anvil }) => {
      const wallets = [
        { kind: 'metamask' as const },
        ...OTHERS.map((kind) => ({ kind, matches: [`${siteOf(kind)}/*`] })),
      ]
      world = await launchInjected({ rpcUrl: anvil.rpcUrl, wallets, order })
      await world.context.addInitScript(watch)
    })
    test.afterAll(() => world.close())

    for (const other of OTHERS)
      test(`MetaMask and ${other}: a dApp finds both, once each, signs with either, and dataUse_* reaches none`, async () => {
        const pair = ['metamask', other] as const
        const page = await world.open(`${siteOf(other)}/`)
        const here = order.filter((name) => name === PROVISO || pair.includes(name as never))
        expect(await page.evaluate(() => (globalThis as unknown as Scope).notes.ran)).toEqual(
          here.map((name) => RDNS[name as StandInKind] ?? name),
        )

        const found = await askForWallets(page)
        expect(found.toSorted()).toEqual(pair.map((kind) => RDNS[kind]).toSorted())
        for (const kind of pair) expect(await signsAs(page, RDNS[kind]!)).toBe(accountIn(kind))

        // A dApp that looks at the window: Coinbase's extension shares it, Enkrypt takes it once the page has loaded.
        const onWindow = other === 'coinbase' ? pair : [other]
        await expect.poll(() => countOnWindow(page, other)).toBe(onWindow.length)
        const accounts = await Promise.all(onWindow.map((_, place) => signsAs(page, place)))
        expect(accounts.toSorted()).toEqual(onWindow.map(accountIn).toSorted())

        for (const from of [...found, ...onWindow.keys()])
          expect(await request(page, from, 'dataUse_getCapabilities')).toMatchObject({ version: 1 })
        for (const kind of pair) {
          const reached = await world.reached(kind, siteOf(other))
          expect(reached).toContain('personal_sign')
          expect(reached.filter((method) => method.startsWith('dataUse_'))).toEqual([])
        }
      })
  })

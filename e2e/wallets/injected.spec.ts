import { verifyDelegation } from '../../lib/attest/delegation.ts'
import { verifyEoa } from '../../lib/attest/signature.ts'
import { openOwnPage } from '../../scripts/local/browser.ts'
import {
  accountIn,
  expect,
  type InjectedWorld,
  type InstalledWallet,
  launchInjected,
  PROVISO,
  test,
} from './injectedWorld.ts'
import type { StandInKind } from './stand-in/prepare.ts'
import { BRIDGE, connect, type WalletWorld } from './world.ts'

// Proviso's own way to a wallet, over the bridge page, with wallets that inject as the real ones do.

const WHO: Readonly<Record<StandInKind, { name: string; rdns: string }>> = {
  metamask: { name: 'MetaMask', rdns: 'io.metamask' },
  coinbase: { name: 'Coinbase Wallet', rdns: 'com.coinbase.wallet' },
  enkrypt: { name: 'Enkrypt', rdns: 'com.enkrypt' },
  mew: { name: 'MEW wallet', rdns: 'com.myetherwallet' },
  frozen: { name: 'Frozen Wallet', rdns: 'test.frozen' },
}

const byName = (one: { name: string }, other: { name: string }) => (one.name < other.name ? -1 : 1)

const found = async (world: WalletWorld) => {
  const state = await world.state()
  return state.state === 'choosing' ? state.wallets : []
}

/** Begins, and resolves with the wallets as soon as there are `count`. */
const wallets = async (world: WalletWorld, count: number) => {
  await world.command('wallet.begin', {})
  await expect.poll(async () => (await found(world)).length).toBe(count)
  return found(world)
}

const SETS: readonly { what: string; installed: readonly InstalledWallet[]; order: readonly string[] }[] = [
  {
    what: 'five wallets in one browser',
    installed: [
      { kind: 'metamask' },
      { kind: 'coinbase' },
      { kind: 'enkrypt' },
      { kind: 'mew', mode: 'announced' },
      { kind: 'frozen', mode: 'announced' },
    ],
    order: ['frozen announced', 'metamask', PROVISO, 'coinbase', 'enkrypt', 'mew announced'],
  },
  {
    what: 'a wallet that comes late and says so to nobody, beside one that has announced itself',
    installed: [{ kind: 'mew', mode: 'late' }, { kind: 'enkrypt' }],
    order: [PROVISO, 'mew late', 'enkrypt'],
  },
  {
    what: 'a frozen wallet that nobody can move from the window, beside one that tries',
    installed: [{ kind: 'frozen', mode: 'window' }, { kind: 'metamask' }],
    order: ['frozen window', PROVISO, 'metamask'],
  },
]

for (const { what, installed, order } of SETS)
  test.describe(what, () => {
    let injected: InjectedWorld
    let world: WalletWorld

    test.beforeAll(async ({ anvil }) => {
      injected = await launchInjected({ rpcUrl: anvil.rpcUrl, wallets: installed, order })
      world = connect(injected, await openOwnPage(injected, '/popup.html'))
    })
    test.afterAll(() => injected.close())

    test('each is found, once, under its own name', async () => {
      const list = await wallets(world, installed.length)
      expect(list.map(({ name, rdns }) => ({ name, rdns })).toSorted(byName)).toEqual(
        installed.map(({ kind }) => WHO[kind]).toSorted(byName),
      )
      await world.command('wallet.cancel', {})
      await world.reaches('none')
    })

    for (const { kind } of installed)
      test(`${WHO[kind].name} is connected, signs a delegation and is forgotten`, async () => {
        const list = await wallets(world, installed.length)
        const walletId = list.find(({ rdns }) => rdns === WHO[kind].rdns)?.id ?? ''
        await world.command('wallet.choose', { walletId })
        expect(await world.reaches('confirming')).toMatchObject({
          accounts: [accountIn(kind)],
          chainId: 31337,
          wallet: WHO[kind],
        })
        await world.command('wallet.confirm', { account: accountIn(kind) })
        const { delegation } = await world.reaches('connected')
        await verifyDelegation(delegation, { now: Date.now(), verify: verifyEoa })
        expect(delegation.statement.account).toBe(accountIn(kind))
        expect(await injected.reached(kind, new URL(BRIDGE).origin)).toContain('eth_signTypedData_v4')
        await world.command('wallet.disconnect', {})
        await world.reaches('none')
      })
  })

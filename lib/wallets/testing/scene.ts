import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { vi } from 'vitest'
import { verifyEoa } from '../../attest/signature.ts'
import { newPrivateKey, type Signer, signerFromPrivateKey } from '../../attest/signer.ts'
import { closeDatabase } from '../../db/database.ts'
import type { WalletState } from '../../db/schema.ts'
import { readWallet } from '../../db/settings.ts'
import type { Address } from '../../protocol/hex.ts'
import { createWalletFlow, type WalletFlow } from '../connect.ts'
import { StandInBrowser } from './standInBrowser.ts'
import { FOUND, StandInWallet } from './standInWallet.ts'

/** For tests: the wallet flow in a browser of its own, with one injected wallet. */
export interface Scene {
  readonly browser: StandInBrowser
  readonly signer: Signer
  readonly wallet: StandInWallet
  flow: WalletFlow
  /** Another worker, after this one has died. */
  restart(): void
  reaches<Name extends WalletState['state']>(name: Name): Promise<Extract<WalletState, { state: Name }>>
  /** Begins and chooses the injected wallet, which arrives on the bridge page. */
  choose(): Promise<void>
  connect(): Promise<void>
  /** The tab for the next transaction opens and the wallet arrives there. */
  arriveForTransaction(): Promise<void>
}

export const createScene = async (others: readonly Address[] = []): Promise<Scene> => {
  await closeDatabase()
  vi.stubGlobal('indexedDB', new IDBFactory())
  const browser = new StandInBrowser()
  const startFlow = () => {
    vi.stubGlobal('chrome', browser.chrome())
    return createWalletFlow(() => verifyEoa)
  }
  const signer = signerFromPrivateKey(newPrivateKey())
  const wallet = new StandInWallet(signer, others)
  const scene: Scene = {
    browser,
    signer,
    wallet,
    flow: startFlow(),
    restart: () => {
      scene.flow = startFlow()
    },
    reaches: async (name) =>
      vi.waitFor(async () => {
        const state = await readWallet()
        if (state.state !== name)
          throw new Error(`The wallet is ${state.state}, not ${name}. ${JSON.stringify(state)}`)
        return state as never
      }),
    choose: async () => {
      await scene.flow.begin()
      wallet.arrive(browser)
      await vi.waitFor(async () => {
        const state = await readWallet()
        if (state.state !== 'choosing' || state.wallets.length === 0) throw new Error('No wallet was found.')
      })
      await scene.flow.choose(FOUND.id)
    },
    connect: async () => {
      await scene.choose()
      await scene.reaches('confirming')
      await scene.flow.confirm(signer.address)
      await scene.reaches('connected')
      await vi.waitFor(() => {
        if (browser.lastTab !== undefined) throw new Error('The page is open still.')
      })
    },
    arriveForTransaction: async () => {
      await vi.waitFor(() => {
        if (browser.lastTab === undefined) throw new Error('No page was opened.')
      })
      wallet.arrive(browser)
    },
  }
  return scene
}

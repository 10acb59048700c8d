import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect, type Page, type Worker } from '@playwright/test'
import type { WalletState } from '../../lib/db/schema.ts'
import type { Hex } from '../../lib/protocol/hex.ts'
import type { CommandName, CommandParams, CommandReply } from '../../lib/rpc/commands.ts'
import { type Anvil, startAnvil } from '../../scripts/local/anvil.ts'
import { type LaunchedBrowser, launchBrowser, openOwnPage } from '../../scripts/local/browser.ts'
import { bundleScript } from '../../scripts/local/bundle.ts'
import { ROOT } from '../../scripts/test/command.ts'
import { prepareWallet } from './coinbase-stand-in/prepare.ts'
import type { WalletBehaviour } from './coinbase-stand-in/words.ts'

export const BRIDGE = 'http://localhost:8437/'
/** A proxy that is not there: nothing is reached through it. */
const NOBODY = 'http://127.0.0.1:9'
const BUILT = join(ROOT, '.output', 'chrome-mv3')

/** Anvil's first two accounts: worthless anywhere else. */
export const KEY: Hex = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80'
export const OTHER_KEY: Hex = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
export const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

export interface WalletOptions {
  /** The wallet asks in its own window. */
  readonly walletAsks: boolean
  /** Whether the browser reaches anything at all. */
  readonly isOnline: boolean
  /** The production build, or one whose worker is the file named here. */
  readonly worker: string | undefined
}

export interface WalletWorld {
  readonly browser: LaunchedBrowser
  /** A page of ours, from which commands come. */
  readonly own: Page
  command<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CommandReply<Name>>
  state(): Promise<WalletState>
  /** Resolves with the wallet's state once it is `name`. */
  reaches<Name extends WalletState['state']>(name: Name): Promise<Extract<WalletState, { state: Name }>>
  /** Begins and chooses the stand-in. */
  choose(): Promise<void>
  behave(behaviour: WalletBehaviour): Promise<void>
  walletWorker(): Promise<Worker>
  bridgePage(): Promise<Page>
}

const isStandIn = (worker: Worker) =>
  worker.evaluate(() => chrome.runtime.getManifest().name.startsWith('Coinbase Wallet stand-in'))

const readState = (own: Page): Promise<WalletState> =>
  own.evaluate(
    () =>
      new Promise<never>((resolve, reject) => {
        const opening = indexedDB.open('proviso')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const db = opening.result
          const getting = db.transaction('state').objectStore('state').get('wallet')
          getting.onsuccess = () => {
            db.close()
            resolve((getting.result ?? { state: 'none' }) as never)
          }
        }
      }),
  )

export const withWorker = async (dir: string, worker: string | undefined): Promise<string> => {
  if (worker === undefined) return BUILT
  const copy = join(dir, 'proviso')
  await cp(BUILT, copy, { recursive: true, filter: (path) => !path.includes(join(BUILT, 'ort')) })
  await writeFile(join(copy, 'background.js'), await bundleScript(worker, { __BRIDGE_URL__: BRIDGE }))
  return copy
}

export const connect = (browser: LaunchedBrowser, own: Page): WalletWorld => {
  const { context } = browser
  const walletWorker = async (): Promise<Worker> => {
    for (const worker of context.serviceWorkers()) if (await isStandIn(worker)) return worker
    return context.waitForEvent('serviceworker', isStandIn)
  }
  const world: WalletWorld = {
    browser,
    own,
    walletWorker,
    command: (name, params) =>
      own.evaluate((message) => chrome.runtime.sendMessage(message) as Promise<never>, {
        target: 'worker',
        type: 'command',
        name,
        params,
      } as const),
    state: () => readState(own),
    reaches: async (name) => {
      let state: WalletState = { state: 'none' }
      await expect
        .poll(async () => {
          state = await readState(own)
          return state.state
        })
        .toBe(name)
      return state as never
    },
    choose: async () => {
      await world.command('wallet.begin', {})
      await expect.poll(async () => JSON.stringify(await world.state())).toContain('com.coinbase.wallet')
      const state = await world.reaches('choosing')
      await world.command('wallet.choose', { walletId: state.wallets[0]!.id })
    },
    behave: async (behaviour) => {
      const worker = await walletWorker()
      await worker.evaluate(
        (values) => chrome.storage.local.set(values),
        behaviour as Record<string, unknown>,
      )
    },
    bridgePage: async () =>
      context.pages().find((page) => page.url() === BRIDGE) ??
      context.waitForEvent('page', async (page) => {
        await page.waitForURL(BRIDGE)
        return true
      }),
  }
  return world
}

export const test = base.extend<{ world: WalletWorld } & WalletOptions, { anvil: Anvil }>({
  anvil: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      const anvil = await startAnvil()
      await use(anvil)
      await anvil.stop()
    },
    { scope: 'worker' },
  ],
  walletAsks: [false, { option: true }],
  isOnline: [true, { option: true }],
  worker: [undefined, { option: true }],
  world: async ({ anvil, walletAsks, worker, isOnline }, use) => {
    await mkdir(join(ROOT, '.proviso'), { recursive: true })
    const dir = await mkdtemp(join(ROOT, '.proviso', 'wallet-'))
    const wallet = await prepareWallet({
      dir: join(dir, 'coinbase-stand-in'),
      privateKey: KEY,
      rpcUrl: anvil.rpcUrl,
      chainId: 31337,
      autoApprove: !walletAsks,
    })
    const browser = await launchBrowser({
      extensions: [await withWorker(dir, worker), wallet],
      engine: 'wasm',
      headless: true,
      ...(isOnline ? {} : { proxy: NOBODY }),
    })
    await browser.context.route('http://dapp.test/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html><h1>dApp</h1>' }),
    )
    await use(connect(browser, await openOwnPage(browser, '/popup.html')))
    await browser.close()
    await rm(dir, { recursive: true, force: true })
  },
})

export { expect }

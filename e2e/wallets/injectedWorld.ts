import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect, type Page, type Worker } from '@playwright/test'
import type { Hex } from '../../lib/protocol/hex.ts'
import { type Anvil, startAnvil } from '../../scripts/local/anvil.ts'
import { type LaunchedBrowser, launchContext } from '../../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../../scripts/local/build.ts'
import { ROOT } from '../../scripts/test/command.ts'
import { idOfFolder, keysInOrder } from './stand-in/extensionId.ts'
import { prepareStandIn, type StandInKind } from './stand-in/prepare.ts'
import type { Reached, WalletBehaviour } from './stand-in/words.ts'

export const PROVISO = 'proviso'

/** Anvil's accounts, one for each wallet: worthless anywhere else. */
const KEYS: Readonly<Record<StandInKind, Hex>> = {
  metamask: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
  coinbase: '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d',
  enkrypt: '0x5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a',
  mew: '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6',
  frozen: '0x47e179ec197488593b187f80a00eb0da91f1b9d0b13f8733639f19c30a34926a',
}

const ACCOUNTS: Readonly<Record<StandInKind, Hex>> = {
  metamask: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  coinbase: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  enkrypt: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
  mew: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
  frozen: '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65',
}

export const accountIn = (kind: StandInKind): Hex => ACCOUNTS[kind]

export interface InstalledWallet {
  readonly kind: StandInKind
  readonly mode?: string
  /** Pages where it injects; everywhere if left out. */
  readonly matches?: readonly string[]
}

/** How an order names a wallet: `mew late`, or `metamask` where there is one way only. */
const labelOf = ({ kind, mode }: InstalledWallet): string => (mode === undefined ? kind : `${kind} ${mode}`)

export interface InjectedWish {
  readonly rpcUrl: string
  readonly wallets: readonly InstalledWallet[]
  /** In which order extensions run their scripts: `PROVISO` and wallets by kind and mode. Without `PROVISO` it is not installed. */
  readonly order: readonly string[]
}

export interface InjectedWorld extends LaunchedBrowser {
  open(url: string): Promise<Page>
  /** Methods that pages of `origin` have sent to a wallet, in order. */
  reached(kind: StandInKind, origin: string): Promise<readonly string[]>
  behave(kind: StandInKind, behaviour: WalletBehaviour): Promise<void>
}

const NAMES: Readonly<Record<StandInKind, string>> = {
  metamask: 'MetaMask',
  coinbase: 'Coinbase Wallet',
  enkrypt: 'Enkrypt',
  mew: 'MEW wallet',
  frozen: 'Frozen Wallet',
}

/** Every site ends with `.test`; no network is behind them. Its page says when its own first script runs. */
const PAGE =
  "<!doctype html><title>dApp</title><script>dispatchEvent(new Event('dapp:start'))</script><h1>dApp</h1>"

/** A browser with stand-in wallets, with Proviso or without. */
export const launchInjected = async ({ rpcUrl, wallets, order }: InjectedWish): Promise<InjectedWorld> => {
  await mkdir(join(ROOT, '.proviso'), { recursive: true })
  const dir = await mkdtemp(join(ROOT, '.proviso', 'injected-'))
  const extensionId = idOfFolder(EXTENSION_FOLDER)
  const keys = keysInOrder(order, PROVISO, extensionId)
  const folders = await Promise.all(
    wallets.map((wallet) => {
      const label = labelOf(wallet)
      return prepareStandIn({
        ...wallet,
        dir: join(dir, label.replace(' ', '-')),
        privateKey: KEYS[wallet.kind],
        rpcUrl,
        chainId: 31337,
        autoApprove: true,
        ...(keys.has(label) ? { key: keys.get(label)! } : {}),
      })
    }),
  )
  const withProviso = order.includes(PROVISO) ? [EXTENSION_FOLDER] : []
  const browser = await launchContext({
    extensions: [...folders, ...withProviso] as unknown as [string, ...string[]],
    engine: 'wasm',
    headless: true,
  })
  const { context } = browser
  if (withProviso.length > 0) {
    // It would come in front of a test's page at any moment; the browser hardly draws the pages behind.
    const welcome = () => context.pages().find((page) => page.url().endsWith('/onboarding.html'))
    await expect.poll(welcome).toBeDefined()
    await welcome()?.close()
  }
  await context.route(/^http:\/\/[a-z]+\.test\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: PAGE }),
  )
  /** All that have started; the same wallet may be installed twice, on different sites. */
  const workers = async (kind: StandInKind): Promise<Worker[]> => {
    const isIt = (one: Worker) =>
      one.evaluate((name) => chrome.runtime.getManifest().name.startsWith(name), `${NAMES[kind]} stand-in`)
    const all = context.serviceWorkers()
    const are = await Promise.all(all.map(isIt))
    const found = all.filter((_, index) => are[index])
    return found.length > 0 ? found : [await context.waitForEvent('serviceworker', isIt)]
  }
  return {
    ...browser,
    extensionId,
    open: async (url) => {
      const page = await context.newPage()
      await page.goto(url)
      return page
    },
    reached: async (kind, origin) => {
      const read = () => (globalThis as unknown as { reached: Reached[] }).reached
      const all = await Promise.all((await workers(kind)).map((worker) => worker.evaluate(read)))
      return all
        .flat()
        .filter((one) => one.origin === origin)
        .map(({ method }) => method)
    },
    behave: async (kind, behaviour) => {
      const [worker] = await workers(kind)
      await worker?.evaluate(
        (values) => chrome.storage.local.set(values),
        behaviour as Record<string, unknown>,
      )
    },
    close: async () => {
      await browser.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export const test = base.extend<object, { anvil: Anvil }>({
  anvil: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      const anvil = await startAnvil()
      await use(anvil)
      await anvil.stop()
    },
    { scope: 'worker' },
  ],
})

export { expect }

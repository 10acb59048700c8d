import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { verifyDelegation } from '../../lib/attest/delegation.ts'
import { verifyEoa } from '../../lib/attest/signature.ts'
import { chainClient } from '../../lib/chain/client.ts'
import { chainVerify } from '../../lib/chain/verify.ts'
import type { WalletFlow } from '../../lib/wallets/connect.ts'
import { startAnvil } from '../../scripts/local/anvil.ts'
import {
  launchBrowser,
  openOwnPage,
  ownPageAppears,
  stopWorker,
  workerOf,
} from '../../scripts/local/browser.ts'
import { type Artefacts, buildContracts } from '../../scripts/local/contracts.ts'
import { ROOT } from '../../scripts/test/command.ts'
import { SmartWalletStandIn, WALLET_URL } from './smart-wallet-stand-in/wallet.ts'
import {
  ACCOUNT,
  connect,
  expect,
  KEY,
  OTHER_KEY,
  type WalletWorld,
  test as walletTest,
  withWorker,
} from './world.ts'

/** Base, as far as the extension knows; on this machine. */
const CHAIN_ID = 8453
const TO = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'

interface Base {
  readonly artefacts: Artefacts
  readonly rpcUrl: string
}

interface SmartWorld extends WalletWorld {
  readonly wallet: SmartWalletStandIn
  readonly chain: Base
  /** What went wrong in pages of ours, the browser's refusals of scripts and styles among it. */
  readonly errors: readonly string[]
}

const test = walletTest.extend<{ smart: SmartWorld }, { base: Base }>({
  base: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      const artefacts = await buildContracts()
      const anvil = await startAnvil(0, CHAIN_ID)
      await use({ artefacts, rpcUrl: anvil.rpcUrl })
      await anvil.stop()
    },
    { scope: 'worker' },
  ],
  smart: async ({ base: chain, worker }, use) => {
    await mkdir(join(ROOT, '.proviso'), { recursive: true })
    const dir = await mkdtemp(join(ROOT, '.proviso', 'smart-wallet-'))
    const browser = await launchBrowser({
      extensions: [await withWorker(dir, worker)],
      engine: 'wasm',
      headless: true,
    })
    const errors: string[] = []
    browser.context.on('weberror', (fault) => errors.push(fault.error().message))
    browser.context.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text())
    })
    const wallet = new SmartWalletStandIn({
      artefacts: chain.artefacts,
      rpcUrl: chain.rpcUrl,
      chainId: CHAIN_ID,
      ownerKey: OTHER_KEY,
    })
    await wallet.install(browser.context)
    const world = connect(browser, await openOwnPage(browser, '/popup.html'))
    await use({ ...world, wallet, chain, errors })
    await browser.close()
    await rm(dir, { recursive: true, force: true })
  },
})

const isWallet = (page: Page) => page.url().startsWith(WALLET_URL)

/** Begins and chooses the Smart Wallet; resolves with the tab that reaches it. */
const chooseSmart = async (world: SmartWorld): Promise<Page> => {
  await world.command('wallet.begin', {})
  await world.reaches('choosing')
  await world.command('wallet.choose', { walletId: 'coinbase-smart-wallet' })
  return ownPageAppears(world.browser, '/wallet.html')
}

/** Clicks `button` in the tab, and resolves with the wallet's window once it asks. */
const openWindow = async (world: SmartWorld, tab: Page, button: string, asks: string): Promise<Page> => {
  await tab.bringToFront()
  const [popup] = await Promise.all([
    world.browser.context.waitForEvent('page'),
    tab.getByRole('button', { name: button, exact: true }).click(),
  ])
  await expect(popup.getByRole('heading')).toHaveText(asks)
  expect(isWallet(popup)).toBe(true)
  return popup
}

const approve = (popup: Page) =>
  Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Approve' }).click()])

/** No fault that axe can find, in both themes. */
const looksRight = async (page: Page) => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await page.evaluate(axe)
    const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  }
}

const useChain = (world: SmartWorld) =>
  world.command('settings.set', { settings: { rpcUrls: { [CHAIN_ID]: world.chain.rpcUrl } } })

const verifyOn = ({ rpcUrl }: Base) => chainVerify(chainClient({ chainId: CHAIN_ID, rpcUrl }))

test('Coinbase Smart Wallet is connected by one signature of a contract that is not deployed yet', async ({
  smart,
}) => {
  await useChain(smart)
  const tab = await chooseSmart(smart)
  await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Connect Coinbase Smart Wallet.')
  expect(smart.wallet.opened).toEqual([])
  await looksRight(tab)
  await approve(await openWindow(smart, tab, 'Open its window', 'eth_requestAccounts'))
  const { accounts, chainId } = await smart.reaches('confirming')
  expect([accounts, chainId]).toEqual([[smart.wallet.address], CHAIN_ID])
  await expect(tab.locator(`[data-account="${smart.wallet.address}"]`)).toBeVisible()
  await tab.getByRole('button', { name: 'Yes, this account is mine' }).click()
  await approve(await openWindow(smart, tab, 'Open its window to sign', 'eth_signTypedData_v4'))
  const { delegation, wallet } = await smart.reaches('connected')
  expect(wallet.name).toBe('Coinbase Smart Wallet')
  expect(smart.wallet.approved.map(({ method }) => method)).toEqual([
    'eth_requestAccounts',
    'eth_signTypedData_v4',
  ])
  await verifyDelegation(delegation, { now: Date.now(), verify: verifyOn(smart.chain) })
  await expect(verifyDelegation(delegation, { now: Date.now(), verify: verifyEoa })).rejects.toMatchObject({
    code: 'delegation/bad-signature',
  })
  await expect.poll(() => tab.isClosed()).toBe(true)
  expect(smart.errors).toEqual([])
  // The SDK told the wallet who asks, and nothing of the person.
  const asked = new URL(smart.wallet.opened[0]!)
  expect([...asked.searchParams.keys()].toSorted()).toEqual(['coop', 'origin', 'sdkName', 'sdkVersion'])
  expect(smart.wallet.approved[0]!.params).toEqual([
    { appName: 'Proviso', appLogoUrl: '', appChainIds: [8453, 31337, 84532] },
  ])
})

test('a window that is closed says so and may be opened again; one that is declined ends the attempt', async ({
  smart,
}) => {
  const tab = await chooseSmart(smart)
  await (await openWindow(smart, tab, 'Open its window', 'eth_requestAccounts')).close()
  await expect(tab.getByRole('alert')).toContainText('The wallet’s window was closed before it had answered.')
  expect((await smart.state()).state).toBe('connecting')
  await approve(await openWindow(smart, tab, 'Open its window', 'eth_requestAccounts'))
  await smart.reaches('confirming')
  await tab.getByRole('button', { name: 'Yes, this account is mine' }).click()
  await (await openWindow(smart, tab, 'Open its window to sign', 'eth_signTypedData_v4')).close()
  await expect(tab.getByRole('alert')).toContainText('The wallet’s window was closed before it had answered.')
  const popup = await openWindow(smart, tab, 'Open its window to sign', 'eth_signTypedData_v4')
  await popup.getByRole('button', { name: 'Reject' }).click()
  expect((await smart.reaches('failed')).problem).toMatchObject({ code: 'wallet/rejected' })
  await expect.poll(() => tab.isClosed()).toBe(true)
  expect(smart.wallet.opened).toHaveLength(4)
})

test('of several accounts none is chosen for the person; a signature of somebody else’s key connects none', async ({
  smart,
}) => {
  await useChain(smart)
  smart.wallet.others = [ACCOUNT]
  smart.wallet.signWith = KEY
  const tab = await chooseSmart(smart)
  await approve(await openWindow(smart, tab, 'Open its window', 'eth_requestAccounts'))
  await expect(tab.getByRole('radio')).toHaveCount(2)
  await expect(tab.getByRole('radio', { checked: true })).toHaveCount(0)
  await looksRight(tab)
  const confirm = tab.getByRole('button', { name: 'Yes, this account is mine' })
  await confirm.click()
  await expect(tab.getByRole('alert')).toHaveText('Choose one of the accounts first.')
  await tab.getByRole('radio', { name: smart.wallet.address }).focus()
  await tab.keyboard.press('Space')
  await expect(tab.getByRole('alert')).toHaveCount(0)
  await confirm.click()
  expect(await smart.reaches('signing')).toMatchObject({ account: smart.wallet.address })
  await approve(await openWindow(smart, tab, 'Open its window to sign', 'eth_signTypedData_v4'))
  expect((await smart.reaches('failed')).problem).toMatchObject({ code: 'wallet/wrong-signature' })
})

test('a worker that dies between click and answer asks nothing twice, and still hears the answer', async ({
  smart,
}) => {
  await useChain(smart)
  const tab = await chooseSmart(smart)
  const connecting = await openWindow(smart, tab, 'Open its window', 'eth_requestAccounts')
  await stopWorker(smart.browser)
  await approve(connecting)
  await smart.reaches('confirming')
  await tab.getByRole('button', { name: 'Yes, this account is mine' }).click()
  const signing = await openWindow(smart, tab, 'Open its window to sign', 'eth_signTypedData_v4')
  await stopWorker(smart.browser)
  await approve(signing)
  const { delegation } = await smart.reaches('connected')
  await verifyDelegation(delegation, { now: Date.now(), verify: verifyOn(smart.chain) })
  expect(smart.wallet.opened).toHaveLength(2)
  expect(smart.wallet.approved).toHaveLength(2)
})

test('a window that the browser blocks says so; a wallet tab that the person opens says that nothing goes on', async ({
  smart,
}) => {
  await smart.browser.context.addInitScript(() => {
    if (location.pathname === '/wallet.html') window.open = () => null
  })
  const tab = await chooseSmart(smart)
  const own = await openOwnPage(smart.browser, '/wallet.html')
  await expect(own.getByRole('heading', { level: 1 })).toHaveText('Nothing is going on here.')
  await own.close()
  await tab.getByRole('button', { name: 'Open its window', exact: true }).click()
  await expect(tab.getByRole('alert')).toContainText('The browser did not let the wallet’s window open.')
  await tab.getByRole('button', { name: 'Cancel' }).click()
  await smart.reaches('none')
  await expect.poll(() => tab.isClosed()).toBe(true)
})

test.describe('transactions', () => {
  test.use({ worker: join(import.meta.dirname, 'flowWorker.ts') })

  type Arguments<Name extends keyof WalletFlow> = Parameters<WalletFlow[Name]>

  /** Calls the flow in the worker; a rejection comes back as its code. */
  const flow = async <Name extends keyof WalletFlow>(
    world: SmartWorld,
    name: Name,
    ...args: Arguments<Name>
  ): Promise<unknown> =>
    (await workerOf(world.browser.context)).evaluate(
      async ([called, values]) => {
        const { walletFlow } = globalThis as unknown as {
          walletFlow: Record<string, (...all: unknown[]) => Promise<unknown>>
        }
        return walletFlow[called]!(...values).catch((error: { code: string }) => error.code)
      },
      [name, args] as [string, unknown[]],
    )

  const configure = async (world: SmartWorld) =>
    (await workerOf(world.browser.context)).evaluate(
      async ([chainId, rpcUrl]) => {
        const { writeSettings } = globalThis as unknown as {
          writeSettings: (changes: object) => Promise<unknown>
        }
        await writeSettings({
          rpcUrls: { [chainId]: rpcUrl },
          paymasterUrls: { [chainId]: 'https://paymaster.example/rpc' },
        })
      },
      [CHAIN_ID, world.chain.rpcUrl] as const,
    )

  const connected = async (world: SmartWorld) => {
    await configure(world)
    await flow(world, 'begin')
    await flow(world, 'choose', 'coinbase-smart-wallet')
    const tab = await ownPageAppears(world.browser, '/wallet.html')
    await approve(await openWindow(world, tab, 'Open its window', 'eth_requestAccounts'))
    await world.reaches('confirming')
    await flow(world, 'confirm', world.wallet.address)
    await approve(await openWindow(world, tab, 'Open its window to sign', 'eth_signTypedData_v4'))
    await world.reaches('connected')
    await expect.poll(() => tab.isClosed()).toBe(true)
  }

  test('several calls go out in one question, and the wallet hears who pays for gas', async ({ smart }) => {
    await connected(smart)
    const calls = [
      { to: TO, data: '0x12' },
      { to: TO, data: '0x34' },
    ] as const
    const sent = flow(smart, 'sendCalls', calls, { chainId: CHAIN_ID })
    const tab = await ownPageAppears(smart.browser, '/wallet.html')
    await expect(tab.getByRole('heading', { level: 1 })).toHaveText('Send 2 transactions on Base.')
    await expect(tab.getByText('paymaster.example')).toBeVisible()
    await approve(await openWindow(smart, tab, 'Open its window to send', 'wallet_sendCalls'))
    const hash = await sent
    expect(hash).toMatch(/^0x[0-9a-f]{64}$/)
    expect(smart.wallet.approved.at(-1)).toMatchObject({
      method: 'wallet_sendCalls',
      params: [
        {
          version: '2.0.0',
          from: smart.wallet.address,
          chainId: '0x2105',
          calls: [
            { to: TO, data: '0x12', value: '0x0' },
            { to: TO, data: '0x34', value: '0x0' },
          ],
          capabilities: { paymasterService: { url: 'https://paymaster.example/rpc' } },
        },
      ],
    })
    await expect.poll(() => tab.isClosed()).toBe(true)
  })

  test('a window that is closed over a transaction is not opened again: only the wallet knows', async ({
    smart,
  }) => {
    await connected(smart)
    const sent = flow(smart, 'sendTransaction', { chainId: CHAIN_ID, to: TO, data: '0x12' })
    const tab = await ownPageAppears(smart.browser, '/wallet.html')
    await (await openWindow(smart, tab, 'Open its window to send', 'wallet_sendCalls')).close()
    expect(await sent).toBe('wallet/unheard')
    expect((await smart.state()).state).toBe('connected')
  })
})

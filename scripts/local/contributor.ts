import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { prepareWallet } from '../../e2e/wallets/coinbase-stand-in/prepare.ts'
import type { Settings } from '../../lib/db/schema.ts'
import { type Engine, type LaunchedBrowser, launchBrowser, openOwnPage, ownPageAppears } from './browser.ts'
import { EXTENSION_FOLDER } from './build.ts'
import type { LocalAccount } from './chain.ts'
import type { ShardFiles } from './mnist.ts'
import type { World } from './world.ts'

/** One person with a browser: our extension, a stand-in wallet, and a profile of their own. */
export interface Contributor {
  readonly browser: LaunchedBrowser
  readonly account: LocalAccount
  /** A page of the extension that stays open, to look at its stores. */
  readonly own: Page
  close(): Promise<void>
}

export interface ContributorWish {
  readonly world: World
  readonly account: LocalAccount
  readonly engine: Engine
  readonly headless: boolean
  readonly settings?: Partial<Settings>
  /** The wallet shows its own window for every question, as a real one does. */
  readonly asksInWallet?: boolean
  /** A profile to come back to, after its browser was killed. */
  readonly profile?: string
  /** Every request of the browser goes through this proxy. */
  readonly proxy?: string
}

/** Asks the worker, from a page of the extension, as its settings page does. */
const changeSettings = (own: Page, settings: Partial<Settings>): Promise<unknown> =>
  own.evaluate(
    (changes) =>
      chrome.runtime.sendMessage({
        target: 'worker',
        type: 'command',
        name: 'settings.set',
        params: { settings: changes },
      }),
    settings,
  )

/** Launches a browser with the extension and the wallet of `account`, pointed at the world's chain. */
export const launchContributor = async (wish: ContributorWish): Promise<Contributor> => {
  const { world, account, engine, headless, profile, proxy } = wish
  const wallet = await prepareWallet({
    dir: join(world.folder, 'wallets', account.address),
    privateKey: account.privateKey,
    rpcUrl: world.chain.rpcUrl,
    chainId: world.chain.chainId,
    autoApprove: wish.asksInWallet !== true,
  })
  const browser = await launchBrowser({
    extensions: [EXTENSION_FOLDER, wallet],
    engine,
    headless,
    ...(profile === undefined ? {} : { profile }),
    ...(proxy === undefined ? {} : { proxy }),
  })
  const own = await openOwnPage(browser, '/dashboard.html')
  await changeSettings(own, {
    rpcUrls: { [world.chain.chainId]: world.chain.rpcUrl },
    engine,
    ...wish.settings,
  })
  return { browser, account, own, close: browser.close }
}

/** Clicks as a person does, on the tab in front: the browser hardly draws the ones behind. */
const press = async (page: Page, name: string | RegExp): Promise<void> => {
  const button = page.getByRole('button', { name })
  await expect(button).toBeVisible()
  await page.bringToFront()
  await button.click()
}

/** Connects the wallet: found on the bridge page, account confirmed, one signature. Starts on the onboarding's wallet step. */
export const connectWallet = async (page: Page, account: LocalAccount): Promise<void> => {
  await press(page, 'Find my wallets')
  await press(page, /^Use .*Coinbase Wallet/)
  await expect(page.locator(`[data-account="${account.address}" i]`)).toBeVisible()
  await press(page, 'Yes, this account is mine')
  await expect(page.getByText('Its permission to sign contributions ends on')).toBeVisible()
}

/** Files of one dataset. */
export interface Importable {
  readonly files: readonly string[]
  readonly name: string
  /** As the form names it; what it suggests if left out. */
  readonly category?: string
}

/** Puts files in the vault, from a page that shows the vault's import. */
const importFiles = async (page: Page, { files, name, category }: Importable): Promise<void> => {
  await page.getByLabel('Choose files').setInputFiles([...files])
  await page.getByLabel('Name').fill(name)
  if (category !== undefined) await page.getByLabel('What it is').selectOption({ label: category })
  await page.getByRole('button', { name: 'Import' }).click()
  await expect(page.getByText('imported and encrypted')).toBeVisible()
}

/** The four steps of the onboarding, as a person takes them, who imports `data`. Returns its page, on the last one. */
export const onboardWith = async ({ browser, account }: Contributor, data: Importable): Promise<Page> => {
  const page = await ownPageAppears(browser, '/onboarding.html')
  await press(page, 'Continue')
  await press(page, 'Continue')
  await connectWallet(page, account)
  await press(page, 'Continue')
  await importFiles(page, data)
  await press(page, 'Finish')
  await expect(page.getByRole('heading', { name: 'Proviso is ready.' })).toBeVisible()
  return page
}

/** As `onboardWith`, with a shard of digits. */
export const onboard = (contributor: Contributor, { images, labels }: ShardFiles): Promise<Page> =>
  onboardWith(contributor, { files: [images, labels], name: 'Handwriting' })

/** Digit Lab asks, and the prompt window appears. */
export const ask = async (
  { browser }: Contributor,
  url: string,
): Promise<{ dapp: Page; prompt: Page; requestToPromptMs: number }> => {
  const dapp = await browser.context.newPage()
  await dapp.goto(url)
  const button = dapp.getByRole('button', { name: 'Contribute my digits' })
  await expect(button).toBeEnabled()
  const start = performance.now()
  await button.click()
  const prompt = await ownPageAppears(browser, '/prompt.html')
  await expect(prompt.getByRole('heading', { level: 1 })).toContainText('wants to train its model')
  return { dapp, prompt, requestToPromptMs: performance.now() - start }
}

/** Reads every warning, then allows once the checks of money and coordinator have passed. */
export const allow = async (prompt: Page): Promise<void> => {
  for (const warning of await prompt.locator('details[data-warning] > summary').all()) await warning.click()
  const button = prompt.getByRole('button', { name: 'Allow' })
  await expect(button).toHaveAttribute('aria-disabled', 'false')
  await Promise.all([prompt.waitForEvent('close'), button.click()])
}

/** Waits until Digit Lab's page says that every one of `rounds` was accepted. */
export const allAccepted = async (dapp: Page, rounds: number, timeout: number): Promise<void> => {
  for (let round = 1; round <= rounds; round++)
    await expect(dapp.locator(`#round-${round}`)).toContainText('accepted', { timeout })
}

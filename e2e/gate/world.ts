import type { Page } from '@playwright/test'
import type { SiteChange } from '../../lib/consent/sites.ts'
import { ownPageAppears } from '../../scripts/local/browser.ts'
import { expect, test, type WalletWorld } from '../wallets/world.ts'

// The gate with the production build, a stand-in wallet, and a person who answers.

export const SITE = 'http://dapp.test'

interface Reached {
  readonly origin: string
  readonly method: string
}

type Outcome = { readonly result: unknown } | { readonly error: number }

/** Asks the wallet of the page, as a dApp does. */
export const ask = (page: Page, method: string, params: readonly unknown[] = []): Promise<Outcome> =>
  page.evaluate(
    ([name, values]) => {
      type Wallet = { request(args: { method: string; params: unknown }): Promise<unknown> }
      const { ethereum } = globalThis as unknown as { ethereum: Wallet }
      return ethereum.request({ method: name, params: values }).then(
        (result) => ({ result }),
        (error: { code: number }) => ({ error: error.code }),
      )
    },
    [method, params] as const,
  )

/** What pages of the site have sent to the wallet, in order. */
export const reached = async (world: WalletWorld): Promise<readonly string[]> => {
  const worker = await world.walletWorker()
  const all = await worker.evaluate(() => (globalThis as unknown as { reached: Reached[] }).reached)
  return all.filter(({ origin }) => origin === SITE).map(({ method }) => method)
}

/** What the person says of the site, in force when this resolves: the gate's script is registered or gone. */
export const say = async (world: WalletWorld, change: SiteChange, hasGate: boolean): Promise<void> => {
  expect(await world.command('site.set', { origin: SITE, change })).toMatchObject({ ok: true })
  await expect
    .poll(() =>
      world.own.evaluate(async () =>
        (await chrome.scripting.getRegisteredContentScripts()).flatMap(({ matches = [] }) => matches),
      ),
    )
    .toEqual(hasGate ? [`${SITE}/*`] : [])
}

export const openDapp = async (world: WalletWorld): Promise<Page> => {
  const page = await world.browser.context.newPage()
  await page.goto(`${SITE}/`)
  return page
}

/** The prompt window's page, once it shows a question. */
export const prompted = async (world: WalletWorld): Promise<Page> => {
  const prompt = await ownPageAppears(world.browser, '/prompt.html')
  await expect(prompt.getByRole('heading', { level: 1 })).toContainText('dapp.test')
  return prompt
}

/** Presses one of the prompt's two answers as soon as it may be pressed; the window closes. */
export const press = async (prompt: Page, name: 'Allow' | 'Refuse'): Promise<void> => {
  const button = prompt.getByRole('button', { name, exact: true })
  await expect(button).not.toHaveAttribute('aria-disabled', 'true')
  await Promise.all([prompt.waitForEvent('close'), button.click()])
}

export { expect, test }

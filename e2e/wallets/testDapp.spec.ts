import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import type { Page } from '@playwright/test'
import type { Site } from '../../scripts/local/pages.ts'
import { expect, launchInjected, PROVISO, test } from './injectedWorld.ts'
import { serveFolder } from './serveFolder.ts'

// A dApp that nobody here wrote, @metamask/test-dapp, with MetaMask's own provider: it shows the same with Proviso as without.

const OTHER_KEY = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d'
const ACCOUNT = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266'
const OTHER_ACCOUNT = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'

const rpc = async (rpcUrl: string, method: string, params: readonly unknown[] = []): Promise<unknown> => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  return ((await response.json()) as { result: unknown }).result
}

const shows = async (page: Page, place: string): Promise<string | null> => {
  await expect(page.locator(place)).not.toBeEmpty()
  return page.locator(place).textContent()
}

/** Clicks, and resolves with what `place` shows once it shows something else than before. */
const clickFor = async (page: Page, button: string, place: string): Promise<string | null> => {
  const shown = page.locator(place)
  const before = (await shown.textContent()) ?? ''
  await page.locator(button).click()
  await expect(shown).not.toHaveText(before)
  return shown.textContent()
}

/** What the dApp shows, step by step. Its wallet's uuid is another one at every load. */
const use = async (page: Page, switchAccount: () => Promise<void>) => {
  const text = (id: string) => page.locator(id).textContent()
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await expect(page.locator('#connectButton')).toHaveText('Connect')
  const wallets = await page.locator('#providers button').allTextContents()
  await page.locator('#connectButton').click()
  await expect(page.locator('#accounts')).toHaveText(ACCOUNT)
  await expect(page.locator('#personalSign')).toBeEnabled()
  const connected = {
    wallets,
    button: await text('#connectButton'),
    network: await text('#network'),
    chainId: await text('#chainId'),
  }
  const signed = {
    personal: await clickFor(page, '#personalSign', '#personalSignResult'),
    personalVerified: await clickFor(page, '#personalSignVerify', '#personalSignVerifySigUtilResult'),
    personalRecovered: await shows(page, '#personalSignVerifyECRecoverResult'),
    login: await clickFor(page, '#siwe', '#siweResult'),
    typed: await clickFor(page, '#signTypedDataV4', '#signTypedDataV4Result'),
    typedVerified: await clickFor(page, '#signTypedDataV4Verify', '#signTypedDataV4VerifyResult'),
    permissions: await clickFor(page, '#getPermissions', '#permissionsResult'),
  }
  const isHash = (line: string) => /^0x[0-9a-f]{64}$/.test(line)
  await page.locator('#sendButton').click()
  await expect.poll(() => said.find(isHash)).toBeDefined()
  const hash = said.find(isHash)
  await page.locator('#deployButton').click()
  await expect(page.locator('#contractStatus')).toHaveText('Deployed')
  await switchAccount()
  await expect(page.locator('#accounts')).toHaveText(OTHER_ACCOUNT)
  // From here on through the wallet as it was announced, not `window.ethereum`.
  await page.locator('#providers button').first().click()
  await expect(page.locator('#activeProviderName')).toHaveText('MetaMask')
  await page.locator('#getAccounts').click()
  await expect(page.locator('#getAccountsResult')).toHaveText(OTHER_ACCOUNT)
  const announced = await clickFor(page, '#personalSign', '#personalSignResult')
  return { connected, signed, hash, announced, permitted: await text('#getAccountsResult') }
}

let dapp: Site

test.beforeAll(async () => {
  const require = createRequire(import.meta.url)
  dapp = await serveFolder(dirname(require.resolve('@metamask/test-dapp/dist/index.html')))
})
test.afterAll(() => dapp.stop())

test('MetaMask’s test dApp shows the same with Proviso as without', async ({ anvil: { rpcUrl } }) => {
  const run = async (order: readonly string[]) => {
    const chain = await rpc(rpcUrl, 'evm_snapshot')
    const world = await launchInjected({ rpcUrl, wallets: [{ kind: 'metamask' }], order })
    await world.context.route(/^https:/, (route) => route.abort())
    const page = await world.open(dapp.url)
    const seen = await use(page, () => world.behave('metamask', { account: OTHER_KEY }))
    const { from, to, nonce, value, gasPrice } = (await rpc(rpcUrl, 'eth_getTransactionByHash', [
      seen.hash,
    ])) as Record<string, unknown>
    const reached = await world.reached('metamask', new URL(dapp.url).origin)
    await world.close()
    await rpc(rpcUrl, 'evm_revert', [chain])
    return {
      ...seen,
      sent: { from, to, nonce, value, gasPrice },
      reached: reached.filter((method) => /sign|send|Accounts/i.test(method)),
    }
  }
  const without = await run(['metamask'])
  expect(without.sent).toMatchObject({ from: ACCOUNT })
  expect(without.signed).toMatchObject({ personalVerified: ACCOUNT, typedVerified: ACCOUNT })
  expect(await run([PROVISO, 'metamask'])).toEqual(without)
})

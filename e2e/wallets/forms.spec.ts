import type { Page } from '@playwright/test'
import { expect, type InjectedWorld, launchInjected, PROVISO, test } from './injectedWorld.ts'
import { LABELS, SITES, site, WALLETS } from './sites.ts'

// dataUse_* in every form in which the wallets themselves take requests. None may see one.

/** How a page calls: evaluated there, with the wallet's provider. Resolves with the result, in whatever wrapping. */
const FORMS = {
  request: `provider.request(data)`,
  'send with a method': `provider.send(data.method, [])`,
  'send with a callback': `back((done) => provider.send({ id: 1, jsonrpc: '2.0', ...data }, done))`,
  sendAsync: `back((done) => provider.sendAsync({ id: 1, jsonrpc: '2.0', ...data }, done))`,
  'a batch': `back((done) => provider.sendAsync([{ id: 1, ...chain }, { id: 2, ...data }], done)).then((all) => all[1])`,
  'MetaMask’s batch': `provider._metamask.requestBatch([{ id: 1, ...chain }, { id: 2, ...data }]).then((all) => all[1])`,
  'the web3 shim': `window.web3.currentProvider.request(data)`,
  coinbaseWalletExtension: `window.coinbaseWalletExtension.request(data)`,
  'Enkrypt’s bare provider': `window.enkrypt.providers.ethereum.request(data)`,
  'window.ethereum': `window.ethereum.request(data)`,
} as const
type Form = keyof typeof FORMS

const LEGACY: readonly Form[] = ['request', 'send with a method', 'send with a callback', 'sendAsync']
const OF_SITE: Readonly<Record<string, readonly Form[]>> = {
  metamask: [...LEGACY, 'a batch', 'MetaMask’s batch', 'the web3 shim', 'window.ethereum'],
  coinbase: [...LEGACY, 'a batch', 'coinbaseWalletExtension', 'window.ethereum'],
  enkrypt: [...LEGACY, 'Enkrypt’s bare provider', 'window.ethereum'],
  mewlate: [...LEGACY, 'window.ethereum'],
  mewannounced: LEGACY,
  frozenannounced: ['request'],
  frozenwindow: ['request'],
}

const call = (page: Page, form: Form): Promise<unknown> =>
  page.evaluate(`(async () => {
    const announced = []
    addEventListener('eip6963:announceProvider', ({ detail }) => announced.push(detail.provider))
    dispatchEvent(new Event('eip6963:requestProvider'))
    const provider = announced[0] ?? window.ethereum
    const data = { method: 'dataUse_getCapabilities' }
    const chain = { jsonrpc: '2.0', method: 'eth_chainId' }
    const back = (ask) =>
      new Promise((resolve, reject) => ask((error, response) => (error ? reject(error) : resolve(response))))
    const answer = await ${FORMS[form]}
    return answer.result ?? answer
  })()`)

let world: InjectedWorld

test.beforeAll(async ({ anvil }) => {
  world = await launchInjected({ rpcUrl: anvil.rpcUrl, wallets: WALLETS, order: [...LABELS, PROVISO] })
})
test.afterAll(() => world.close())

for (const [name, forms] of Object.entries(OF_SITE))
  test(`${name}: dataUse_* is answered in every form, and the wallet sees none`, async () => {
    const { kind, onWindow = false } = SITES[name]!
    const page = await world.open(`${site(name)}/`)
    if (onWindow) await page.waitForFunction('window.ethereum !== undefined')
    // A late wallet is looked for at the click that makes a page ask.
    await page.mouse.click(5, 5)
    for (const form of forms) expect(await call(page, form), form).toMatchObject({ version: 1 })
    const reached = await world.reached(kind, site(name))
    expect(reached.filter((method) => method.startsWith('dataUse_'))).toEqual([])
    await page.close()
  })

test('a frozen wallet that cannot be moved from the window is out of reach: it gets what the page asks', async () => {
  const page = await world.open(`${site('frozenwindow')}/`)
  await page.mouse.click(5, 5)
  await expect(call(page, 'window.ethereum')).rejects.toThrow('not found')
  expect(await world.reached('frozen', site('frozenwindow'))).toContain('dataUse_getCapabilities')
})

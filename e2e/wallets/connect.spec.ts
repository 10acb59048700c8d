import { verifyDelegation } from '../../lib/attest/delegation.ts'
import { verifyEoa } from '../../lib/attest/signature.ts'
import { stopWorker } from '../../scripts/local/browser.ts'
import { ACCOUNT, BRIDGE, expect, OTHER_KEY, test } from './world.ts'

test('a wallet is connected by one signature over 30 days, and the page that reached it closes', async ({
  world,
}) => {
  await world.choose()
  const confirming = await world.reaches('confirming')
  expect(confirming).toMatchObject({
    accounts: [ACCOUNT],
    chainId: 31337,
    wallet: { name: 'Coinbase Wallet' },
  })
  expect(await world.command('wallet.confirm', { account: ACCOUNT })).toEqual({ ok: true, result: null })
  const { delegation } = await world.reaches('connected')
  await verifyDelegation(delegation, { now: Date.now(), verify: verifyEoa })
  expect(delegation.statement).toMatchObject({ account: ACCOUNT, payee: ACCOUNT, chainId: '31337' })
  expect(delegation.statement.notAfter - delegation.statement.notBefore).toBe(30 * 24 * 3600)
  await expect
    .poll(() => world.browser.context.pages().filter((page) => page.url() === BRIDGE).length)
    .toBe(0)
})

test('a person can stop at any step, and forget the wallet afterwards', async ({ world }) => {
  await world.choose()
  await world.reaches('confirming')
  await world.command('wallet.cancel', {})
  await world.reaches('none')
  await world.choose()
  await world.reaches('confirming')
  await world.command('wallet.confirm', { account: ACCOUNT })
  await world.reaches('connected')
  await world.command('wallet.begin', {})
  await world.reaches('choosing')
  await world.command('wallet.cancel', {})
  await world.reaches('connected')
  await world.command('wallet.disconnect', {})
  await world.reaches('none')
})

test('an account that the wallet did not name cannot be confirmed', async ({ world }) => {
  await world.choose()
  await world.reaches('confirming')
  const reply = await world.command('wallet.confirm', {
    account: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  })
  expect(reply).toMatchObject({ ok: false, error: { code: 'wallet/other-account' } })
  expect((await world.state()).state).toBe('confirming')
})

for (const { when, behaviour, code } of [
  { when: 'declines to connect', behaviour: { reject: ['eth_requestAccounts'] }, code: 'wallet/rejected' },
  { when: 'is locked', behaviour: { locked: true }, code: 'wallet/locked' },
] as const)
  test(`a wallet that ${when} is its own problem: ${code}`, async ({ world }) => {
    await world.behave(behaviour)
    await world.choose()
    expect((await world.reaches('failed')).problem).toMatchObject({ code })
  })

for (const { when, behaviour, code } of [
  { when: 'declines to sign', behaviour: { reject: ['eth_signTypedData_v4'] }, code: 'wallet/rejected' },
  { when: 'signs with another account', behaviour: { signWith: OTHER_KEY }, code: 'wallet/wrong-signature' },
] as const)
  test(`a wallet that ${when} connects nothing: ${code}`, async ({ world, anvil }) => {
    await world.command('settings.set', { settings: { rpcUrls: { 31337: anvil.rpcUrl } } })
    await world.choose()
    await world.reaches('confirming')
    await world.behave(behaviour)
    await world.command('wallet.confirm', { account: ACCOUNT })
    expect((await world.reaches('failed')).problem).toMatchObject({ code })
  })

test('a signature that only the chain could vouch for connects nothing while the chain is out of reach', async ({
  world,
}) => {
  await world.command('settings.set', { settings: { rpcUrls: { 31337: 'http://127.0.0.1:9/' } } })
  await world.choose()
  await world.reaches('confirming')
  await world.behave({ signWith: OTHER_KEY })
  await world.command('wallet.confirm', { account: ACCOUNT })
  expect((await world.reaches('failed')).problem).toMatchObject({ code: 'wallet/unverifiable' })
})

test('an account that changes before it is confirmed ends the attempt', async ({ world }) => {
  await world.choose()
  await world.reaches('confirming')
  const wallet = await world.walletWorker()
  await wallet.evaluate(async (url) => {
    const [tab] = await chrome.tabs.query({ url: `${url}*` })
    await chrome.tabs.sendMessage(tab!.id!, {
      name: 'accountsChanged',
      value: ['0x70997970c51812dc3a010c7d01b50e0d17dc79c8'],
    })
  }, BRIDGE)
  expect((await world.reaches('failed')).problem).toMatchObject({ code: 'wallet/account-changed' })
})

test('a bridge page that the person closes is a problem with words', async ({ world }) => {
  await world.choose()
  await world.reaches('confirming')
  await (await world.bridgePage()).close()
  expect((await world.reaches('failed')).problem).toMatchObject({ code: 'wallet/page-closed' })
})

test('the bridge page says what goes on, and nothing when a person opens it', async ({ world }) => {
  await world.choose()
  await world.reaches('confirming')
  const bridge = await world.bridgePage()
  await expect(bridge.getByRole('heading')).toHaveText('Go back to Proviso and confirm the account.')
  const own = await world.browser.context.newPage()
  await own.goto(BRIDGE)
  await expect(own.getByRole('heading')).toHaveText('Nothing is going on here.')
})

test('no other page reaches the wallet for us, not even with the bridge page’s own words', async ({
  world,
}) => {
  const page = await world.browser.context.newPage()
  await page.goto('http://dapp.test/')
  await page.evaluate(() => {
    const { port2 } = new MessageChannel()
    window.postMessage('proviso:bridge', location.origin, [port2])
  })
  await world.choose()
  await world.reaches('confirming')
  await expect(page.getByRole('heading')).toHaveText('dApp')
})

test.describe('without a network', () => {
  test.use({ isOnline: false })

  test('a bridge page that does not load is a problem with words', async ({ world }) => {
    await world.command('wallet.begin', {})
    expect((await world.reaches('failed')).problem).toMatchObject({ code: 'wallet/page-unreachable' })
  })
})

test.describe('while the wallet’s own window is open', () => {
  test.use({ walletAsks: true })

  test('a worker that dies asks nothing twice and still gets the signature', async ({ world }) => {
    const { context } = world.browser
    const isQuestion = (page: { url(): string }) => page.url().includes('/confirm.html')
    const question = async () => {
      const page = context.pages().find(isQuestion) ?? (await context.waitForEvent('page', isQuestion))
      await page.waitForLoadState()
      return page
    }
    await world.choose()
    await stopWorker(world.browser)
    const connecting = await question()
    await expect(connecting.getByRole('heading')).toHaveText('eth_requestAccounts')
    await connecting.getByRole('button', { name: 'Approve' }).click()
    await world.reaches('confirming')
    await world.command('wallet.confirm', { account: ACCOUNT })
    const signing = await question()
    await expect(signing.getByRole('heading')).toHaveText('eth_signTypedData_v4')
    await stopWorker(world.browser)
    expect(context.pages().filter(isQuestion)).toHaveLength(1)
    await signing.getByRole('button', { name: 'Approve' }).click()
    const { delegation } = await world.reaches('connected')
    await verifyDelegation(delegation, { now: Date.now(), verify: verifyEoa })
    expect(context.pages().filter(isQuestion)).toHaveLength(0)
  })
})

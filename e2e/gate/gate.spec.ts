import { stopWorker } from '../../scripts/local/browser.ts'
import { readStore } from '../../scripts/local/store.ts'
import { ACCOUNT } from '../wallets/world.ts'
import { ask, expect, openDapp, press, prompted, reached, SITE, say, test } from './world.ts'

const ACCOUNTS = { result: [ACCOUNT.toLowerCase()] }

const text = (words: string): string => `0x${Buffer.from(words, 'utf8').toString('hex')}`

const LOGIN = text(`dapp.test wants you to sign in with your Ethereum account:
${ACCOUNT}

Sign in.

URI: http://dapp.test/
Version: 1
Chain ID: 31337
Nonce: 32891756
Issued At: 2026-11-23T16:25:24Z`)

test('where nothing was said the wallet is asked at once, and the worker hears nothing', async ({
  world,
}) => {
  const page = await openDapp(world)
  expect(await ask(page, 'eth_requestAccounts')).toEqual(ACCOUNTS)
  expect(await ask(page, 'eth_accounts')).toEqual(ACCOUNTS)
  expect(await reached(world)).toEqual(['eth_requestAccounts', 'eth_accounts'])
  expect(await readStore(world.own, 'walletCalls')).toEqual([])
})

test('a site whose rule says “ask” learns of no account until the person lets it, and is asked about once', async ({
  world,
}) => {
  await say(world, { wallet: { identity: 'ask' } }, true)
  const page = await openDapp(world)
  expect(await ask(page, 'eth_accounts')).toEqual({ result: [] })
  const answer = ask(page, 'eth_requestAccounts')
  await press(await prompted(world), 'Allow')
  expect(await answer).toEqual(ACCOUNTS)
  expect(await ask(page, 'eth_accounts')).toEqual(ACCOUNTS)
  expect(await ask(page, 'eth_requestAccounts')).toEqual(ACCOUNTS)
  expect(await reached(world)).toEqual(['eth_requestAccounts', 'eth_accounts', 'eth_requestAccounts'])
  expect(await readStore(world.own, 'walletCalls')).toMatchObject([
    { method: 'eth_requestAccounts', kind: 'identity', state: 'answered', decision: { effect: 'allow' } },
  ])

  await page.reload()
  expect(await ask(page, 'eth_accounts')).toEqual({ result: [] })
})

test('what the person refuses never reaches the wallet, and the page hears the usual refusal', async ({
  world,
}) => {
  await say(world, { wallet: { identity: 'ask' } }, true)
  const page = await openDapp(world)
  const answer = ask(page, 'eth_requestAccounts')
  await press(await prompted(world), 'Refuse')
  expect(await answer).toEqual({ error: 4001 })
  const again = ask(page, 'eth_requestAccounts')
  await (await prompted(world)).close()
  expect(await again).toEqual({ error: 4001 })
  expect(await reached(world)).toEqual([])
})

test('an answer that is remembered is the site’s rule from then on', async ({ world }) => {
  await say(world, { wallet: { identity: 'ask' } }, true)
  const page = await openDapp(world)
  const answer = ask(page, 'eth_requestAccounts')
  const prompt = await prompted(world)
  await prompt.getByRole('checkbox').check()
  await press(prompt, 'Allow')
  expect(await answer).toEqual(ACCOUNTS)
  expect(await readStore(world.own, 'sites')).toMatchObject([{ origin: SITE, wallet: { identity: 'allow' } }])
  await page.reload()
  expect(await ask(page, 'eth_accounts')).toEqual(ACCOUNTS)
})

test('a rule against logins stops them and no other signature; off for the site, all passes again', async ({
  world,
}) => {
  await say(world, { wallet: { login: 'refuse' } }, true)
  const page = await openDapp(world)
  expect(await ask(page, 'eth_requestAccounts')).toEqual(ACCOUNTS)
  expect(await ask(page, 'personal_sign', [LOGIN, ACCOUNT])).toEqual({ error: 4001 })
  expect(await ask(page, 'personal_sign', [text('Good morning.'), ACCOUNT])).toHaveProperty('result')
  expect(await reached(world)).toEqual(['eth_requestAccounts', 'personal_sign'])

  await say(world, { off: 'hour' }, true)
  expect(await ask(page, 'personal_sign', [LOGIN, ACCOUNT])).toHaveProperty('result')
  await say(world, { off: 'always' }, false)
  await page.reload()
  expect(await ask(page, 'personal_sign', [LOGIN, ACCOUNT])).toHaveProperty('result')
})

test('a worker that dies while the person reads asks nothing twice and still gives the answer', async ({
  world,
}) => {
  await say(world, { wallet: { identity: 'ask' } }, true)
  const page = await openDapp(world)
  const answer = ask(page, 'eth_requestAccounts')
  const prompt = await prompted(world)
  await stopWorker(world.browser)
  await press(prompt, 'Allow')
  expect(await answer).toEqual(ACCOUNTS)
  expect(await reached(world)).toEqual(['eth_requestAccounts'])
  expect(await readStore(world.own, 'walletCalls')).toHaveLength(1)
})

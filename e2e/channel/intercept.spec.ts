import type { Page } from '@playwright/test'
import { DAPP, expect, test } from './world.ts'

// Wallets are set by the page itself here: the interceptor cannot tell, and the moment can be chosen.

interface Wallet {
  request(args: unknown): Promise<unknown>
}

const setWallet = (page: Page, kind: 'plain' | 'frozen'): Promise<void> =>
  page.evaluate((wanted) => {
    class StandInWallet {
      isStandIn = true
      request({ method }: { method: string }) {
        return Promise.resolve(`wallet: ${method}`)
      }
    }
    const wallet = new StandInWallet()
    Object.assign(globalThis, { ethereum: wanted === 'frozen' ? Object.freeze(wallet) : wallet })
  }, kind)

const ask = (page: Page, method: string): Promise<unknown> =>
  page.evaluate(
    (name) =>
      (globalThis as unknown as { ethereum: Wallet }).ethereum
        .request({ method: name })
        .catch((error: { code: number }) => error.code),
    method,
  )

test('a wallet that arrives long after load answers dataUse_* from the next click on', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await setWallet(page, 'plain')
  expect(await ask(page, 'dataUse_stealRecords')).toBe('wallet: dataUse_stealRecords')
  await page.mouse.click(5, 5)
  expect(await ask(page, 'dataUse_stealRecords')).toBe(4200)
  expect(await ask(page, 'eth_accounts')).toBe('wallet: eth_accounts')
})

test('a patched wallet looks to the page as it did', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await setWallet(page, 'plain')
  const look = () =>
    page.evaluate(() => {
      const { ethereum } = globalThis as unknown as { ethereum: Wallet }
      return { keys: Object.keys(ethereum), json: JSON.stringify(ethereum), spread: { ...ethereum } }
    })
  const before = await look()
  await page.mouse.click(5, 5)
  expect(await ask(page, 'dataUse_stealRecords')).toBe(4200)
  expect(await look()).toEqual(before)
})

test('a wallet announced by EIP-6963 answers dataUse_* as soon as the page hears of it', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  const code = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const provider = { request: async () => 'wallet' }
        addEventListener('eip6963:announceProvider', (event) => {
          const heard = (event as CustomEvent<{ provider: Wallet }>).detail.provider
          if (heard !== provider) resolve('another provider')
          heard
            .request({ method: 'dataUse_stealRecords' })
            .then(resolve, (error: { code: number }) => resolve(error.code))
        })
        dispatchEvent(
          new CustomEvent('eip6963:announceProvider', {
            detail: Object.freeze({ info: { uuid: 'u', name: 'n', icon: '', rdns: 'r' }, provider }),
          }),
        )
      }),
  )
  expect(code).toBe(4200)
})

test('a request through a wallet reaches the worker as one through our own provider does', async ({
  world,
}) => {
  const page = await world.open(`${DAPP}/`)
  await setWallet(page, 'plain')
  await page.mouse.click(5, 5)
  const answer = ask(page, 'dataUse_getGrants')
  const { asker, method } = await world.nextRequest()
  expect({ origin: asker.origin, method }).toEqual({ origin: DAPP, method: 'dataUse_getGrants' })
  await world.standIn('answer', asker.documentId, asker.requestId, { result: ['grant'] })
  expect(await answer).toEqual(['grant'])
})

test('a frozen wallet is left alone', async ({ world }) => {
  const page = await world.open(`${DAPP}/`)
  await setWallet(page, 'frozen')
  await page.mouse.click(5, 5)
  expect(await ask(page, 'dataUse_stealRecords')).toBe('wallet: dataUse_stealRecords')
})

import { join } from 'node:path'
import type { Address, Hex } from '../../lib/protocol/hex.ts'
import type { WalletFlow } from '../../lib/wallets/connect.ts'
import type { Anvil } from '../../scripts/local/anvil.ts'
import { workerOf } from '../../scripts/local/browser.ts'
import { ACCOUNT, BRIDGE, expect, test, type WalletWorld } from './world.ts'

const TO: Address = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'

test.use({ worker: join(import.meta.dirname, 'flowWorker.ts') })

/** Calls the flow in the worker; a rejection comes back as its code. */
const flow = async <Name extends keyof WalletFlow>(
  world: WalletWorld,
  name: Name,
  ...args: Parameters<WalletFlow[Name]>
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

const connected = async (world: WalletWorld) => {
  await flow(world, 'begin')
  await expect.poll(async () => JSON.stringify(await world.state())).toContain('com.coinbase.wallet')
  const { wallets } = await world.reaches('choosing')
  await flow(world, 'choose', wallets[0]!.id)
  await world.reaches('confirming')
  await flow(world, 'confirm', ACCOUNT)
  await world.reaches('connected')
}

const transactionOnChain = async ({ rpcUrl }: Anvil, hash: unknown) => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_getTransactionByHash', params: [hash] }),
  })
  return ((await response.json()) as { result: { from: Hex; to: Hex; input: Hex } | null }).result
}

test('the connected account sends a transaction through its wallet, and the page closes', async ({
  world,
  anvil,
}) => {
  await connected(world)
  const hash = await flow(world, 'sendTransaction', { chainId: 31337, to: TO, data: '0x1234' })
  expect(await transactionOnChain(anvil, hash)).toMatchObject({
    from: ACCOUNT.toLowerCase(),
    to: TO,
    input: '0x1234',
  })
  expect((await world.state()).state).toBe('connected')
  await expect
    .poll(() => world.browser.context.pages().filter((page) => page.url() === BRIDGE).length)
    .toBe(0)
})

test('a transaction that cannot be sent says why, and the connection stands', async ({ world }) => {
  expect(await flow(world, 'sendTransaction', { chainId: 31337, to: TO, data: '0x' })).toBe(
    'wallet/not-connected',
  )
  await connected(world)
  expect(await flow(world, 'sendTransaction', { chainId: 1, to: TO, data: '0x' })).toBe('wallet/wrong-chain')
  await world.behave({ reject: ['eth_sendTransaction'] })
  expect(await flow(world, 'sendTransaction', { chainId: 31337, to: TO, data: '0x' })).toBe('wallet/rejected')
  expect((await world.state()).state).toBe('connected')
})

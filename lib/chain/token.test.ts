import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import { type ChainClient, chainClient } from './client.ts'
import { balanceOf, readToken } from './token.ts'

let chain: LocalChain
let client: ChainClient
beforeAll(async () => {
  chain = await startLocalChain()
  client = chainClient(chain)
})
afterAll(() => chain.stop())

it('reads symbol and decimals', async () => {
  expect(await readToken(client, chain.token)).toEqual({ symbol: 'tUSD', decimals: 6 })
})

it('reads a balance', async () => {
  expect(await balanceOf(client, chain.token, chain.escrow)).toBe(0n)
})

it('says so where the address is not a token', async () => {
  const read = (address: `0x${string}`) => readToken(client, address)
  await expect(read(chain.accounts[0]!.address)).rejects.toMatchObject({ code: 'chain/no-contract' })
  await expect(read(chain.escrow)).rejects.toMatchObject({ code: 'chain/reverted' })
})

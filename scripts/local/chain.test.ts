import { parseAbi } from 'viem'
import { readContract } from 'viem/actions'
import { expect, it } from 'vitest'
import { chainClient } from '../../lib/chain/client.ts'
import { CHAINS } from '../../lib/protocol/chains.ts'
import { startLocalChain } from './chain.ts'

it('has EAS where lib/protocol says, in the version it says', async () => {
  const chain = await startLocalChain()
  try {
    expect(chain.eas).toBe(CHAINS[chain.chainId]?.eas.address)
    const eas = { address: chain.eas, abi: parseAbi(['function version() view returns (string)']) }
    expect(await readContract(chainClient(chain), { ...eas, functionName: 'version' })).toBe(
      CHAINS[chain.chainId]?.eas.version,
    )
  } finally {
    await chain.stop()
  }
})

it('has every contract at the same address on every chain, and ends when told', async () => {
  const [one, other] = await Promise.all([startLocalChain(), startLocalChain()])
  expect({ ...one, rpcUrl: '', stop: undefined }).toEqual({ ...other, rpcUrl: '', stop: undefined })
  expect(one.rpcUrl).not.toBe(other.rpcUrl)
  await Promise.all([one.stop(), other.stop()])
  await expect(fetch(one.rpcUrl)).rejects.toThrow()
})

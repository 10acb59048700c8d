import theirs from '@ethereum-attestation-service/eas-contracts/artifacts/contracts/EAS.sol/EAS.json' with {
  type: 'json',
}
import { privateKeyToAccount } from 'viem/accounts'
import { getBlock, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { keccak256, stringToHex } from 'viem/utils'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import { easAbi } from './abi/eas.ts'
import { type ChainClient, chainClient } from './client.ts'
import {
  type EasTransaction,
  readFee,
  readRevokeOffchain,
  readTimestamp,
  revokeOffchainTransaction,
  timestampTransaction,
} from './eas.ts'

let chain: LocalChain
let client: ChainClient
beforeAll(async () => {
  chain = await startLocalChain()
  client = chainClient({ chainId: chain.chainId, rpcUrl: chain.rpcUrl, pollingMs: 10 })
})
afterAll(() => chain.stop())

const hash = (text: string) => keccak256(stringToHex(text))

/** Sends from the chain's account `index`; the time of the transaction's block. */
const send = async (index: number, { to, data }: EasTransaction) => {
  const account = privateKeyToAccount(chain.accounts[index]!.privateKey)
  const sent = await sendTransaction(client, { account, to, data })
  const { status, blockNumber } = await waitForTransactionReceipt(client, { hash: sent })
  if (status !== 'success') throw new Error('The transaction was reverted.')
  return Number((await getBlock(client, { blockNumber })).timestamp)
}

const shape = (item: { name?: string; stateMutability?: string; inputs?: readonly { type: string }[] }) => ({
  name: item.name,
  stateMutability: item.stateMutability,
  inputs: item.inputs?.map(({ type }) => type),
})

it.each(easAbi.map((item) => item.name))("has EAS's own %s", (name) => {
  const item = easAbi.find((ours) => ours.name === name)!
  expect(theirs.abi.filter(({ type }) => type === 'function').map(shape)).toContainEqual(shape(item))
})

it('puts the time of a hash on chain, and finds it there', async () => {
  const transaction = timestampTransaction(chain.chainId, hash('a head'))
  expect(await readTimestamp(client, hash('a head'))).toBeUndefined()
  const at = await send(1, transaction)
  expect(await readTimestamp(client, hash('a head'))).toBe(at)
  expect(await readTimestamp(client, hash('another'))).toBeUndefined()
})

it('revokes for the account that sends, and for no other', async () => {
  const uid = hash('a receipt')
  const at = await send(1, revokeOffchainTransaction(chain.chainId, uid))
  expect(await readRevokeOffchain(client, chain.accounts[1]!.address, uid)).toBe(at)
  expect(await readRevokeOffchain(client, chain.accounts[2]!.address, uid)).toBeUndefined()
  expect(await readTimestamp(client, uid)).toBeUndefined()
})

it('says what a transaction would cost, and where the contract would refuse', async () => {
  const transaction = timestampTransaction(chain.chainId, hash('priced'))
  const from = chain.accounts[1]!.address
  expect(await readFee(client, from, transaction)).toBeGreaterThan(0n)
  await send(1, transaction)
  await expect(readFee(client, from, transaction)).rejects.toMatchObject({ code: 'chain/reverted' })
})

it('knows no EAS on a chain that Proviso does not know', () => {
  expect(() => timestampTransaction(1, hash('a head'))).toThrow(
    expect.objectContaining({ code: 'chain/unknown' }),
  )
})

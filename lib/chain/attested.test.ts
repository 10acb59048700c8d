import eas from '@ethereum-attestation-service/eas-contracts/artifacts/contracts/EAS.sol/EAS.json' with {
  type: 'json',
}
import registry from '@ethereum-attestation-service/eas-contracts/artifacts/contracts/SchemaRegistry.sol/SchemaRegistry.json' with {
  type: 'json',
}
import type { Abi } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { readContract, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { encodeFunctionData } from 'viem/utils'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import { CHAINS } from '../protocol/chains.ts'
import { schemaUid } from '../protocol/eas.ts'
import { type Address, type Bytes32, ZERO_ADDRESS, ZERO_BYTES32 } from '../protocol/hex.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { readAttested } from './attested.ts'
import { type ChainClient, chainClient } from './client.ts'

const SCHEMA = 'bool isVerifiedPublisher'
const SCHEMA_UID = schemaUid(SCHEMA, true)

let chain: LocalChain
let client: ChainClient
beforeAll(async () => {
  chain = await startLocalChain()
  client = chainClient({ chainId: chain.chainId, rpcUrl: chain.rpcUrl, pollingMs: 10 })
  const registered = await readContract(client, {
    address: easAddress(),
    abi: eas.abi as Abi,
    functionName: 'getSchemaRegistry',
  })
  await send(registered as Address, registry.abi as Abi, 'register', [SCHEMA, ZERO_ADDRESS, true])
})
afterAll(() => chain.stop())

const easAddress = (): Address => CHAINS[chain.chainId]!.eas.address
const attester = () => privateKeyToAccount(chain.accounts[1]!.privateKey)

const send = async (to: Address, abi: Abi, functionName: string, args: unknown[]) => {
  const hash = await sendTransaction(client, {
    account: attester(),
    to,
    data: encodeFunctionData({ abi, functionName, args }),
  })
  const receipt = await waitForTransactionReceipt(client, { hash })
  if (receipt.status !== 'success') throw new Error(`${functionName} was reverted.`)
  return receipt
}

/** The uid of a new attestation about `recipient`. `expires`: seconds since 1970, 0 for never. */
const attest = async (recipient: Address, expires = 0n): Promise<Bytes32> => {
  const { logs } = await send(easAddress(), eas.abi as Abi, 'attest', [
    {
      schema: SCHEMA_UID,
      data: {
        recipient,
        expirationTime: expires,
        revocable: true,
        refUID: ZERO_BYTES32,
        data: '0x',
        value: 0n,
      },
    },
  ])
  return logs[0]!.data as Bytes32
}

const revoke = (uid: Bytes32) =>
  send(easAddress(), eas.abi as Abi, 'revoke', [{ schema: SCHEMA_UID, data: { uid, value: 0n } }])

const task = (attestations?: Bytes32[]): TaskManifest => {
  const { publisher, reward, ...rest } = manifestFixture()
  return {
    ...rest,
    publisher: { ...publisher, address: chain.accounts[2]!.address, attestations },
    reward: { ...reward, chainId: chain.chainId },
  }
}

const read = (attestations: Bytes32[], now = Date.now()) => readAttested(client, task(attestations), now)
const HELD = () => [{ schema: SCHEMA_UID, attester: attester().address }]

it('a publisher holds what is attested of its own address, by whom and under which schema', async () => {
  const uid = await attest(chain.accounts[2]!.address)
  expect(await read([uid])).toEqual(HELD())
  expect(await readAttested(client, task(), Date.now())).toEqual([])
})

it('not what is said of another address, nor what nobody said', async () => {
  const foreign = await attest(chain.accounts[3]!.address)
  expect(await read([foreign, `0x${'77'.repeat(32)}`, ZERO_BYTES32])).toEqual([])
})

it('not what was taken back', async () => {
  const uid = await attest(chain.accounts[2]!.address)
  await revoke(uid)
  expect(await read([uid])).toEqual([])
})

it('not what has expired', async () => {
  const expires = BigInt(Math.floor(Date.now() / 1000) + 3600)
  const uid = await attest(chain.accounts[2]!.address, expires)
  expect(await read([uid])).toEqual(HELD())
  expect(await read([uid], Number(expires) * 1000 + 1)).toEqual([])
})

import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { concatHex, encodeAbiParameters, serializeErc6492Signature } from 'viem/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import { DETERMINISTIC_DEPLOYER, deploy, deploymentOf, SALT } from '../../scripts/local/deploy.ts'
import { revocationTypedData } from '../protocol/statements.ts'
import { type ChainClient, chainClient } from './client.ts'
import { chainVerify } from './verify.ts'

const person = privateKeyToAccount(generatePrivateKey())
const stranger = privateKeyToAccount(generatePrivateKey())
const typedData = revocationTypedData({
  receipt: `0x${'01'.repeat(32)}`,
  account: person.address,
  time: 1_790_000_000,
})

let chain: LocalChain
let client: ChainClient
beforeAll(async () => {
  chain = await startLocalChain()
  client = chainClient({ ...chain, pollingMs: 10 })
})
afterAll(() => chain.stop())

const unreachable = chainClient({ chainId: 31_337, rpcUrl: 'http://127.0.0.1:9' })

/** A contract wallet that `person` owns. */
const walletOf = (owner: `0x${string}`) =>
  deploymentOf(
    concatHex([chain.artefacts.TestWallet.bytecode, encodeAbiParameters([{ type: 'address' }], [owner])]),
  )

describe('chainVerify', () => {
  it('believes a plain account without asking the chain', async () => {
    const signature = await person.signTypedData(typedData)
    expect(await chainVerify(unreachable)({ address: person.address, typedData, signature })).toBe(true)
  })

  it('does not believe another account', async () => {
    const signature = await stranger.signTypedData(typedData)
    expect(await chainVerify(client)({ address: person.address, typedData, signature })).toBe(false)
  })

  it('asks a deployed contract wallet (ERC-1271)', async () => {
    const wallet = walletOf(person.address)
    await deploy(client, chain.accounts[0]!.address, wallet)
    const claim = { address: wallet.address, typedData }
    const verify = chainVerify(client)
    expect(await verify({ ...claim, signature: await person.signTypedData(typedData) })).toBe(true)
    expect(await verify({ ...claim, signature: await stranger.signTypedData(typedData) })).toBe(false)
  })

  it('asks a contract wallet that is not deployed yet (ERC-6492), and leaves it so', async () => {
    const { address, creationCode } = walletOf(stranger.address)
    const wrap = async (signer: typeof person) =>
      serializeErc6492Signature({
        address: DETERMINISTIC_DEPLOYER,
        data: concatHex([SALT, creationCode]),
        signature: await signer.signTypedData(typedData),
      })
    const verify = chainVerify(client)
    expect(await verify({ address, typedData, signature: await wrap(stranger) })).toBe(true)
    expect(await verify({ address, typedData, signature: await wrap(person) })).toBe(false)
    expect(await verify({ address, typedData, signature: await stranger.signTypedData(typedData) })).toBe(
      false,
    )
  })

  it.each(['0x', '0x00', `0x${'ff'.repeat(65)}`, `0x${'6492'.repeat(40)}`] as const)(
    'takes %s for no signature',
    async (signature) => {
      expect(await chainVerify(client)({ address: person.address, typedData, signature })).toBe(false)
    },
  )

  it('does not take a lost connection for a no', async () => {
    const signature = await stranger.signTypedData(typedData)
    await expect(
      chainVerify(unreachable)({ address: person.address, typedData, signature }),
    ).rejects.toMatchObject({ code: 'chain/unreachable' })
  })
})

import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { getCode } from 'viem/actions'
import { concatHex, encodeAbiParameters, serializeErc6492Signature } from 'viem/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import {
  contractWalletOf,
  deployContractWallet,
  undeployedSignature,
} from '../../scripts/local/contractWallet.ts'
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

  it('goes on believing a wallet of a factory once it is deployed, with either form of signature', async () => {
    const from = chain.accounts[0]!.address
    const wallet = contractWalletOf(chain.artefacts, person.address)
    await deploy(client, from, wallet.factory)
    const claim = { address: wallet.address, typedData }
    const [plain, forged] = [await person.signTypedData(typedData), await stranger.signTypedData(typedData)]
    const verify = chainVerify(client)
    expect(await verify({ ...claim, signature: undeployedSignature(wallet, plain) })).toBe(true)
    expect(await verify({ ...claim, signature: undeployedSignature(wallet, forged) })).toBe(false)
    expect(await getCode(client, { address: wallet.address })).toBeUndefined()
    await deployContractWallet(client, from, wallet)
    expect(await verify({ ...claim, signature: plain })).toBe(true)
    expect(await verify({ ...claim, signature: undeployedSignature(wallet, plain) })).toBe(true)
    expect(await verify({ ...claim, signature: undeployedSignature(wallet, forged) })).toBe(false)
  })

  it('does not believe a wallet that another factory would deploy elsewhere', async () => {
    const [own, other] = [person, stranger].map(({ address }) => contractWalletOf(chain.artefacts, address))
    await deploy(client, chain.accounts[0]!.address, own!.factory)
    const signature = undeployedSignature(own!, await person.signTypedData(typedData))
    expect(await chainVerify(client)({ address: other!.address, typedData, signature })).toBe(false)
  })

  describe('of contracts that answer as none should', () => {
    const oddWallet = (mode: number) =>
      deploymentOf(
        concatHex([chain.artefacts.OddWallet.bytecode, encodeAbiParameters([{ type: 'uint8' }], [mode])]),
      )

    it.each([
      ['says the magic word', 0, true],
      ['answers with noise', 1, false],
      ['answers “true”', 2, false],
      ['answers with half a word', 3, false],
      ['answers with nothing', 4, false],
      ['reverts', 5, false],
      ['burns all the gas there is', 6, false],
      ['answers with a megabyte', 7, false],
    ] as const)('one that %s, deployed or not: %i is %s', async (_, mode, expected) => {
      const wallet = oddWallet(mode)
      const signature = await person.signTypedData(typedData)
      const undeployed = serializeErc6492Signature({
        address: DETERMINISTIC_DEPLOYER,
        data: concatHex([SALT, wallet.creationCode]),
        signature,
      })
      const verify = chainVerify(client)
      expect(await verify({ address: wallet.address, typedData, signature: undeployed })).toBe(expected)
      await deploy(client, chain.accounts[0]!.address, wallet)
      expect(await verify({ address: wallet.address, typedData, signature })).toBe(expected)
    })

    it.each([1, 5, 6, 7])('a factory of that kind (%i) deploys nothing and is not believed', async (mode) => {
      const factory = oddWallet(mode)
      await deploy(client, chain.accounts[0]!.address, factory)
      const signature = serializeErc6492Signature({
        address: factory.address,
        data: '0x12345678',
        signature: await person.signTypedData(typedData),
      })
      const { address } = walletOf(factory.address)
      expect(await chainVerify(client)({ address, typedData, signature })).toBe(false)
    })
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

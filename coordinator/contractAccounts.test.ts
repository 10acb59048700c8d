import { concatHex, encodeAbiParameters, serializeErc6492Signature } from 'viem/utils'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Signer } from '../lib/attest/signer.ts'
import { testDelegation } from '../lib/attest/testing/fixtures.ts'
import { type ChainClient, chainClient } from '../lib/chain/client.ts'
import type { Hex } from '../lib/protocol/hex.ts'
import {
  contractWalletOf,
  deployContractWallet,
  undeployedSignature,
} from '../scripts/local/contractWallet.ts'
import { DETERMINISTIC_DEPLOYER, deploy, deploymentOf, SALT } from '../scripts/local/deploy.ts'
import { SyntheticContributor } from './testing/contributor.ts'
import { startWorld, type World } from './testing/world.ts'

let world: World
let client: ChainClient
beforeAll(async () => {
  world = await startWorld()
  const { chainId, rpcUrl } = world.chain
  client = chainClient({ chainId, rpcUrl, pollingMs: 10 })
}, 60_000)
afterEach(() => world.rest())
afterAll(() => world.stop())

const payer = () => world.chain.accounts[9]!.address

/** A contributor whose account is a contract; `form` makes the contract's signature of its owner's. */
const contractContributor = async (
  contributor: SyntheticContributor,
  form: (signature: Hex, wallet: ReturnType<typeof contractWalletOf>) => Hex,
): Promise<{ contributor: SyntheticContributor; wallet: ReturnType<typeof contractWalletOf> }> => {
  const owner = contributor.wallet
  const wallet = contractWalletOf(world.chain.artefacts, owner.address)
  await deploy(client, payer(), wallet.factory)
  const signer: Signer = {
    address: wallet.address,
    signTypedData: async (typedData) => form(await owner.signTypedData(typedData), wallet),
  }
  return { contributor: Object.assign(contributor, { wallet: signer }), wallet }
}

const start = async (minCohort = 1) => {
  const { id, manifest } = await world.task({ minCohort })
  const url = await (await world.coordinator()).listen(0)
  return { id, newcomer: () => new SyntheticContributor(url, id, manifest) }
}

describe('accounts that are contracts', () => {
  it('take a seat, contribute and are accepted: one that is deployed, one that is not yet', async () => {
    const { id, newcomer } = await start(2)
    const deployed = await contractContributor(newcomer(), (signature) => signature)
    await deployContractWallet(client, payer(), deployed.wallet)
    const undeployed = await contractContributor(newcomer(), (signature, wallet) =>
      undeployedSignature(wallet, signature),
    )
    for (const { contributor } of [deployed, undeployed]) await contributor.enrol()
    await world.events.until('round open', { task: id, round: 1 })
    const answers = []
    for (const { contributor } of [deployed, undeployed]) answers.push(await contributor.contribute(0.5))
    expect(answers.map(({ acceptance }) => acceptance.statement.account)).toEqual([
      deployed.wallet.address,
      undeployed.wallet.address,
    ])
  })

  it('are refused when somebody else signed, deployed or not', async () => {
    const { newcomer } = await start()
    const stranger = newcomer().wallet
    for (const isDeployed of [false, true]) {
      const { contributor, wallet } = await contractContributor(newcomer(), (signature) => signature)
      if (isDeployed) await deployContractWallet(client, payer(), wallet)
      const { statement } = await contributor.delegation()
      const { signature } = await testDelegation(stranger, contributor.key, contributor.now(), statement)
      const forged = isDeployed ? signature : undeployedSignature(wallet, signature)
      contributor.delegation = async () => ({ statement, signature: forged })
      await expect(contributor.enrol()).rejects.toMatchObject({
        code: 'delegation/bad-signature',
        status: 403,
      })
    }
  })

  it('are refused for a delegation of another chain, where their address may be somebody else’s', async () => {
    const { newcomer } = await start()
    const { contributor, wallet } = await contractContributor(newcomer(), (signature) => signature)
    await deployContractWallet(client, payer(), wallet)
    const elsewhere = await testDelegation(contributor.wallet, contributor.key, contributor.now(), {
      chainId: '8453',
    })
    contributor.delegation = async () => elsewhere
    await expect(contributor.enrol()).rejects.toMatchObject({ code: 'delegation/bad-signature' })
  })

  it('that answer with noise, too much, too little, never or not at all are refused, and others are still served', async () => {
    const { newcomer } = await start()
    const [garbage, reverts, burnsGas, flood] = [1, 5, 6, 7]
    for (const mode of [garbage, reverts, burnsGas, flood]) {
      const contributor = newcomer()
      const { OddWallet } = world.chain.artefacts
      const odd = deploymentOf(
        concatHex([OddWallet.bytecode, encodeAbiParameters([{ type: 'uint8' }], [mode!])]),
      )
      const owner = contributor.wallet
      Object.assign(contributor, {
        wallet: {
          address: odd.address,
          signTypedData: async (typedData) =>
            serializeErc6492Signature({
              address: DETERMINISTIC_DEPLOYER,
              data: concatHex([SALT, odd.creationCode]),
              signature: await owner.signTypedData(typedData),
            }),
        } satisfies Signer,
      })
      await expect(contributor.enrol()).rejects.toMatchObject({ code: 'delegation/bad-signature' })
    }
    expect(await newcomer().enrol()).toMatchObject({ seat: 0 })
  })
})

import type { Address, Client, Hex } from 'viem'
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import {
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  serializeErc6492Signature,
} from 'viem/utils'
import type { Artefacts } from './contracts.ts'
import { type Deployment, deploymentOf, SALT } from './deploy.ts'

/** A contract wallet for tests, as smart wallets are: its address follows from its owner, deployed or not. */
export interface ContractWallet {
  readonly address: Address
  readonly factory: Deployment
  /** What the factory is called with to deploy it. */
  readonly deployCall: Hex
}

type Needed = Pick<Artefacts, 'TestWallet' | 'TestWalletFactory'>

export const contractWalletOf = (
  { TestWallet, TestWalletFactory }: Needed,
  owner: Address,
): ContractWallet => {
  const factory = deploymentOf(TestWalletFactory.bytecode)
  return {
    factory,
    address: getContractAddress({
      opcode: 'CREATE2',
      from: factory.address,
      salt: SALT,
      bytecode: concatHex([TestWallet.bytecode, encodeAbiParameters([{ type: 'address' }], [owner])]),
    }),
    deployCall: encodeFunctionData({
      abi: TestWalletFactory.abi,
      functionName: 'createAccount',
      args: [owner, SALT],
    }),
  }
}

/** The owner's signature as that of a wallet that is not deployed yet: it carries how it would be (ERC-6492). */
export const undeployedSignature = ({ factory, deployCall }: ContractWallet, signature: Hex): Hex =>
  serializeErc6492Signature({ address: factory.address, data: deployCall, signature })

/** Has the factory, which must be there, deploy the wallet. */
export const deployContractWallet = async (
  client: Client,
  from: Address,
  { factory, deployCall }: ContractWallet,
): Promise<void> => {
  const hash = await sendTransaction(client, {
    account: from,
    chain: null,
    to: factory.address,
    data: deployCall,
  })
  const { status } = await waitForTransactionReceipt(client, { hash })
  if (status !== 'success') throw new Error('The contract wallet could not be deployed.')
}

import eas from '@ethereum-attestation-service/eas-contracts/artifacts/contracts/EAS.sol/EAS.json' with {
  type: 'json',
}
import schemaRegistry from '@ethereum-attestation-service/eas-contracts/artifacts/contracts/SchemaRegistry.sol/SchemaRegistry.json' with {
  type: 'json',
}
import type { Address, Client, Hex } from 'viem'
import { getCode, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { concatHex, encodeAbiParameters, getContractAddress } from 'viem/utils'
import { ZERO_BYTES32 } from '../../lib/protocol/hex.ts'
import type { Artefacts } from './contracts.ts'

/** Deploys by CREATE2 whatever it is sent; anvil and most chains have it (github.com/Arachnid/deterministic-deployment-proxy). */
export const DETERMINISTIC_DEPLOYER: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C'

export const SALT = ZERO_BYTES32

export interface Deployment {
  readonly address: Address
  /** Creation code with its arguments. */
  readonly creationCode: Hex
}

/** A contract whose address follows from its code alone. */
export const deploymentOf = (creationCode: Hex): Deployment => ({
  address: getContractAddress({
    opcode: 'CREATE2',
    from: DETERMINISTIC_DEPLOYER,
    salt: SALT,
    bytecode: creationCode,
  }),
  creationCode,
})

/** All contracts of a local chain, in an order in which they can be deployed. */
export const deploymentsOf = ({ TaskEscrow, TestUSD }: Pick<Artefacts, 'TaskEscrow' | 'TestUSD'>) => {
  const registry = deploymentOf(schemaRegistry.bytecode as Hex)
  const registryArgument = encodeAbiParameters([{ type: 'address' }], [registry.address])
  return {
    schemaRegistry: registry,
    eas: deploymentOf(concatHex([eas.bytecode as Hex, registryArgument])),
    escrow: deploymentOf(TaskEscrow.bytecode),
    token: deploymentOf(TestUSD.bytecode),
  }
}

/** Deploys a contract from an account that the node holds the key of, unless it is there already. */
export const deploy = async (
  client: Client,
  from: Address,
  { address, creationCode }: Deployment,
): Promise<void> => {
  if ((await getCode(client, { address })) !== undefined) return
  const hash = await sendTransaction(client, {
    account: from,
    chain: null,
    to: DETERMINISTIC_DEPLOYER,
    data: concatHex([SALT, creationCode]),
  })
  const { status } = await waitForTransactionReceipt(client, { hash })
  if (status !== 'success') throw new Error(`The contract for ${address} could not be deployed.`)
}

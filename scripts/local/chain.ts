import { type Address, createClient, type Hex, http } from 'viem'
import { mnemonicToAccount } from 'viem/accounts'
import { bytesToHex } from 'viem/utils'
import { startAnvil } from './anvil.ts'
import { type Artefacts, buildContracts } from './contracts.ts'
import { deploy, deploymentsOf } from './deploy.ts'

export interface LocalAccount {
  readonly address: Address
  readonly privateKey: Hex
}

export interface LocalChain {
  readonly rpcUrl: string
  readonly chainId: 31337
  readonly escrow: Address
  /** `TestUSD`, six decimals; anybody may mint. */
  readonly token: Address
  readonly eas: Address
  readonly schemaRegistry: Address
  /** Anvil's ten well-known accounts, each with 10,000 ether. Worthless anywhere else. */
  readonly accounts: readonly LocalAccount[]
  readonly artefacts: Artefacts
  stop(): Promise<void>
}

/** The mnemonic that every development node starts with. */
const MNEMONIC = 'test test test test test test test test test test test junk'

const localAccount = (addressIndex: number): LocalAccount => {
  const account = mnemonicToAccount(MNEMONIC, { addressIndex })
  const key = account.getHdKey().privateKey
  if (key === null) throw new Error('The mnemonic gave no private key.')
  return { address: account.address, privateKey: bytesToHex(key) }
}

/**
 * A chain on this machine with everything Proviso needs deployed, at the same addresses every time. `port` 0 or none
 * takes any free one. Compiles the contracts first where they changed. Ends with the process at the latest.
 */
export const startLocalChain = async ({ port = 0 }: { port?: number } = {}): Promise<LocalChain> => {
  const artefacts = await buildContracts()
  const anvil = await startAnvil(port)
  try {
    const client = createClient({ transport: http(anvil.rpcUrl), pollingInterval: 20 })
    const accounts = Array.from({ length: 10 }, (_, index) => localAccount(index))
    const deployments = deploymentsOf(artefacts)
    for (const deployment of Object.values(deployments))
      await deploy(client, accounts[0]!.address, deployment)
    return {
      rpcUrl: anvil.rpcUrl,
      chainId: 31337,
      escrow: deployments.escrow.address,
      token: deployments.token.address,
      eas: deployments.eas.address,
      schemaRegistry: deployments.schemaRegistry.address,
      accounts,
      artefacts,
      stop: anvil.stop,
    }
  } catch (error) {
    await anvil.stop()
    throw error
  }
}

if (import.meta.main) {
  const { artefacts: _, stop: _stop, ...chain } = await startLocalChain({ port: 8545 })
  console.log(JSON.stringify(chain, undefined, 2))
}

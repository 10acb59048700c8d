import { estimateGas, getGasPrice, readContract } from 'viem/actions'
import { encodeFunctionData } from 'viem/utils'
import { CHAINS } from '../protocol/chains.ts'
import type { Address, Bytes32, Hex } from '../protocol/hex.ts'
import { easAbi } from './abi/eas.ts'
import type { ChainClient } from './client.ts'
import { answered, ChainError } from './errors.ts'

/** What the wallet flow sends from the person's account (`TransactionSender` in lib/earnings/claim.ts). */
export interface EasTransaction {
  readonly chainId: number
  readonly to: Address
  readonly data: Hex
}

/** Throws `chain/unknown`: only chains whose EAS we know by its address are written to and read. */
const easOf = (chainId: number): Address => {
  const facts = CHAINS[chainId]
  if (facts === undefined) throw new ChainError('chain/unknown', `Proviso does not know chain ${chainId}.`)
  return facts.eas.address
}

/**
 * Puts the time of 32 bytes on chain: whoever shows what they are the hash of shows that it existed by then. Anybody may,
 * and only the first time counts: EAS refuses a second.
 */
export const timestampTransaction = (chainId: number, data: Bytes32): EasTransaction => ({
  chainId,
  to: easOf(chainId),
  data: encodeFunctionData({ abi: easAbi, functionName: 'timestamp', args: [data] }),
})

/** The account says on chain that it revokes what `data` names: the uid of an attestation that was never on chain. */
export const revokeOffchainTransaction = (chainId: number, data: Bytes32): EasTransaction => ({
  chainId,
  to: easOf(chainId),
  data: encodeFunctionData({ abi: easAbi, functionName: 'revokeOffchain', args: [data] }),
})

/** Zero is EAS's word for never. */
const timeOf = (seconds: bigint): number | undefined => (seconds === 0n ? undefined : Number(seconds))

/** When `data` was time-stamped: seconds since 1970, the block's. Undefined where it never was. */
export const readTimestamp = async (client: ChainClient, data: Bytes32): Promise<number | undefined> =>
  timeOf(
    await answered(
      readContract(client, {
        address: easOf(client.chain.id),
        abi: easAbi,
        functionName: 'getTimestamp',
        args: [data],
      }),
    ),
  )

/** When `revoker` revoked `data` off-chain: seconds since 1970, the block's. Undefined where it never did. */
export const readRevokeOffchain = async (
  client: ChainClient,
  revoker: Address,
  data: Bytes32,
): Promise<number | undefined> =>
  timeOf(
    await answered(
      readContract(client, {
        address: easOf(client.chain.id),
        abi: easAbi,
        functionName: 'getRevokeOffchain',
        args: [revoker, data],
      }),
    ),
  )

/**
 * What the transaction would cost `from` now, in wei: said before it is asked for. Wallets may pay more for haste, and chains on
 * top of Ethereum add what their data costs there.
 */
export const readFee = async (
  client: ChainClient,
  from: Address,
  { to, data }: EasTransaction,
): Promise<bigint> => {
  const [gas, price] = await Promise.all([
    answered(estimateGas(client, { account: from, to, data })),
    answered(getGasPrice(client)),
  ])
  return gas * price
}

import type { LocalAccount } from 'viem'
import { estimateContractGas, waitForTransactionReceipt, writeContract } from 'viem/actions'
import { taskEscrowAbi } from '../../lib/chain/abi/taskEscrow.ts'
import type { ChainClient } from '../../lib/chain/client.ts'
import { answered, ChainError } from '../../lib/chain/errors.ts'
import type { Address, Hex } from '../../lib/protocol/hex.ts'

const MINED_WITHIN_MS = 90_000

/** Resolves when the transaction is mined and did not revert. Throws `chain/reverted` or `chain/unreachable`. */
export const mined = async (client: ChainClient, hash: Hex): Promise<void> => {
  const { status } = await answered(waitForTransactionReceipt(client, { hash, timeout: MINED_WITHIN_MS }))
  if (status !== 'success')
    throw new ChainError('chain/reverted', 'A transaction was mined and reverted.', {
      details: `Transaction ${hash}.`,
    })
}

interface EscrowCall {
  readonly client: ChainClient
  readonly account: LocalAccount
  readonly escrow: Address
  readonly functionName: 'postEnrolmentRoot' | 'postPayoutRoot' | 'claimMany'
  readonly args: readonly unknown[]
  /** At least so much gas: for calls whose inner failures would satisfy an estimate. */
  readonly gas?: bigint
}

/** Sends to the escrow and waits. An estimate runs first, so that a call that must revert costs nothing. */
export const sendToEscrow = async ({ client, account, escrow, functionName, args, gas }: EscrowCall) => {
  const call = { address: escrow, abi: taskEscrowAbi, functionName, args, account } as Parameters<
    typeof estimateContractGas
  >[1]
  const estimate = await answered(estimateContractGas(client, call))
  const hash = await answered(
    writeContract(client, {
      ...call,
      chain: client.chain,
      gas: gas !== undefined && gas > estimate ? gas : estimate,
    } as Parameters<typeof writeContract>[1]),
  )
  await mined(client, hash)
  return hash
}

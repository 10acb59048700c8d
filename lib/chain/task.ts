import { readContract } from 'viem/actions'
import { type Address, type Bytes32, ZERO_ADDRESS } from '../protocol/hex.ts'
import { taskEscrowAbi } from './abi/taskEscrow.ts'
import type { ChainClient } from './client.ts'
import { answered } from './errors.ts'

/** Where a task's money is. */
export interface EscrowTask {
  readonly client: ChainClient
  readonly escrow: Address
  readonly taskId: Bytes32
}

/** A task as the escrow holds it. Amounts are base units of `token`, times seconds since 1970. */
export interface TaskOnChain {
  readonly publisher: Address
  readonly token: Address
  readonly settlementKey: Address
  readonly seats: number
  readonly enrolledSeats: number
  readonly enrolmentRoots: number
  readonly maxPerSeat: bigint
  readonly bond: bigint
  readonly paid: bigint
  readonly closesAt: number
  readonly refundAfter: number
  readonly openedAtBlock: number
  readonly refunded: boolean
}

/** The task, or undefined where it was never opened. */
export const readTask = async ({ client, escrow, taskId }: EscrowTask): Promise<TaskOnChain | undefined> => {
  const task = await answered(
    readContract(client, { address: escrow, abi: taskEscrowAbi, functionName: 'task', args: [taskId] }),
  )
  return task.publisher === ZERO_ADDRESS ? undefined : { ...task, refundAfter: Number(task.refundAfter) }
}

import { getBlock, getBlockNumber, getLogs, readContract } from 'viem/actions'
import { encodeFunctionData, getAbiItem } from 'viem/utils'
import {
  type Address,
  type Bytes32,
  type Hex,
  sameAddress,
  ZERO_ADDRESS,
  ZERO_BYTES32,
} from '../protocol/hex.ts'
import { seatLeaf } from '../protocol/statements.ts'
import { type TaskManifest, taskIdOf } from '../protocol/task.ts'
import { taskEscrowAbi } from './abi/taskEscrow.ts'
import type { ChainClient } from './client.ts'
import { answered, ChainError } from './errors.ts'
import { assertFunded } from './funding.ts'
import { verifyProof } from './merkle.ts'
import { type EscrowTask, readTask } from './task.ts'

export { taskEscrowAbi } from './abi/taskEscrow.ts'
export { readTask } from './task.ts'

export interface SeatOnChain {
  /** Who holds the seat; undefined until its first claim. */
  readonly account: Address | undefined
  /** All that the seat was paid so far, base units. */
  readonly paid: bigint
}

export const readSeat = async ({
  client,
  escrow,
  taskId,
  seat,
}: EscrowTask & { readonly seat: number }): Promise<SeatOnChain> => {
  const { account, paid } = await answered(
    readContract(client, { address: escrow, abi: taskEscrowAbi, functionName: 'seat', args: [taskId, seat] }),
  )
  return { account: account === ZERO_ADDRESS ? undefined : account, paid }
}

export interface EnrolmentRoot {
  readonly root: Bytes32
  readonly firstSeat: number
  readonly count: number
}

/** The enrolment root at `index`, or undefined where it was not posted. */
export const readEnrolmentRoot = async ({
  client,
  escrow,
  taskId,
  index,
}: EscrowTask & { readonly index: number }): Promise<EnrolmentRoot | undefined> => {
  const found = await answered(
    readContract(client, {
      address: escrow,
      abi: taskEscrowAbi,
      functionName: 'enrolmentRoot',
      args: [taskId, BigInt(index)],
    }),
  )
  return found.root === ZERO_BYTES32 ? undefined : found
}

export interface SeatToVerify {
  readonly client: ChainClient
  readonly manifest: TaskManifest
  readonly seat: number
  readonly account: Address
  /** Which of the task's enrolment roots holds the seat, and its proof there. */
  readonly rootIndex: number
  readonly proof: readonly Bytes32[]
}

/**
 * Resolves once it is certain that `account` can be paid for `seat`: the task is funded (see `assertFunded`), a
 * write-once enrolment root covers the seat and gives it to this account, and nobody else has claimed on it.
 * Throws as `assertFunded` does, or `chain/root-missing`, `chain/wrong-proof`, `chain/seat-taken`.
 */
export const verifySeat = async ({
  client,
  manifest,
  seat,
  account,
  rootIndex,
  proof,
}: SeatToVerify): Promise<void> => {
  await assertFunded({ client, manifest })
  const at = { client, escrow: manifest.reward.escrow, taskId: taskIdOf(manifest) }

  const enrolled = await readEnrolmentRoot({ ...at, index: rootIndex })
  if (enrolled === undefined)
    throw new ChainError('chain/root-missing', 'The seat is not on chain.', {
      details: `The task has no enrolment root ${rootIndex}.`,
      todo: 'It may appear in a moment: ask again later.',
    })
  const covered = seat >= enrolled.firstSeat && seat < enrolled.firstSeat + enrolled.count
  if (!covered || !verifyProof(enrolled.root, seatLeaf(seat, account), proof))
    throw new ChainError(
      'chain/wrong-proof',
      'The enrolment root on chain does not give this seat to this account.',
      {
        details: `Seat ${seat}, enrolment root ${rootIndex}.`,
        todo: 'Nothing is trained for this seat. Tell the publisher.',
      },
    )

  // One root can name a seat twice; the first claim decides who holds it.
  const { account: holder } = await readSeat({ ...at, seat })
  if (holder !== undefined && !sameAddress(holder, account))
    throw new ChainError('chain/seat-taken', 'Somebody else was paid for this seat.', {
      details: `Seat ${seat} belongs to ${holder}.`,
      todo: 'Nothing is trained for this seat. Tell the publisher.',
    })
}

export interface PayoutRoot {
  readonly round: number
  readonly roundHash: Bytes32
  readonly root: Bytes32
}

/** The payout root that claims are proven against now, or undefined before the first. */
export const readActivePayout = async ({
  client,
  escrow,
  taskId,
}: EscrowTask): Promise<PayoutRoot | undefined> => {
  const found = await answered(
    readContract(client, {
      address: escrow,
      abi: taskEscrowAbi,
      functionName: 'payoutRoot',
      args: [taskId],
    }),
  )
  return found.root === ZERO_BYTES32 ? undefined : found
}

export interface Payment {
  readonly account: Address
  /** Paid by this transaction, base units. */
  readonly amount: bigint
  /** All that the seat was paid with it, base units. */
  readonly cumulative: bigint
  readonly txHash: Bytes32
  readonly blockNumber: bigint
  /** Seconds since 1970. */
  readonly blockTime: number
}

/** Public nodes answer for about ten thousand blocks at once. */
const LOG_WINDOW = 9_000n

const paidEvent = getAbiItem({ abi: taskEscrowAbi, name: 'Paid' })

/** Newer nodes say it with the log. */
const blockTimeOf = async (client: ChainClient, blockNumber: bigint, said?: bigint | null): Promise<number> =>
  Number(said ?? (await answered(getBlock(client, { blockNumber }))).timestamp)

/**
 * Every payment to a seat from `fromBlock` (default: the block in which the task opened) to now, oldest first.
 * To follow a seat, pass the block after the last one known.
 */
export const readPayments = async ({
  client,
  escrow,
  taskId,
  seat,
  fromBlock,
}: EscrowTask & { readonly seat: number; readonly fromBlock?: bigint }): Promise<readonly Payment[]> => {
  const first = fromBlock ?? BigInt((await readTask({ client, escrow, taskId }))?.openedAtBlock ?? 0)
  const last = await answered(getBlockNumber(client, { cacheTime: 0 }))
  const payments: Payment[] = []
  for (let from = first; from <= last; from += LOG_WINDOW) {
    const to = from + LOG_WINDOW - 1n
    const logs = await answered(
      getLogs(client, {
        address: escrow,
        event: paidEvent,
        args: { taskId, seat },
        strict: true,
        fromBlock: from,
        toBlock: to < last ? to : last,
      }),
    )
    for (const { args, transactionHash, blockNumber, blockTimestamp } of logs)
      payments.push({
        account: args.account,
        amount: args.amount,
        cumulative: args.cumulative,
        txHash: transactionHash,
        blockNumber,
        blockTime: await blockTimeOf(client, blockNumber, blockTimestamp),
      })
  }
  return payments
}

/** What anybody needs to pay a seat out. */
export interface SeatClaim {
  readonly seat: number
  readonly account: Address
  /** As in the payout root, base units. */
  readonly cumulative: bigint
  readonly payoutProof: readonly Bytes32[]
  /** Which enrolment root holds the seat, and its proof there. */
  readonly rootIndex: number
  readonly enrolmentProof: readonly Bytes32[]
}

/** A claim as the contract reads it. */
export const claimArgument = ({ rootIndex, ...claim }: SeatClaim) => ({
  ...claim,
  enrolmentRootIndex: BigInt(rootIndex),
})

/** Call data of `claimFor`. */
export const encodeClaimFor = (taskId: Bytes32, claim: SeatClaim): Hex =>
  encodeFunctionData({ abi: taskEscrowAbi, functionName: 'claimFor', args: [taskId, claimArgument(claim)] })

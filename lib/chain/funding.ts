import { getChainId, getCode } from 'viem/actions'
import { keccak256 } from 'viem/utils'
import { type Address, sameAddress } from '../protocol/hex.ts'
import { type TaskManifest, taskIdOf } from '../protocol/task.ts'
import type { ChainClient } from './client.ts'
import { answered, ChainError } from './errors.ts'
import { TASK_ESCROW_CODE_HASHES } from './escrowCode.ts'
import { readTask, type TaskOnChain } from './task.ts'
import { balanceOf } from './token.ts'

const DO_NOT_TRAIN = 'Nothing is trained for this task until its publisher puts this right.'

const assertChain = async (client: ChainClient, chainId: number): Promise<void> => {
  const actual = await answered(getChainId(client))
  if (actual !== chainId)
    throw new ChainError('chain/wrong-chain', 'This node belongs to another chain.', {
      details: `Expected chain ${chainId}, got ${actual}.`,
      todo: 'Correct the RPC address in Settings.',
    })
}

const assertKnownEscrow = async (client: ChainClient, escrow: Address): Promise<void> => {
  const code = await answered(getCode(client, { address: escrow }))
  if (code === undefined)
    throw new ChainError('chain/no-contract', 'No contract lives at the escrow address of this task.', {
      todo: DO_NOT_TRAIN,
    })
  if (!TASK_ESCROW_CODE_HASHES.includes(keccak256(code)))
    throw new ChainError('chain/unknown-escrow', 'The escrow of this task is not one that Proviso knows.', {
      details: `The code at ${escrow} is another.`,
      todo: DO_NOT_TRAIN,
    })
}

/** Where the escrow says other than the manifest that the person agreed to. */
const mismatches = (task: TaskOnChain, { publisher, reward, schedule }: TaskManifest): string[] => {
  const facts: [what: string, holds: boolean][] = [
    ['publisher', sameAddress(task.publisher, publisher.address)],
    ['settlement key', sameAddress(task.settlementKey, publisher.settlementKey)],
    ['token', sameAddress(task.token, reward.token)],
    ['number of seats', task.seats === reward.seats],
    ['maximum per contributor', task.maxPerSeat === BigInt(reward.maxPerContributor)],
    ['closing time', task.closesAt === Math.floor(Date.parse(schedule.closesAt) / 1000)],
  ]
  return facts.filter(([, holds]) => !holds).map(([what]) => what)
}

/** What the escrow still has to hold for one task: unpaid seats and the bond. */
const owedByEscrow = (task: TaskOnChain): bigint =>
  BigInt(task.seats) * task.maxPerSeat + task.bond - task.paid

/**
 * The task as the chain holds it, once it is certain that its whole reward is locked: the node is of the task's chain, the
 * escrow is a known one, the task is open there under the manifest's terms, and the escrow holds what it owes.
 * Throws `chain/wrong-chain`, `chain/no-contract`, `chain/unknown-escrow`, `chain/task-not-open`, `chain/task-mismatch`,
 * `chain/not-funded` or `chain/unreachable`.
 */
export const assertFunded = async ({
  client,
  manifest,
}: {
  readonly client: ChainClient
  readonly manifest: TaskManifest
}): Promise<TaskOnChain> => {
  const { chainId, escrow } = manifest.reward
  await assertChain(client, chainId)
  await assertKnownEscrow(client, escrow)
  const task = await readTask({ client, escrow, taskId: taskIdOf(manifest) })
  if (task === undefined || task.refunded)
    throw new ChainError('chain/task-not-open', 'No money is locked for this task.', {
      details:
        task === undefined ? 'It was never opened in its escrow.' : 'Its publisher took the rest back.',
      todo: DO_NOT_TRAIN,
    })
  const wrong = mismatches(task, manifest)
  if (wrong.length > 0)
    throw new ChainError('chain/task-mismatch', 'The escrow holds this task under other terms.', {
      details: `Differs in: ${wrong.join(', ')}.`,
      todo: DO_NOT_TRAIN,
    })
  const held = await balanceOf(client, task.token, escrow)
  const owed = owedByEscrow(task)
  if (held < owed)
    throw new ChainError('chain/not-funded', 'The escrow holds less than it owes for this task.', {
      details: `It holds ${held} of ${owed} base units.`,
      todo: DO_NOT_TRAIN,
    })
  return task
}

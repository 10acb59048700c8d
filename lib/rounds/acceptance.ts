import { verifyEoa } from '../attest/signature.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Address, type Bytes32, sameAddress } from '../protocol/hex.ts'
import { acceptanceTypedData, type SignedAcceptance } from '../protocol/statements.ts'
import type { TaskId, TaskManifest } from '../protocol/task.ts'

/**
 * Believes an acceptance only if the settlement key signed it for this very contribution, and what it owes is at least
 * one contribution more than `before` (base units, cumulative) and within the seat's cap. Throws `acceptance/…`.
 */
export const assertAcceptance = async (
  { statement, signature }: SignedAcceptance,
  expected: {
    readonly manifest: TaskManifest
    readonly taskId: TaskId
    readonly round: number
    readonly seat: number
    readonly account: Address
    readonly contribution: Bytes32
    readonly before: bigint
  },
): Promise<void> => {
  const { manifest } = expected
  const refuse = (code: string, sentence: string) =>
    new ProvisoError(`acceptance/${code}`, sentence, {
      todo: 'Your contribution is kept here as evidence. No further round is trained for this publisher until it is answered.',
    })
  const typedData = acceptanceTypedData(statement, manifest.reward.chainId, manifest.reward.escrow)
  if (!(await verifyEoa({ address: manifest.publisher.settlementKey, typedData, signature })))
    throw refuse('signature', "The acceptance is not signed with the task's settlement key.")
  const isForThis =
    statement.task === expected.taskId &&
    statement.round === expected.round &&
    statement.seat === expected.seat &&
    statement.contribution === expected.contribution &&
    sameAddress(statement.account, expected.account)
  if (!isForThis) throw refuse('other-contribution', 'The acceptance is for another contribution.')
  const cumulative = BigInt(statement.cumulative)
  const cap = BigInt(manifest.reward.maxPerContributor)
  const due = expected.before + BigInt(manifest.reward.perContribution)
  if (cumulative < (due < cap ? due : cap))
    throw refuse('too-little', 'The acceptance owes less than the task promises.')
  if (cumulative > cap) throw refuse('over-cap', 'The acceptance owes more than the seat holds.')
}

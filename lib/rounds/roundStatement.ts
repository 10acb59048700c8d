import { verifyEoa } from '../attest/signature.ts'
import { database, write } from '../db/database.ts'
import type { RoundRecord } from '../db/schema.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { roundHash, roundTypedData, type SignedRound } from '../protocol/statements.ts'
import type { TaskId, TaskManifest } from '../protocol/task.ts'

/**
 * Accepts the statement that opens a round: signed by the task's settlement key, for this task, within its schedule,
 * starting from the weights that the terms name (round 1) and continuing the chain of rounds that this device has seen.
 * Throws `round/…`.
 */
export const assertRound = async (
  signed: SignedRound,
  { manifest, taskId, now }: { manifest: TaskManifest; taskId: TaskId; now: number },
): Promise<void> => {
  const { statement, signature } = signed
  const refuse = (code: string, sentence: string) =>
    new ProvisoError(`round/${code}`, sentence, {
      todo: 'Nothing was trained or sent. The publisher must correct this.',
    })
  const claim = { address: manifest.publisher.settlementKey, typedData: roundTypedData(statement), signature }
  if (!(await verifyEoa(claim)))
    throw refuse('signature', "The round is not signed with the task's settlement key.")
  if (statement.task !== taskId) throw refuse('other-task', 'The round belongs to another task.')
  if (statement.round < 1 || statement.round > manifest.schedule.rounds)
    throw refuse(
      'out-of-range',
      `The task has rounds 1 to ${manifest.schedule.rounds}, not ${statement.round}.`,
    )
  if (statement.closes * 1000 <= now) throw refuse('closed', 'The round has already closed.')
  if (statement.round === 1 && statement.prevRound !== ZERO_BYTES32)
    throw refuse('chain', 'The first round claims to follow another one.')
  if (statement.round === 1 && statement.baseWeights !== `0x${manifest.model.weights.sha256}`)
    throw refuse('other-weights', 'The first round starts from other weights than you agreed to.')
  const before = await (await database()).get('rounds', [taskId, statement.round - 1])
  if (before !== undefined && statement.prevRound !== before.hash)
    throw refuse('chain', 'The round does not follow the one before it.')
}

/**
 * Keeps the first statement seen for a round: this device trains on no other. A second one that differs is kept as
 * evidence. Returns what is on record; a conflict shows in it.
 */
export const recordRound = (taskId: TaskId, signed: SignedRound): Promise<RoundRecord> =>
  write(['rounds'], async (transaction) => {
    const store = transaction.objectStore('rounds')
    const { round } = signed.statement
    const hash = roundHash(signed.statement)
    const known = await store.get([taskId, round])
    if (known === undefined) {
      const record: RoundRecord = { taskId, round, hash, signed, seenAt: Date.now() }
      await store.put(record)
      return record
    }
    if (known.hash === hash || known.conflict !== undefined) return known
    const conflicting: RoundRecord = { ...known, conflict: signed }
    await store.put(conflicting)
    return conflicting
  })

import { decodeFloat32 } from '../aggregation/plain.ts'
import { database } from '../db/database.ts'
import type { CoordinatorClient } from '../net/coordinator.ts'
import { parameterCount } from '../protocol/layers.ts'
import type { RoundStatement } from '../protocol/statements.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { assertSafeWeights } from '../safety/assertSafe.ts'
import type { Reference } from '../safety/jump.ts'
import { assertWeights } from './weights.ts'

/** Where an earlier round started: its number, and the SHA-256 of its weights. */
interface Earlier {
  readonly round: number
  readonly sha256: string
}

/**
 * The newest earlier round that this device began, so that its weights passed; else the first round, whose weights the terms
 * name. A round that was refused is no measure of the next.
 */
const earlierRound = async (manifest: TaskManifest, { task, round }: RoundStatement): Promise<Earlier> => {
  const db = await database()
  const ids = await db.getAllKeys('runs', IDBKeyRange.bound(`${task}:`, `${task}:\uffff`))
  const rounds = ids.map((id) => Number(id.slice(task.length + 1))).filter((known) => known < round)
  const newest = Math.max(0, ...rounds)
  const record = newest === 0 ? undefined : await db.get('rounds', [task, newest])
  return record === undefined
    ? { round: 1, sha256: manifest.model.weights.sha256 }
    : { round: newest, sha256: record.signed.statement.baseWeights.slice(2) }
}

/**
 * Fetches a round's weights: as its statement says, finite, and such as training honestly gives, measured also by those of an
 * earlier round. Throws `weights/…` or `task/unsafe-weights`, and what fetching throws: without the measure nothing begins.
 */
export const fetchSafeWeights = async (
  manifest: TaskManifest,
  statement: RoundStatement,
  coordinator: CoordinatorClient,
): Promise<Uint8Array<ArrayBuffer>> => {
  const { bytes } = manifest.model.weights
  const fetchWeights = async (sha256: string) => {
    const weights = await coordinator.weights(sha256, bytes)
    await assertWeights(weights, { sha256, bytes })
    return weights
  }
  const count = parameterCount(manifest.model.architecture)
  const sha256 = statement.baseWeights.slice(2)
  const weights = await fetchWeights(sha256)
  const earlier = await earlierRound(manifest, statement)
  const reference: Reference | undefined =
    earlier.sha256 === sha256
      ? undefined
      : {
          weights: decodeFloat32(await fetchWeights(earlier.sha256), count),
          rounds: statement.round - earlier.round,
          clipNorm: manifest.update.clipNorm,
        }
  assertSafeWeights(manifest, decodeFloat32(weights, count), reference)
  return weights
}

import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { GrantRecord, RunRecord } from '../db/schema.ts'
import type { CoordinatorClient } from '../net/coordinator.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { SignedRound } from '../protocol/statements.ts'
import { assertSafeTerms } from '../safety/assertSafe.ts'
import { assertWithinBudget } from '../vault/budget.ts'
import { hashOlderDatasets } from '../vault/ledger/hashOlder.ts'
import { assertRound, recordRound } from './roundStatement.ts'
import { fetchSafeWeights } from './safeWeights.ts'

export const runIdOf = (taskId: string, round: number): string => `${taskId}:${round}`

const assertBudget = async ({ datasetId, task: { manifest } }: GrantRecord): Promise<void> => {
  const event = plannedEvent(manifest, 1)
  if (event.mechanism === 'none') return
  await hashOlderDatasets()
  const dataset = await (await database()).get('datasets', datasetId)
  if (dataset === undefined || dataset.deletedAt !== undefined)
    throw new ProvisoError('run/no-data', 'The data for this task was deleted.', {
      todo: 'End the permission, or add data and answer the request again.',
    })
  await assertWithinBudget(datasetId, [event])
}

/**
 * Puts a round on disk and makes it ready to train: statement verified and the first of its kind, weights as it says and
 * such as training honestly gives, budget enough. Returns undefined where this round is already known here. Throws, keeping only evidence.
 */
export const beginRun = async (
  grant: GrantRecord,
  signed: SignedRound,
  coordinator: CoordinatorClient,
): Promise<RunRecord | undefined> => {
  const { manifest } = grant.task
  const { statement } = signed
  const id = runIdOf(grant.taskId, statement.round)
  const now = Date.now()
  await assertRound(signed, { manifest, taskId: grant.taskId, now })
  const record = await recordRound(grant.taskId, signed)
  if (record.conflict !== undefined)
    throw new ProvisoError(
      'round/conflict',
      'The publisher signed two different statements for the same round.',
      {
        todo: 'Nothing more is trained for this task. Both statements are kept: together they can cost the publisher its bond.',
      },
    )
  if ((await (await database()).getKey('runs', id)) !== undefined) return undefined
  await assertBudget(grant)
  assertSafeTerms(manifest)
  const baseWeights = await fetchSafeWeights(manifest, statement, coordinator)
  const run: RunRecord = {
    id,
    grantId: grant.id,
    taskId: grant.taskId,
    round: statement.round,
    roundHash: record.hash,
    closesAt: statement.closes * 1000,
    datasetId: grant.datasetId,
    phase: 'ready',
    paused: false,
    baseWeights,
    startedAt: now,
    updatedAt: now,
    progress: { step: 0, steps: manifest.training.localSteps, losses: [], trainMs: 0 },
  }
  return write(['runs', 'grants', 'activity'], async (transaction) => {
    const grants = transaction.objectStore('grants')
    const current = await grants.get(grant.id)
    if (current?.state !== 'active') return undefined
    const { problem: _solved, ...solved } = current
    await grants.put(solved)
    await transaction.objectStore('runs').add(run)
    await appendActivity(transaction, {
      kind: 'round',
      text: `Round ${run.round} of “${manifest.title}” began.`,
      data: {
        task: grant.taskId,
        origin: grant.origin,
        dataset: grant.datasetId,
        round: run.round,
        roundHash: run.roundHash,
      },
    })
    return run
  })
}

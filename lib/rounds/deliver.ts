import { appendActivity } from '../activity/log.ts'
import { buildContribution } from '../attest/contribution.ts'
import { contributionSigner } from '../attest/contributionKey.ts'
import { database, write } from '../db/database.ts'
import type { ContributionRecord, GrantRecord, Problem, RunPhase, RunRecord } from '../db/schema.ts'
import { type CoordinatorClient, refusalCode } from '../net/coordinator.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { easDomain } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { budgetStores, debit } from '../vault/budget.ts'
import { assertAcceptance } from './acceptance.ts'
import { isPassing, problemOf } from './problem.ts'

/** Moves a run to another phase unless it was cancelled meanwhile; the one place where that race is decided. */
const moveRun = (id: string, from: RunPhase, changes: Partial<RunRecord>): Promise<RunRecord | undefined> =>
  write(['runs'], async (transaction) => {
    const run = await transaction.objectStore('runs').get(id)
    if (run?.phase !== from) return undefined
    const moved: RunRecord = { ...run, ...changes, updatedAt: Date.now() }
    await transaction.objectStore('runs').put(moved)
    return moved
  })

/** Ends a run without a contribution. What it debited stays debited. */
export const endRun = (id: string, phase: 'missed' | 'failed', problem?: Problem): Promise<void> =>
  write(['runs', 'checkpoints', 'activity'], async (transaction) => {
    const runs = transaction.objectStore('runs')
    const run = await runs.get(id)
    if (run === undefined || ['accepted', 'missed', 'failed', 'cancelled'].includes(run.phase)) return
    const { update: _dropped, ...rest } = run
    await runs.put({
      ...rest,
      phase,
      baseWeights: new Uint8Array(),
      updatedAt: Date.now(),
      ...(problem === undefined ? {} : { problem }),
    })
    await transaction.objectStore('checkpoints').delete(id)
    await appendActivity(transaction, {
      kind: `run-${phase}`,
      text: problem?.message ?? `Round ${run.round} closed before it was done here.`,
      data: { task: run.taskId, round: run.round, ...(problem === undefined ? {} : { code: problem.code }) },
    })
  })

/** The budget pays before anything leaves: event, phase and log entry are one write, and a round debits once. */
const debitRun = async (
  run: RunRecord,
  { task: { manifest } }: GrantRecord,
): Promise<RunRecord | undefined> =>
  write(['runs', 'budgetEvents', 'datasets', 'activity'], async (transaction) => {
    const current = await transaction.objectStore('runs').get(run.id)
    if (current?.phase !== 'trained') return undefined
    const event = plannedEvent(manifest, 1)
    await debit(budgetStores(transaction), {
      id: run.id,
      datasetId: run.datasetId,
      taskId: run.taskId,
      round: run.round,
      at: Date.now(),
      ...event,
    })
    const debited: RunRecord = { ...current, phase: 'debited', updatedAt: Date.now() }
    await transaction.objectStore('runs').put(debited)
    await appendActivity(transaction, {
      kind: 'debit',
      text:
        event.mechanism === 'none'
          ? `Round ${run.round} uses your data without noise.`
          : `Round ${run.round} is debited from the privacy budget: ${event.steps} noisy steps.`,
      data: {
        task: run.taskId,
        round: run.round,
        steps: event.steps,
        noiseMultiplier: event.noiseMultiplier,
      },
    })
    return debited
  })

const signRun = async (run: RunRecord, grant: GrantRecord): Promise<RunRecord | undefined> => {
  const { manifest } = grant.task
  const domain = easDomain(manifest.reward.chainId)
  if (domain === undefined || run.updateHash === undefined)
    throw new ProvisoError('run/incomplete', 'The finished round is incomplete on disk.')
  if (grant.delegation.statement.notAfter * 1000 <= Date.now())
    throw new ProvisoError('delegation/lapsed', 'The key that your wallet approved has lapsed.', {
      todo: 'Renew it in Settings. Nothing was sent.',
    })
  const attestation = await buildContribution({
    manifest,
    delegation: grant.delegation,
    receipt: grant.receipt,
    round: run.round,
    roundHash: run.roundHash,
    updateHash: run.updateHash,
    domain,
    signer: await contributionSigner(),
    now: Date.now(),
  })
  return moveRun(run.id, 'debited', { phase: 'signed', attestation })
}

const sendRun = async (run: RunRecord, grant: GrantRecord, coordinator: CoordinatorClient): Promise<void> => {
  const { manifest } = grant.task
  const { attestation, update } = run
  const seat = grant.enrolment?.seat
  if (attestation === undefined || update === undefined || seat === undefined)
    throw new ProvisoError('run/incomplete', 'The finished round is incomplete on disk.')
  // The person may have revoked or cancelled since this run was read: after that nothing more leaves.
  const { phase } = (await (await database()).get('runs', run.id)) ?? run
  if (phase !== 'signed' && phase !== 'sent') return
  const { acceptance } = await coordinator.contribute(run.round, attestation, update)
  const sent: ContributionRecord = {
    uid: attestation.uid,
    taskId: run.taskId,
    grantId: run.grantId,
    round: run.round,
    seat,
    account: grant.account,
    sentAt: Date.now(),
    bytes: update.byteLength,
    estimate: manifest.reward.perContribution,
    attestation,
  }
  const before = BigInt((await (await database()).get('seats', run.taskId))?.accepted ?? '0')
  const refusal = await assertAcceptance(acceptance, {
    manifest,
    taskId: run.taskId,
    round: run.round,
    seat,
    account: grant.account,
    contribution: attestation.uid,
    before,
  }).then(
    () => undefined,
    (error: unknown) => problemOf(error),
  )
  await write(['runs', 'contributions', 'seats', 'grants', 'activity'], async (transaction) => {
    const {
      update: _sent,
      problem: _old,
      ...rest
    } = (await transaction.objectStore('runs').get(run.id)) ?? run
    const ended = { ...rest, updatedAt: Date.now() }
    if (refusal !== undefined) {
      await transaction.objectStore('runs').put({ ...ended, update, phase: 'sent', problem: refusal })
      await transaction.objectStore('contributions').put(sent)
      return
    }
    await transaction.objectStore('runs').put({ ...ended, phase: 'accepted', baseWeights: new Uint8Array() })
    await transaction.objectStore('contributions').put({ ...sent, acceptance, acceptedAt: Date.now() })
    const record = await transaction.objectStore('seats').get(run.taskId)
    if (record !== undefined)
      await transaction.objectStore('seats').put({ ...record, accepted: acceptance.statement.cumulative })
    await appendActivity(transaction, {
      kind: 'accepted',
      text: `Round ${run.round} of “${manifest.title}” was sent and accepted.`,
      data: { task: run.taskId, round: run.round, contribution: attestation.uid, bytes: update.byteLength },
    })
  })
}

/** Refusals that end a round here; anything else from the coordinator is shown and tried again. */
const CLOSED = new Set(['contribution/closed-round', 'contribution/round-closed', 'round/closed'])

/**
 * Carries a trained run through debit, signature and upload. Each phase is on disk before the next begins; calling it
 * again after a crash at any point continues where it stopped: one debit, one attestation, one contribution.
 * Throws what may pass by itself (`NetError` retryable); everything final is written to the run.
 */
export const deliver = async (
  run: RunRecord,
  grant: GrantRecord,
  coordinator: CoordinatorClient,
): Promise<void> => {
  let current: RunRecord | undefined = run
  try {
    if (current.phase === 'trained') current = await debitRun(current, grant)
    if (current?.phase === 'debited') current = await signRun(current, grant)
    if (current?.phase === 'signed' || current?.phase === 'sent') await sendRun(current, grant, coordinator)
  } catch (error) {
    const code = refusalCode(error)
    if (isPassing(error)) throw error
    if (code !== undefined && CLOSED.has(code)) await endRun(run.id, 'missed')
    else await endRun(run.id, 'failed', problemOf(error))
  }
}

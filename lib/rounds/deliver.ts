import { appendActivity } from '../activity/log.ts'
import { buildContribution } from '../attest/contribution.ts'
import { contributionSigner } from '../attest/contributionKey.ts'
import { endGrant, isLive } from '../consent/endGrants.ts'
import { database, type WriteTransaction, write } from '../db/database.ts'
import type {
  CompletedBy,
  ContributionRecord,
  GrantRecord,
  Problem,
  RunPhase,
  RunRecord,
} from '../db/schema.ts'
import { type CoordinatorClient, refusalCode } from '../net/coordinator.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { easDomain } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { budgetStores, debit } from '../vault/budget.ts'
import { hashOlderDatasets } from '../vault/ledger/hashOlder.ts'
import { assertAcceptance } from './acceptance.ts'
import { grantUse, limitPassed, limitReached } from './grantLimits.ts'
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

type DebitTransaction = WriteTransaction<
  ['runs', 'grants', 'budgetEvents', 'datasets', 'recordSets', 'activity']
>

/** The limit that this round would pass, by the ledger and the limits as the transaction that debits sees them. */
const limitOf = async (
  transaction: DebitTransaction,
  grant: GrantRecord,
): Promise<CompletedBy | undefined> => {
  if (grant.limits === undefined) return undefined
  const [runs, events, dataset] = await Promise.all([
    transaction.objectStore('runs').index('grantId').getAll(grant.id),
    transaction.objectStore('budgetEvents').index('datasetId').getAll(grant.datasetId),
    transaction.objectStore('datasets').get(grant.datasetId),
  ])
  if (dataset === undefined) return undefined
  const use = grantUse(grant, { runs, events, delta: dataset.delta })
  const reached = limitReached(grant, use)
  // The minutes of this round are among those used: a round that ended just in time is sent.
  return reached === 'minutes' ? limitPassed(grant, use) : reached
}

/** The budget pays before anything leaves: event, phase and log entry are one write, and a round debits once. */
const debitRun = async (
  run: RunRecord,
  { id, task: { manifest } }: GrantRecord,
): Promise<RunRecord | CompletedBy | undefined> => {
  // Training may have begun under a version that hashed nothing.
  await hashOlderDatasets()
  return write(
    ['runs', 'grants', 'budgetEvents', 'datasets', 'recordSets', 'activity'],
    async (transaction) => {
      const current = await transaction.objectStore('runs').get(run.id)
      const grant = await transaction.objectStore('grants').get(id)
      if (current?.phase !== 'trained' || grant === undefined || !isLive(grant)) return undefined
      const limit = await limitOf(transaction, grant)
      if (limit !== undefined) return limit
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
    },
  )
}

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

/**
 * Says in the log, before it is so, that the update is handed to the network: what may have left is never unsaid. False where
 * the person has revoked or cancelled since the run was read: after that nothing more leaves.
 */
const noteHanded = (run: RunRecord, { origin, task: { manifest } }: GrantRecord): Promise<boolean> =>
  write(['runs', 'activity'], async (transaction) => {
    const current = await transaction.objectStore('runs').get(run.id)
    if (current?.phase !== 'signed' && current?.phase !== 'sent') return false
    if (current.handedAt !== undefined) return true
    await transaction.objectStore('runs').put({ ...current, handedAt: Date.now() })
    const to = new URL(manifest.aggregation.coordinator).host
    const bytes = run.update?.byteLength ?? 0
    await appendActivity(transaction, {
      kind: 'sent',
      text: `The update of round ${run.round} of “${manifest.title}” is sent to ${to}.`,
      data: { task: run.taskId, origin, round: run.round, to, bytes },
    })
    return true
  })

const sendRun = async (run: RunRecord, grant: GrantRecord, coordinator: CoordinatorClient): Promise<void> => {
  const { manifest } = grant.task
  const { attestation, update } = run
  const seat = grant.enrolment?.seat
  if (attestation === undefined || update === undefined || seat === undefined)
    throw new ProvisoError('run/incomplete', 'The finished round is incomplete on disk.')
  if (!(await noteHanded(run, grant))) return
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
      text: `Round ${run.round} of “${manifest.title}” was accepted.`,
      data: {
        task: run.taskId,
        origin: grant.origin,
        round: run.round,
        contribution: attestation.uid,
        amount: acceptance.statement.cumulative,
        bytes: update.byteLength,
      },
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
    if (current.phase === 'trained') {
      const debited = await debitRun(current, grant)
      if (typeof debited === 'string') {
        await endGrant(grant.id, 'completed', debited)
        return
      }
      current = debited
    }
    if (current?.phase === 'debited') current = await signRun(current, grant)
    if (current?.phase === 'signed' || current?.phase === 'sent') await sendRun(current, grant, coordinator)
  } catch (error) {
    const code = refusalCode(error)
    if (isPassing(error)) throw error
    if (code !== undefined && CLOSED.has(code)) await endRun(run.id, 'missed')
    else await endRun(run.id, 'failed', problemOf(error))
  }
}

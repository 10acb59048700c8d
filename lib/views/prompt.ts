import type { Database } from '../db/database.ts'
import type { CheckState, DatasetRecord, GrantRecord, RequestRecord, RunRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { sameAddress } from '../protocol/hex.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { type BudgetView, budgetView } from './budget.ts'
import { type TermChange, termChanges } from './changes.ts'
import type { TokenRef } from './money.ts'
import { type TaskName, taskName } from './publisher.ts'
import { hasLapsed } from './wallet.ts'

/** Below this many participants an average says much about each of them. */
const SMALL_COHORT = 5

/** What must be opened before Allow: each says something that a hurried reader would want to have known. */
export type Warning =
  | { readonly kind: 'coordinator'; readonly detail: string }
  | { readonly kind: 'no-noise' }
  | { readonly kind: 'small-cohort'; readonly minCohort: number }
  | { readonly kind: 'cross-origin'; readonly origin: string; readonly topOrigin: string }
  | { readonly kind: 'changed-terms'; readonly agreedAt: number; readonly changes: readonly TermChange[] }

/** Why Allow does nothing yet, or at all. */
export type Blocker =
  | { readonly kind: 'checking' }
  | { readonly kind: 'no-dataset' }
  | { readonly kind: 'no-wallet' }
  | { readonly kind: 'wallet-lapsed' }
  | { readonly kind: 'escrow'; readonly detail: string }
  | { readonly kind: 'budget' }

/** What the prompt shows of a request to train on the person's data. */
export interface TaskPromptView extends TaskName {
  readonly requestId: string
  /** Site that asks, from the browser and not from the page. */
  readonly origin: string
  readonly manifest: TaskManifest
  readonly dataset?: Pick<DatasetRecord, 'id' | 'name' | 'kind' | 'count' | 'labels'>
  /** Records that the task would use at most. */
  readonly records: number
  readonly budget?: BudgetView
  /** Clipped and noised on the device, and within the dataset's budget: only then is it called protected. */
  readonly isProtected: boolean
  readonly token?: Omit<TokenRef, 'address' | 'chainId'>
  /** Milliseconds of computing per round, by an earlier round of a model of this size. */
  readonly roundMs?: number
  readonly escrow: CheckState
  readonly coordinator: CheckState
  readonly warnings: readonly Warning[]
  readonly blockers: readonly Blocker[]
  readonly reasons: readonly string[]
}

/** All that a prompt is projected from. */
export interface PromptSources {
  readonly request: RequestRecord
  readonly dataset: DatasetRecord | undefined
  readonly budget: BudgetView | undefined
  readonly wallet: 'connected' | 'missing' | 'lapsed'
  readonly earlier: GrantRecord | undefined
  readonly token: TaskPromptView['token']
  readonly roundMs: number | undefined
}

const warningsOf = ({ request, earlier }: PromptSources): readonly Warning[] => {
  const { asker, checks, task } = request
  const { aggregation, privacy } = task.manifest
  const warnings: Warning[] = []
  if (privacy.mechanism === 'none') warnings.push({ kind: 'no-noise' })
  if (asker.origin !== asker.topOrigin)
    warnings.push({ kind: 'cross-origin', origin: asker.origin, topOrigin: asker.topOrigin })
  if (aggregation.minCohort < SMALL_COHORT)
    warnings.push({ kind: 'small-cohort', minCohort: aggregation.minCohort })
  if (checks.coordinator.state === 'failed')
    warnings.push({ kind: 'coordinator', detail: checks.coordinator.detail })
  const changes =
    earlier === undefined || earlier.termsHash === request.termsHash
      ? []
      : termChanges(earlier.task.manifest, task.manifest)
  if (earlier !== undefined && changes.length > 0)
    warnings.push({ kind: 'changed-terms', agreedAt: earlier.createdAt, changes })
  return warnings
}

/** Slack for adding two floating-point epsilons that were subtracted before. */
const ROUNDING = 1e-9

/** Not known counts as not within: nothing is called protected, or allowed, on a guess. */
const isWithinBudget = (budget: BudgetView | undefined): boolean =>
  budget !== undefined && budget.spent + budget.next <= budget.budget + ROUNDING

const blockersOf = ({ request, dataset, budget, wallet }: PromptSources): readonly Blocker[] => {
  const { escrow, coordinator } = request.checks
  const blockers: Blocker[] = []
  if (dataset === undefined) blockers.push({ kind: 'no-dataset' })
  if (wallet === 'missing') blockers.push({ kind: 'no-wallet' })
  if (wallet === 'lapsed') blockers.push({ kind: 'wallet-lapsed' })
  if (escrow.state === 'failed') blockers.push({ kind: 'escrow', detail: escrow.detail })
  const { mechanism } = request.task.manifest.privacy
  if (mechanism === 'local' && dataset !== undefined && !isWithinBudget(budget))
    blockers.push({ kind: 'budget' })
  if (escrow.state === 'running' || coordinator.state === 'running') blockers.push({ kind: 'checking' })
  return blockers
}

const projectPrompt = (sources: PromptSources): TaskPromptView => {
  const { request, dataset, budget, token, roundMs } = sources
  const { manifest } = request.task
  const { id, name, kind, count, labels } = dataset ?? {}
  return {
    ...taskName(manifest),
    requestId: request.id,
    origin: request.asker.origin,
    manifest,
    records: Math.min(count ?? manifest.data.maxRecords, manifest.data.maxRecords),
    isProtected: manifest.privacy.mechanism === 'local' && isWithinBudget(budget),
    escrow: request.checks.escrow,
    coordinator: request.checks.coordinator,
    warnings: warningsOf(sources),
    blockers: blockersOf(sources),
    reasons: request.reasons,
    ...(id === undefined || name === undefined || kind === undefined
      ? {}
      : { dataset: { id, name, kind, count: count ?? 0, labels: labels ?? [] } }),
    ...(budget === undefined ? {} : { budget }),
    ...(token === undefined ? {} : { token }),
    ...(roundMs === undefined ? {} : { roundMs }),
  }
}

/** The last round that a model of the same size took on this device: milliseconds, scaled to this task's steps. */
const expectedRoundMs = (
  runs: readonly RunRecord[],
  grants: readonly GrantRecord[],
  manifest: TaskManifest,
): number | undefined => {
  const alike = runs
    .filter((run) => {
      const other = grants.find(({ id }) => id === run.grantId)?.task.manifest
      return other?.model.weights.bytes === manifest.model.weights.bytes && run.progress.step > 0
    })
    .sort((a, b) => b.updatedAt - a.updatedAt)[0]
  return alike === undefined
    ? undefined
    : (alike.progress.trainMs / alike.progress.step) * manifest.training.localSteps
}

const budgetFor = async (
  request: RequestRecord,
  dataset: DatasetRecord | undefined,
): Promise<BudgetView | undefined> => {
  if (dataset === undefined) return undefined
  const now = await budgetView(dataset)
  if (request.task.manifest.privacy.mechanism === 'none') return { ...now, next: Infinity }
  // The worker's figure also counts rounds that other tasks were promised and have not run.
  if (request.epsilonAfter === undefined) return { ...now, next: Infinity }
  return { ...now, next: Math.max(0, request.epsilonAfter - now.spent) }
}

/** Reads what a waiting request is shown with. */
export const readTaskPrompt = async (db: Database, request: RequestRecord): Promise<TaskPromptView> => {
  const { manifest } = request.task
  const [dataset, grants, seats, runs, walletState] = await Promise.all([
    request.datasetId === undefined ? undefined : db.get('datasets', request.datasetId),
    db.getAll('grants'),
    db.getAll('seats'),
    db.getAll('runs'),
    readWallet(),
  ])
  const connection = connectionOf(walletState)
  const seat = seats.find(
    ({ chainId, token }) => chainId === manifest.reward.chainId && sameAddress(token, manifest.reward.token),
  )
  return projectPrompt({
    request,
    dataset: dataset?.deletedAt === undefined ? dataset : undefined,
    budget: await budgetFor(request, dataset),
    wallet: connection === undefined ? 'missing' : hasLapsed(connection, Date.now()) ? 'lapsed' : 'connected',
    earlier: grants
      .filter(
        ({ origin, task }) =>
          origin === request.asker.origin &&
          sameAddress(task.manifest.publisher.address, manifest.publisher.address),
      )
      .sort((a, b) => b.createdAt - a.createdAt)[0],
    token:
      request.token ??
      (seat === undefined ? undefined : { symbol: seat.tokenSymbol, decimals: seat.tokenDecimals }),
    roundMs: expectedRoundMs(runs, grants, manifest),
  })
}

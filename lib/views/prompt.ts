import type { Database } from '../db/database.ts'
import type { CheckState, DatasetRecord, GrantRecord, RequestRecord, RunRecord } from '../db/schema.ts'
import { connectionOf, readSettings, readWallet } from '../db/settings.ts'
import { baseUnits, formatAmount } from '../i18n/amount.ts'
import { inert } from '../i18n/untrusted.ts'
import { isOff } from '../policy/site.ts'
import { sameAddress } from '../protocol/hex.ts'
import { layersOf } from '../protocol/layers.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { type BudgetView, budgetView } from './budget.ts'
import { type TermChange, termChanges } from './changes.ts'
import type { TokenRef } from './money.ts'
import {
  namesake,
  type OriginFinding,
  originFindings,
  type PayFinding,
  payFindings,
  type Shown,
  type WordFinding,
  wordFindings,
} from './suspicions.ts'
import { shownWords, type TaskFigures, type TaskWords, taskFigures, taskWords } from './taskWords.ts'
import { hasLapsed } from './wallet.ts'

/** Below this many participants an average says much about each of them. */
const SMALL_COHORT = 5
/** From this share of its budget on, a dataset has little left for anything else. */
const LOW_BUDGET = 0.9
/** Larger or deeper models than these have not been tried with the trainer. */
const TRIED = { parameters: 1_000_000, hidden: 3, outputs: 100 }

/** What must be opened before Allow: each says something that a hurried reader would want to have known. */
export type Warning =
  | { readonly kind: 'site-name'; readonly findings: readonly OriginFinding[] }
  | { readonly kind: 'namesake'; readonly name: string }
  | { readonly kind: 'words'; readonly findings: readonly WordFinding[] }
  | { readonly kind: 'pay'; readonly findings: readonly PayFinding[]; readonly symbol: string }
  | { readonly kind: 'coordinator'; readonly detail: string }
  | { readonly kind: 'no-noise' }
  | { readonly kind: 'small-cohort'; readonly minCohort: number }
  | { readonly kind: 'model'; readonly parameters: number; readonly hidden: number; readonly outputs: number }
  | { readonly kind: 'low-budget'; readonly budget: BudgetView }
  | { readonly kind: 'cross-origin'; readonly origin: string; readonly topOrigin: string }
  | { readonly kind: 'changed-terms'; readonly agreedAt: number; readonly changes: readonly TermChange[] }

/** Why Allow does nothing yet, or at all. */
export type Blocker =
  | { readonly kind: 'off' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'no-dataset' }
  | { readonly kind: 'no-wallet' }
  | { readonly kind: 'wallet-lapsed' }
  | { readonly kind: 'escrow'; readonly detail: string }
  | { readonly kind: 'budget' | 'budget-contributor' | 'budget-category' }

/** What the person knows of this publisher. */
export type History =
  | { readonly kind: 'first' }
  | { readonly kind: 'asked'; readonly at: number }
  | { readonly kind: 'agreed'; readonly at: number }

/** What the prompt shows of a request to train on the person's data. */
export interface TaskPromptView {
  readonly requestId: string
  /** Site that asks, from the browser and not from the page. */
  readonly origin: string
  readonly words: TaskWords
  readonly manifest: TaskFigures
  readonly history: History
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
}

/** All that a prompt is projected from. */
export interface PromptSources {
  readonly request: RequestRecord
  readonly dataset: DatasetRecord | undefined
  readonly budget: BudgetView | undefined
  readonly wallet: 'connected' | 'missing' | 'lapsed'
  readonly isOff: boolean
  readonly grants: readonly GrantRecord[]
  /** Earlier ones of this site. */
  readonly answered: readonly RequestRecord[]
  /** Sites of which the person has said something, or agreed to. */
  readonly knownOrigins: readonly string[]
  readonly token: TaskPromptView['token']
  readonly roundMs: number | undefined
}

const isOf =
  ({ publisher }: TaskManifest) =>
  ({ task }: Pick<RequestRecord, 'task'>): boolean =>
    sameAddress(task.manifest.publisher.address, publisher.address)

const newest = <T extends { readonly createdAt: number }>(list: readonly T[]): T | undefined =>
  list.toSorted((a, b) => b.createdAt - a.createdAt)[0]

const historyOf = ({ request, grants, answered }: PromptSources): History => {
  const isIt = isOf(request.task.manifest)
  const agreed = newest(grants.filter(isIt))
  if (agreed !== undefined) return { kind: 'agreed', at: agreed.createdAt }
  const asked = answered.filter(isIt).map(({ receivedAt }) => receivedAt)
  return asked.length === 0 ? { kind: 'first' } : { kind: 'asked', at: Math.max(...asked) }
}

const changedTerms = ({ request, grants, token }: PromptSources): readonly Warning[] => {
  const { manifest } = request.task
  const earlier = newest(
    grants.filter((grant) => grant.origin === request.asker.origin && isOf(manifest)(grant)),
  )
  if (earlier === undefined || earlier.termsHash === request.termsHash) return []
  const before = earlier.task.manifest
  const isSameToken = sameAddress(before.reward.token, manifest.reward.token)
  const changes = termChanges(before, manifest, (base) =>
    token === undefined || !isSameToken
      ? base
      : `${formatAmount(baseUnits(base), token.decimals)} ${inert(token.symbol, 12)}`,
  )
  return changes.length === 0 ? [] : [{ kind: 'changed-terms', agreedAt: earlier.createdAt, changes }]
}

/** Words, names and figures that do not read as what they are. */
const misleading = ({ request, grants, knownOrigins, token }: PromptSources): readonly Warning[] => {
  const { asker, task } = request
  const { publisher, reward } = task.manifest
  const shown = shownWords(task.manifest)
  const symbol: readonly Shown[] =
    token === undefined ? [] : [{ place: 'token', text: token.symbol, isName: true, max: 12 }]
  const site = originFindings(
    asker.origin,
    knownOrigins.filter((origin) => origin !== asker.topOrigin),
  )
  const other = namesake(
    publisher.name,
    publisher.address,
    grants.map((grant) => grant.task.manifest.publisher),
  )
  const words = wordFindings([...shown, ...symbol])
  const pay =
    token === undefined ? [] : payFindings({ ...token, most: baseUnits(reward.maxPerContributor) }, shown)
  return [
    ...(site.length === 0 ? [] : [{ kind: 'site-name', findings: site } as const]),
    ...(other === undefined ? [] : [{ kind: 'namesake', name: inert(other, 80) } as const]),
    ...(pay.length === 0
      ? []
      : [{ kind: 'pay', findings: pay, symbol: inert(token?.symbol ?? '', 24) } as const]),
    ...(words.length === 0 ? [] : [{ kind: 'words', findings: words } as const]),
  ]
}

const modelWarning = ({ request }: PromptSources): readonly Warning[] => {
  const { architecture, weights } = request.task.manifest.model
  const parameters = weights.bytes / 4
  const hidden = layersOf(architecture).length - 1
  const { outputs } = architecture
  return parameters > TRIED.parameters || hidden > TRIED.hidden || outputs > TRIED.outputs
    ? [{ kind: 'model', parameters, hidden, outputs }]
    : []
}

const budgetWarning = ({ budget }: PromptSources): readonly Warning[] =>
  budget !== undefined &&
  isWithinBudget(budget) &&
  budget.next > 0 &&
  budget.spent + budget.next >= LOW_BUDGET * budget.budget
    ? [{ kind: 'low-budget', budget }]
    : []

const warningsOf = (sources: PromptSources): readonly Warning[] => {
  const { asker, checks, task } = sources.request
  const { aggregation, privacy } = task.manifest
  const { minCohort } = aggregation
  const { origin, topOrigin } = asker
  return [
    ...misleading(sources),
    ...(privacy.mechanism === 'none' ? [{ kind: 'no-noise' } as const] : []),
    ...(origin === topOrigin ? [] : [{ kind: 'cross-origin', origin, topOrigin } as const]),
    ...(minCohort < SMALL_COHORT ? [{ kind: 'small-cohort', minCohort } as const] : []),
    ...modelWarning(sources),
    ...budgetWarning(sources),
    ...(checks.coordinator.state === 'failed'
      ? [{ kind: 'coordinator', detail: checks.coordinator.detail } as const]
      : []),
    ...changedTerms(sources),
  ]
}

/** Slack for adding two floating-point epsilons that were subtracted before. */
const ROUNDING = 1e-9

/** Not known counts as not within: nothing is called protected, or allowed, on a guess. */
const isWithinBudget = (budget: BudgetView | undefined): boolean =>
  budget !== undefined && budget.spent + budget.next <= budget.budget + ROUNDING

const BUDGET_BLOCKERS = {
  record: 'budget',
  contributor: 'budget-contributor',
  category: 'budget-category',
} as const

const blockersOf = ({ request, dataset, budget, wallet, isOff: off }: PromptSources): readonly Blocker[] => {
  const { escrow, coordinator } = request.checks
  const blockers: Blocker[] = []
  if (off) blockers.push({ kind: 'off' })
  if (dataset === undefined) blockers.push({ kind: 'no-dataset' })
  if (wallet === 'missing') blockers.push({ kind: 'no-wallet' })
  if (wallet === 'lapsed') blockers.push({ kind: 'wallet-lapsed' })
  if (escrow.state === 'failed') blockers.push({ kind: 'escrow', detail: escrow.detail })
  const { mechanism } = request.task.manifest.privacy
  if (dataset !== undefined && request.exceeded !== undefined)
    blockers.push({ kind: BUDGET_BLOCKERS[request.exceeded] })
  else if (mechanism === 'local' && dataset !== undefined && !isWithinBudget(budget))
    blockers.push({ kind: 'budget' })
  if (escrow.state === 'running' || coordinator.state === 'running') blockers.push({ kind: 'checking' })
  return blockers
}

const projectPrompt = (sources: PromptSources): TaskPromptView => {
  const { request, dataset, budget, token, roundMs } = sources
  const { manifest } = request.task
  const { id, name, kind, count, labels } = dataset ?? {}
  return {
    requestId: request.id,
    origin: request.asker.origin,
    words: taskWords(manifest),
    manifest: taskFigures(manifest),
    history: historyOf(sources),
    records: Math.min(count ?? manifest.data.maxRecords, manifest.data.maxRecords),
    isProtected: manifest.privacy.mechanism === 'local' && isWithinBudget(budget),
    escrow: request.checks.escrow,
    coordinator: request.checks.coordinator,
    warnings: warningsOf(sources),
    blockers: blockersOf(sources),
    ...(id === undefined || name === undefined || kind === undefined
      ? {}
      : { dataset: { id, name, kind, count: count ?? 0, labels: labels ?? [] } }),
    ...(budget === undefined ? {} : { budget }),
    ...(token === undefined ? {} : { token }),
    ...(roundMs === undefined ? {} : { roundMs }),
  }
}

/** Newest grants that are asked for how long a round took. */
const MOST_ALIKE = 3

/** The last round that a model of the same size took on this device: milliseconds, scaled to this task's steps. */
const expectedRoundMs = async (
  db: Database,
  grants: readonly GrantRecord[],
  { model, training }: TaskManifest,
): Promise<number | undefined> => {
  const alike = grants
    .filter(({ task }) => task.manifest.model.weights.bytes === model.weights.bytes)
    .toSorted((a, b) => b.createdAt - a.createdAt)
    .slice(0, MOST_ALIKE)
  const index = db.transaction('runs').store.index('grantId')
  // One run of each: they hold weights, and there may be hundreds.
  const runs = await Promise.all(
    alike.map(async ({ id }): Promise<RunRecord | undefined> => (await index.openCursor(id, 'prev'))?.value),
  )
  const last = runs
    .filter((run) => run !== undefined && run.progress.step > 0)
    .toSorted((a, b) => (b?.updatedAt ?? 0) - (a?.updatedAt ?? 0))[0]
  return last === undefined ? undefined : (last.progress.trainMs / last.progress.step) * training.localSteps
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

/** Tokens of earlier seats are known before the chain has been asked. */
const tokenOf = async (db: Database, { token, task }: RequestRecord): Promise<TaskPromptView['token']> => {
  if (token !== undefined) return token
  const { reward } = task.manifest
  const seat = (await db.getAll('seats')).find(
    (known) => known.chainId === reward.chainId && sameAddress(known.token, reward.token),
  )
  return seat === undefined ? undefined : { symbol: seat.tokenSymbol, decimals: seat.tokenDecimals }
}

const answeredOf = (db: Database, { asker }: RequestRecord): Promise<RequestRecord[]> =>
  db.getAllFromIndex('requests', 'origin', IDBKeyRange.bound([asker.origin], [asker.origin, []]))

/** Reads what a waiting request is shown with. */
export const readTaskPrompt = async (db: Database, request: RequestRecord): Promise<TaskPromptView> => {
  const { manifest } = request.task
  const { origin, topOrigin } = request.asker
  const [dataset, grants, sites, answered, token, walletState, { offUntil }] = await Promise.all([
    request.datasetId === undefined ? undefined : db.get('datasets', request.datasetId),
    db.getAll('grants'),
    db.getAll('sites'),
    answeredOf(db, request),
    tokenOf(db, request),
    readWallet(),
    readSettings(),
  ])
  const now = Date.now()
  const [budget, roundMs] = await Promise.all([
    budgetFor(request, dataset),
    expectedRoundMs(db, grants, manifest),
  ])
  const connection = connectionOf(walletState)
  const siteOf = (name: string) => sites.find((site) => site.origin === name)
  return projectPrompt({
    request,
    dataset: dataset?.deletedAt === undefined ? dataset : undefined,
    budget,
    wallet: connection === undefined ? 'missing' : hasLapsed(connection, now) ? 'lapsed' : 'connected',
    isOff: isOff(siteOf(origin), offUntil, now) || isOff(siteOf(topOrigin), offUntil, now),
    grants,
    answered,
    knownOrigins: [...new Set([...grants, ...sites].map((known) => known.origin))],
    token,
    roundMs,
  })
}

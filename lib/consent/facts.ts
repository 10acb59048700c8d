import { database } from '../db/database.ts'
import type { Asker } from '../db/schema.ts'
import type { DeviceFacts, PolicyRequest, TaskFacts } from '../policy/request.ts'
import type { Period } from '../policy/rule.ts'
import { datasetDelta } from '../privacy/delta.ts'
import { isProtected } from '../privacy/events.ts'
import { plannedEvent } from '../privacy/plannedSpend.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import { sameAddress } from '../protocol/hex.ts'
import type { TaskId, TaskManifest } from '../protocol/task.ts'
import { readLedger } from '../vault/budget.ts'
import type { Use } from '../vault/ledger/ledger.ts'
import { spendOf } from '../vault/ledger/spend.ts'
import { type DatasetChoice, reservedUses } from './datasetChoice.ts'

const DAY_MS = 24 * 3_600_000
const PERIOD_MS: Readonly<Record<Period, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
}

type Epsilons = Pick<
  TaskFacts,
  'epsilonPerRound' | 'epsilonPerTask' | 'epsilonPerPublisher' | 'epsilonPerPeriod'
>

const NO_NOISE: Epsilons = {
  epsilonPerRound: Infinity,
  epsilonPerTask: Infinity,
  epsilonPerPublisher: Infinity,
  epsilonPerPeriod: { day: Infinity, week: Infinity, month: Infinity, year: Infinity },
}

/** What the task costs, alone and with what was spent before. Rounds that were promised to others count as spent. */
const epsilons = async (
  task: TaskManifest,
  choice: Exclude<DatasetChoice, { readonly state: 'none' }> | undefined,
  now: number,
): Promise<Epsilons> => {
  if (!isProtected(task.privacy)) return NO_NOISE
  const planned = plannedEvent(task, task.schedule.rounds)
  const delta = choice?.dataset.delta ?? datasetDelta(task.data.minRecords)
  const alone = rdpEpsilon([planned], delta)
  const common = { epsilonPerRound: rdpEpsilon([plannedEvent(task, 1)], delta), epsilonPerTask: alone }
  if (choice === undefined)
    return {
      ...common,
      epsilonPerPublisher: alone,
      epsilonPerPeriod: { day: alone, week: alone, month: alone, year: alone },
    }
  const datasetId = choice.dataset.id
  const reserved = await reservedUses()
  const [ledger, grants] = await Promise.all([
    readLedger(datasetId, reserved),
    (await database()).getAll('grants'),
  ])
  const { events } = ledger
  const own = new Set(
    grants
      .filter((grant) => sameAddress(grant.task.manifest.publisher.address, task.publisher.address))
      .map(({ taskId }) => taskId),
  )
  const isOwn = ({ taskId }: { readonly taskId: TaskId }) => own.has(taskId)
  const epsilonWith = (uses: readonly Use[]) => spendOf(ledger, [...uses, { ...planned, datasetId }]).record
  const within = (period: Period) =>
    epsilonWith([...events.filter(({ at }) => at > now - PERIOD_MS[period]), ...reserved])
  return {
    ...common,
    epsilonPerPublisher: epsilonWith([...events.filter(isOwn), ...reserved.filter(isOwn)]),
    epsilonPerPeriod: {
      day: within('day'),
      week: within('week'),
      month: within('month'),
      year: within('year'),
    },
  }
}

/**
 * What a request is decided from: what the browser says of who asks, what the task says of itself, what the ledger says of the
 * dataset that would be used, what the device is doing. What only the chain knows is filled in by `runChecks`.
 */
export const gatherFacts = async (
  asker: Pick<Asker, 'origin' | 'topOrigin'>,
  task: TaskManifest,
  choice: DatasetChoice,
  device: DeviceFacts,
  now: number,
): Promise<PolicyRequest> => {
  const { publisher, privacy, aggregation, reward, terms } = task
  const dataset = choice.state === 'none' ? undefined : choice.dataset.id
  return {
    origin: asker.origin,
    topOrigin: asker.topOrigin,
    publisher: publisher.address,
    attestations: publisher.attestations === undefined ? [] : undefined,
    purposes: task.purposes,
    category: task.data.category,
    kind: task.data.kind,
    dataset,
    task: {
      unit: privacy.mechanism === 'none' ? 'none' : privacy.unit,
      noise: isProtected(privacy),
      ...(await epsilons(task, choice.state === 'none' ? undefined : choice, now)),
      aggregation: aggregation.kind,
      minCohort: aggregation.minCohort,
      reward: {
        chainId: reward.chainId,
        token: reward.token,
        perContribution: reward.perContribution,
      },
      funded: undefined,
      retentionDays: terms.retentionDays,
      recipients: terms.recipients,
      jurisdiction: publisher.jurisdiction,
      license: terms.modelLicense,
    },
    device,
    now,
  }
}

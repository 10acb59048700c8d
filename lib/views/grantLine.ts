import type {
  Anchor,
  BudgetEventRecord,
  CompletedBy,
  ContributionRecord,
  DatasetRecord,
  GrantLimits,
  GrantRecord,
  GrantState,
  Problem,
  RunRecord,
} from '../db/schema.ts'
import type { DeviceConditions } from '../policy/rule.ts'
import { CHAINS } from '../protocol/chains.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import { type GrantUse, grantUse } from '../rounds/grantLimits.ts'
import { type TaskName, taskName } from './publisher.ts'

/** As far as the task itself goes: no limit goes beyond it. */
export interface GrantBounds {
  readonly rounds: number
  /** Absent where no noise is added: nothing bounds it then. */
  readonly epsilon?: number
  readonly closesAt: number
}

/** One permission as the page of grants shows it. */
export interface GrantLine extends TaskName {
  readonly id: string
  readonly origin: string
  readonly publisherAddress: Address
  readonly account: Address
  readonly state: GrantState
  readonly createdAt: number
  readonly expiresAt: number
  readonly endedAt?: number
  readonly completedBy?: CompletedBy
  /** Name of the dataset, or undefined once it was deleted. */
  readonly dataset?: string
  /** Rounds that were sent. */
  readonly roundsDone: number
  readonly bounds: GrantBounds
  readonly limits: GrantLimits
  readonly use: GrantUse
  readonly waitsFor: readonly (keyof DeviceConditions)[]
  /** UID of the receipt. */
  readonly receipt: Bytes32
  /** When the publisher's coordinator heard that it is withdrawn. */
  readonly toldAt?: number
  readonly anchor?: Anchor
  readonly chain: string
  readonly problem?: Problem
}

export const isLiveLine = ({ state }: Pick<GrantLine, 'state'>): boolean =>
  state === 'active' || state === 'paused'

/** Taken back, by the person or by the site: told to the publisher, and fit for the chain. */
export const isWithdrawnLine = ({ state }: Pick<GrantLine, 'state'>): boolean =>
  state === 'revoked' || state === 'relinquished'

interface Records {
  readonly contributions: readonly ContributionRecord[]
  readonly datasets: readonly DatasetRecord[]
  readonly runs: readonly RunRecord[]
  readonly events: readonly BudgetEventRecord[]
}

const boundsOf = ({ task: { manifest } }: GrantRecord): GrantBounds => ({
  rounds: manifest.schedule.rounds,
  ...(manifest.privacy.mechanism === 'none' ? {} : { epsilon: manifest.privacy.maxEpsilon }),
  closesAt: Date.parse(manifest.schedule.closesAt),
})

export const grantLine = (grant: GrantRecord, records: Records): GrantLine => {
  const { contributions, datasets, runs, events } = records
  const { id, origin, account, state, createdAt, expiresAt, endedAt, completedBy, problem, task } = grant
  const dataset = datasets.find((one) => one.id === grant.datasetId)
  const { reward } = task.manifest
  return {
    ...taskName(task.manifest),
    id,
    origin,
    publisherAddress: task.manifest.publisher.address,
    account,
    state,
    createdAt,
    expiresAt,
    roundsDone: contributions.filter(({ grantId }) => grantId === id).length,
    bounds: boundsOf(grant),
    limits: grant.limits ?? {},
    use: grantUse(grant, { runs, events, delta: dataset?.delta ?? 1e-5 }),
    waitsFor: state === 'active' ? (grant.waitsFor ?? []) : [],
    receipt: grant.receipt.uid,
    chain: CHAINS[reward.chainId]?.name ?? `chain ${reward.chainId}`,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(completedBy === undefined ? {} : { completedBy }),
    ...(dataset === undefined || dataset.deletedAt !== undefined ? {} : { dataset: dataset.name }),
    ...(grant.revocationToldAt === undefined ? {} : { toldAt: grant.revocationToldAt }),
    ...(grant.anchor === undefined ? {} : { anchor: grant.anchor }),
    ...(problem === undefined ? {} : { problem }),
  }
}

import type { Address } from '../protocol/hex.ts'
import type { Attested, Period } from './rule.ts'

/** What a task says of itself, and what the ledger says of it. Epsilon is `Infinity` where no noise is added. */
export interface TaskFacts {
  readonly unit: 'record' | 'contributor' | 'none'
  readonly noise: boolean
  readonly epsilonPerRound: number
  readonly epsilonPerTask: number
  /** With this task, over all tasks of its publisher on the dataset. */
  readonly epsilonPerPublisher: number
  /** With this task, over all tasks on the dataset within the last day, 7, 30 or 365 days. */
  readonly epsilonPerPeriod: Readonly<Record<Period, number>>
  readonly aggregation: string
  readonly minCohort: number
  /** Base units, decimal digits. */
  readonly reward: { readonly chainId: number; readonly token: Address; readonly perContribution: string }
  /** Undefined while the chain has not been asked. */
  readonly funded: boolean | undefined
  readonly retentionDays: number
  readonly recipients: readonly string[]
  readonly jurisdiction: string
  readonly license: string
}

/** What the device is doing. Undefined: the browser does not say, and a condition on it is not met. */
export interface DeviceFacts {
  readonly idle: boolean | undefined
  readonly charging: boolean | undefined
  /** Minutes after local midnight, 0 to 1439. */
  readonly minuteOfDay: number
  /** Minutes of training since local midnight, all tasks together. */
  readonly minutesToday: number
  readonly unmetered: boolean | undefined
}

/** What a decision is made from. Pure data, kept with the request: it can be decided again under other rules. */
export interface PolicyRequest {
  /** Of the frame that asks, and of the page around it; from the browser. */
  readonly origin: string
  readonly topOrigin: string
  readonly publisher: Address
  /** Valid attestations of the publisher. Undefined while the chain has not been asked; empty where it has none. */
  readonly attestations: readonly Attested[] | undefined
  readonly purposes: readonly string[]
  readonly category: string
  readonly kind: string
  /** Id of the dataset that would be used; undefined where none fits. */
  readonly dataset: string | undefined
  readonly task: TaskFacts
  readonly device: DeviceFacts
  /** Milliseconds since 1970. */
  readonly now: number
}

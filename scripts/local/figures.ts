import type { Page } from '@playwright/test'
import { rdpEpsilon } from '../../lib/privacy/rdp.ts'
import { readStore } from './store.ts'

/** What the extension's own stores say of one task. Amounts are base units. */
export interface Figures {
  readonly steps: number
  readonly trainMs: number
  readonly engine: string
  /** Largest cumulative amount among the verified acceptances. */
  readonly owed: bigint
  /** Composed over all events of the dataset, at its delta. */
  readonly epsilon: number
  readonly acceptances: number
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

const largest = (values: readonly bigint[]): bigint => {
  let most = 0n
  for (const value of values) if (value > most) most = value
  return most
}

export const readFigures = async (own: Page): Promise<Figures> => {
  const [runs, contributions, events, datasets] = await Promise.all([
    readStore(own, 'runs'),
    readStore(own, 'contributions'),
    readStore(own, 'budgetEvents'),
    readStore(own, 'datasets'),
  ])
  const acceptances = contributions.flatMap(({ acceptance }) => acceptance ?? [])
  const [dataset] = datasets
  const engines = new Set(runs.flatMap(({ progress }) => progress.engine ?? []))
  return {
    steps: sum(runs.map(({ progress }) => progress.step)),
    trainMs: sum(runs.map(({ progress }) => progress.trainMs)),
    engine: [...engines].join(' and '),
    owed: largest(acceptances.map(({ statement }) => BigInt(statement.cumulative))),
    epsilon: dataset === undefined ? 0 : rdpEpsilon(events, dataset.delta),
    acceptances: acceptances.length,
  }
}

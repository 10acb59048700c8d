import type { DatasetRecord } from '../../db/schema.ts'
import { type BudgetLimit, isDebitedFrom, type PrivacyEvent, type PrivacyUnit } from '../../privacy/events.ts'
import { rdpEpsilon } from '../../privacy/rdp.ts'
import { ProvisoError } from '../../protocol/errors.ts'
import { CATEGORY_EPSILON_CAP } from './caps.ts'
import type { Ledger, Use } from './ledger.ts'

/**
 * Epsilon, by each of the limits that a dataset has: of the record that has spent most; of the person, by uses whose noise hides
 * all that they gave; of the person, by all uses of data of this category.
 */
export type Spend = Readonly<Record<BudgetLimit, number>>

/** What was done to each dataset, alike steps added up: a ledger holds few mechanisms and many rounds. */
const totalsOf = (uses: readonly Use[]): ReadonlyMap<string, readonly PrivacyEvent[]> => {
  const totals = new Map<string, Map<string, PrivacyEvent>>()
  for (const use of uses) {
    const { datasetId, mechanism, noiseMultiplier, samplingRate } = use
    const ofDataset = totals.get(datasetId) ?? new Map<string, PrivacyEvent>()
    const alike = `${noiseMultiplier}:${samplingRate}`
    const steps = (ofDataset.get(alike)?.steps ?? 0) + Math.ceil(use.steps)
    ofDataset.set(alike, { mechanism, noiseMultiplier, samplingRate, steps })
    totals.set(datasetId, ofDataset)
  }
  return new Map([...totals].map(([id, events]) => [id, [...events.values()]]))
}

/** Composed one after the other, at the smallest delta that any of the datasets was promised. */
const compose = (
  datasets: readonly DatasetRecord[],
  totals: ReadonlyMap<string, readonly PrivacyEvent[]>,
): number =>
  rdpEpsilon(
    datasets.flatMap(({ id }) => totals.get(id) ?? []),
    Math.min(...datasets.map(({ delta }) => delta)),
  )

/**
 * What `uses` have spent of a dataset; those of other data do not count. A record's is that of all datasets it is in, the dataset's
 * the most that one of its records has. A person is in all of their data: there, everything adds up.
 */
export const spendOf = ({ groups, ofContributor, ofCategory }: Ledger, uses: readonly Use[]): Spend => {
  const debited = (unit: PrivacyUnit) => totalsOf(uses.filter((use) => isDebitedFrom(unit, use)))
  const ofRecords = debited('record')
  return {
    record: Math.max(...groups.map((group) => compose(group, ofRecords))),
    contributor: compose(ofContributor, debited('contributor')),
    category: compose(ofCategory, ofRecords),
  }
}

/** The limit that does not allow something. */
export interface Exceeded {
  readonly limit: BudgetLimit
  readonly epsilon: number
  readonly cap: number
}

/** The first limit of the dataset that `uses`, all together, would pass. */
export const wouldExceed = (ledger: Ledger, uses: readonly Use[]): Exceeded | undefined => {
  const spend = spendOf(ledger, uses)
  const { epsilonBudget } = ledger.dataset
  const caps = { record: epsilonBudget, contributor: epsilonBudget, category: CATEGORY_EPSILON_CAP }
  for (const limit of ['record', 'contributor', 'category'] as const) {
    const [epsilon, cap] = [spend[limit], caps[limit]]
    if (!(epsilon <= cap)) return { limit, epsilon, cap }
  }
  return undefined
}

/** Why something is not done, for the person. */
export const exceededError = ({ name, category }: DatasetRecord, exceeded: Exceeded): ProvisoError => {
  const options = {
    details: `Epsilon would be ${exceeded.epsilon.toFixed(2)} of ${exceeded.cap}.`,
    todo: 'Use other data; a budget never grows back.',
  }
  switch (exceeded.limit) {
    case 'record':
      return new ProvisoError(
        'budget/exceeded',
        `The privacy budget of ${name} does not allow this.`,
        options,
      )
    case 'contributor':
      return new ProvisoError(
        'budget/contributor',
        `What you may give as one person out of ${name} does not allow this.`,
        options,
      )
    case 'category':
      return new ProvisoError(
        'budget/category',
        `The privacy budget of all your data of the category ${category} does not allow this.`,
        options,
      )
  }
}

import type { BudgetEventRecord, DatasetRecord } from '../db/schema.ts'
import type { PrivacyEvent } from '../privacy/events.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { readBudget, spentAfter } from '../vault/budget.ts'

/** A dataset's lifetime budget as a picture: spent, and what is about to be. All in epsilon at the dataset's delta. */
export interface BudgetView {
  readonly datasetId: string
  readonly name: string
  /** By protected uses. */
  readonly spent: number
  /** Added by what is planned: the running round, or the whole task in a prompt. Infinity where nothing bounds it. */
  readonly next: number
  readonly budget: number
  readonly delta: number
  /** Uses without noise, which no epsilon covers. */
  readonly unprotectedUses: number
}

/** What one round of a task does to the data it touches; nothing where the ledger cannot say. */
export const roundEvents = ({ privacy, training }: TaskManifest): readonly PrivacyEvent[] =>
  privacy.mechanism === 'none'
    ? []
    : [
        {
          mechanism: 'subsampled-gaussian',
          noiseMultiplier: privacy.noiseMultiplier,
          samplingRate: privacy.samplingRate,
          steps: training.localSteps,
        },
      ]

/** Spent so far, and what `planned` would add, by the accountant that debits (lib/vault/budget.ts). */
export const budgetView = async (
  { id, name }: DatasetRecord,
  planned: readonly PrivacyEvent[] = [],
): Promise<BudgetView> => {
  const { budget, delta, spent, unprotectedUses } = await readBudget(id)
  const next = planned.length === 0 ? 0 : (await spentAfter(id, planned)) - spent
  return { datasetId: id, name, spent, next, budget, delta, unprotectedUses }
}

/** What each event added to its dataset's epsilon at the time, by event id. Infinity for one without noise. */
export const epsilonByEvent = (
  events: readonly BudgetEventRecord[],
  datasets: readonly DatasetRecord[],
): ReadonlyMap<string, number> => {
  const added = new Map<string, number>()
  for (const { id, mechanism } of events) if (mechanism === 'none') added.set(id, Infinity)
  for (const dataset of datasets) {
    const ordered = events
      .filter(({ datasetId, mechanism }) => datasetId === dataset.id && mechanism !== 'none')
      .sort((a, b) => a.at - b.at)
    let before = 0
    ordered.forEach((event, index) => {
      const after = rdpEpsilon(ordered.slice(0, index + 1), dataset.delta)
      added.set(event.id, after - before)
      before = after
    })
  }
  return added
}

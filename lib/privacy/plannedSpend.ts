import type { TaskManifest } from '../protocol/task.ts'
import type { LedgerEvent } from './events.ts'

/** What `rounds` rounds of a task do to the ledger of a dataset. Steps are counted as run: never rounded down. */
export const plannedEvent = ({ privacy, training }: TaskManifest, rounds: number): LedgerEvent => {
  const steps = rounds * training.localSteps
  if (privacy.mechanism === 'none')
    return { mechanism: 'none', unit: 'record', noiseMultiplier: 0, samplingRate: 1, steps }
  const { unit, noiseMultiplier, samplingRate } = privacy
  return { mechanism: 'subsampled-gaussian', unit, noiseMultiplier, samplingRate, steps }
}

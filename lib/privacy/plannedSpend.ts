import type { TaskManifest } from '../protocol/task.ts'
import type { PrivacyEvent } from './events.ts'

/** What `rounds` rounds of a task do to the ledger of a dataset. Steps are counted as run: never rounded down. */
export const plannedEvent = ({ privacy, training }: TaskManifest, rounds: number): PrivacyEvent =>
  privacy.mechanism === 'none'
    ? { mechanism: 'none', noiseMultiplier: 0, samplingRate: 1, steps: rounds * training.localSteps }
    : {
        mechanism: 'subsampled-gaussian',
        noiseMultiplier: privacy.noiseMultiplier,
        samplingRate: privacy.samplingRate,
        steps: rounds * training.localSteps,
      }

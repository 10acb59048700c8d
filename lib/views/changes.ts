import type { TaskManifest } from '../protocol/task.ts'

/** One term that differs from what the person agreed to before. */
export interface TermChange {
  readonly term:
    | 'retention'
    | 'recipients'
    | 'license'
    | 'noise'
    | 'rounds'
    | 'reward'
    | 'purposes'
    | 'records'
  readonly before: string
  readonly after: string
}

const noiseOf = ({ privacy }: TaskManifest): string =>
  privacy.mechanism === 'local' ? `${privacy.noiseMultiplier} × ${privacy.clipNorm}` : '0'

const TERMS: readonly (readonly [TermChange['term'], (task: TaskManifest) => string])[] = [
  ['purposes', (task) => task.purposes.join(', ')],
  ['recipients', (task) => task.terms.recipients.join(', ')],
  ['retention', (task) => String(task.terms.retentionDays)],
  ['license', (task) => task.terms.modelLicense],
  ['noise', noiseOf],
  ['records', (task) => String(task.data.maxRecords)],
  ['rounds', (task) => String(task.schedule.rounds)],
  ['reward', (task) => task.reward.perContribution],
]

/** What a person must hear before agreeing again to a publisher whose terms have moved. */
export const termChanges = (before: TaskManifest, after: TaskManifest): readonly TermChange[] =>
  TERMS.flatMap(([term, read]) =>
    read(before) === read(after) ? [] : [{ term, before: read(before), after: read(after) }],
  )

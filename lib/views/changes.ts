import { formatDay } from '../i18n/format.ts'
import { inert, termWords } from '../i18n/untrusted.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { modelTerms } from './modelWords.ts'
import { pipelineWords } from './pipelineWords.ts'
import { chainName } from './wallet.ts'

/** Digits of a token's amounts: without them an amount is left in base units. */
export type AmountWords = (base: string) => string

type Read = (task: TaskManifest, amount: AmountWords) => string

const noiseOf: Read = ({ privacy, update }) =>
  privacy.mechanism === 'local'
    ? `${privacy.noiseMultiplier} × ${privacy.clipNorm} (≤ ${update.clipNorm})`
    : '0'

const batchOf: Read = ({ privacy }) =>
  privacy.mechanism === 'local'
    ? `${privacy.expectedBatch} (${privacy.samplingRate})`
    : String(privacy.batchSize)

const eligibilityOf: Read = ({ eligibility }) =>
  eligibility === undefined ? '–' : `${eligibility.attestation.schema} ${eligibility.attestation.attester}`

const dayOf = (instant: string): string => formatDay(Date.parse(instant))

/** The number of steps, the learning rate, and what else the optimizer goes by. */
const stepsOf: Read = ({ training: { localSteps, optimizer, gradientClipNorm } }) => {
  const { kind, learningRate, ...rest } = optimizer
  const others = Object.entries({ ...rest, gradientClipNorm }).filter(([, value]) => value !== undefined)
  return [
    `${localSteps} × ${learningRate}`,
    ...(kind === 'sgd' ? [] : [kind]),
    ...others.map(([name, value]) => `${name} ${value}`),
  ].join(', ')
}

/** Everything that the prompt shows or that decides what happens, in the order in which it is read there. */
const TERMS = {
  title: (task) => task.title,
  purposes: (task) => task.purposes.map(termWords).join(', '),
  processing: (task) => task.processing.map(termWords).join(', '),
  description: (task) => task.description,
  publisher: ({ publisher }) => publisher.name,
  jurisdiction: ({ publisher }) => publisher.jurisdiction,
  contact: ({ publisher }) => publisher.contact,
  url: ({ publisher }) => publisher.url,
  attestations: ({ publisher }) => publisher.attestations?.join(', ') ?? '–',
  data: ({ data }) => `${termWords(data.category)}, ${data.kind}`,
  records: ({ data }) => `${data.minRecords} – ${data.maxRecords}`,
  pipeline: ({ pipeline }) => pipelineWords(pipeline),
  labels: ({ pipeline }) =>
    pipeline
      .flatMap((step) => (step.step === 'label' ? [`${step.field ?? ''} ${step.classes.join(', ')}`] : []))
      .join('; '),
  scaling: ({ pipeline }) =>
    pipeline
      .flatMap((step) =>
        step.step === 'normalise'
          ? [`${step.mean} ± ${step.std}`]
          : step.step === 'standardise'
            ? Object.entries(step.fields).map(([name, { mean, std }]) => `${name} ${mean} ± ${std}`)
            : [],
      )
      .join('; '),
  model: ({ model }) => `${modelTerms(model.architecture)}, ${model.weights.bytes}`,
  recipients: ({ terms }) => terms.recipients.join(', '),
  retention: ({ terms }) => String(terms.retentionDays),
  license: ({ terms }) => terms.modelLicense,
  noise: noiseOf,
  epsilon: ({ privacy }) => (privacy.mechanism === 'local' ? String(privacy.maxEpsilon) : '∞'),
  batch: batchOf,
  cohort: ({ aggregation }) => String(aggregation.minCohort),
  coordinator: ({ aggregation }) => aggregation.coordinator,
  rounds: ({ schedule }) => String(schedule.rounds),
  days: ({ schedule }) => `${dayOf(schedule.opensAt)} – ${dayOf(schedule.closesAt)}`,
  steps: stepsOf,
  reward: ({ reward }, amount) => amount(reward.perContribution),
  most: ({ reward }, amount) => amount(reward.maxPerContributor),
  token: ({ reward }) => `${reward.token}, ${chainName(reward.chainId)}`,
  escrow: ({ reward }) => reward.escrow,
  accepts: ({ reward }) => reward.accepts,
  seats: ({ reward }) => String(reward.seats),
  eligibility: eligibilityOf,
} as const satisfies Readonly<Record<string, Read>>

/** One term that differs from what the person agreed to before. Both sides are inert. */
export interface TermChange {
  readonly term: keyof typeof TERMS
  readonly before: string
  readonly after: string
}

const SHOWN = 160
const CONTEXT = 24

/** From shortly before the first difference on: of two long texts the beginnings say nothing. */
const fromDifference = (text: string, at: number): string => {
  const from = at < 2 * CONTEXT ? 0 : at - CONTEXT
  return `${from > 0 ? '…' : ''}${inert(text.slice(from), SHOWN)}`
}

const firstDifference = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}

/** What a person must hear before agreeing again to a publisher whose terms have moved. */
export const termChanges = (
  before: TaskManifest,
  after: TaskManifest,
  amount: AmountWords = (base) => base,
): readonly TermChange[] =>
  (Object.entries(TERMS) as [TermChange['term'], Read][]).flatMap(([term, read]) => {
    const [was, is] = [read(before, amount), read(after, amount)]
    if (was === is) return []
    const at = firstDifference(was, is)
    return [{ term, before: fromDifference(was, at), after: fromDifference(is, at) }]
  })

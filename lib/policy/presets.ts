import type { PolicyRequest } from './request.ts'
import type { PresetName, RuleRecord } from './rule.ts'

type PresetRule = Pick<RuleRecord, 'effect' | 'who' | 'what' | 'needs'>

const SELLING = ['dpv:SellDataToThirdParties', 'dpv:SellInsightsFromData']
const PRESSING = ['dpv:Marketing', 'dpv:CustomerSolvencyMonitoring', 'dpv:PersonnelMonitoring']
const RESEARCH = ['dpv:AcademicResearch', 'dpv:NonCommercialResearch', 'dpv:ScientificResearch']

/** Whoever chose a preset may still remember answers: none has a rule that asks about everything. */
const RULES: Readonly<Record<PresetName, readonly PresetRule[]>> = {
  /** Refuses what few people want; asks about everything else. */
  private: [
    { effect: 'refuse', what: { purposes: [...SELLING, ...PRESSING] } },
    { effect: 'refuse', needs: { noise: true } },
    { effect: 'refuse', needs: { maxEpsilonPerTask: 4, minCohort: 10, maxRetentionDays: 365 } },
  ],
  /** Allows careful research that earns nothing from the data; asks about everything else. */
  balanced: [
    { effect: 'refuse', what: { purposes: [...SELLING, ...PRESSING] } },
    { effect: 'refuse', needs: { noise: true } },
    {
      effect: 'allow',
      what: { purposes: RESEARCH },
      needs: {
        unit: 'record',
        noise: true,
        maxEpsilonPerTask: 1,
        maxEpsilonPerPeriod: { period: 'month', epsilon: 4 },
        minCohort: 20,
        funded: true,
        maxRetentionDays: 365,
      },
    },
  ],
  /** Allows what hides each record well, and more to research; asks where it is about the person as a customer. */
  open: [
    { effect: 'refuse', what: { purposes: SELLING } },
    { effect: 'refuse', needs: { noise: true } },
    { effect: 'ask', what: { purposes: PRESSING } },
    {
      effect: 'allow',
      what: { purposes: ['dpv:ResearchAndDevelopment', 'dpv:DataAltruism', 'dpv:ImproveHealthcare'] },
      needs: {
        unit: 'record',
        noise: true,
        maxEpsilonPerTask: 3,
        maxEpsilonPerPeriod: { period: 'month', epsilon: 10 },
        minCohort: 10,
        funded: true,
      },
    },
    {
      effect: 'allow',
      needs: {
        unit: 'record',
        noise: true,
        maxEpsilonPerTask: 1,
        maxEpsilonPerPeriod: { period: 'month', epsilon: 10 },
        minCohort: 50,
        funded: true,
      },
    },
  ],
}

/** The rules of a preset, as if the person had made them now. Their ids are the same every time. */
export const presetRules = (name: PresetName, now: number): RuleRecord[] =>
  RULES[name].map((rule, index) => ({
    id: `preset-${name}-${index + 1}`,
    source: name,
    createdAt: now,
    expiresAt: null,
    ...rule,
  }))

/** What the examples are about; a page has words for each. */
export const EXAMPLES = ['study', 'deepStudy', 'product', 'adverts', 'broker', 'noNoise', 'health'] as const
export type ExampleName = (typeof EXAMPLES)[number]

const careful = {
  unit: 'record',
  noise: true,
  epsilonPerRound: 0.1,
  epsilonPerTask: 0.8,
  epsilonPerPublisher: 0.8,
  epsilonPerPeriod: { day: 0.8, week: 0.8, month: 0.8, year: 0.8 },
  aggregation: 'plain',
  minCohort: 50,
  reward: {
    chainId: 8453,
    token: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
    perContribution: '250000',
  },
  funded: true,
  retentionDays: 180,
  recipients: ['Example'],
  jurisdiction: 'DE',
  license: 'Apache-2.0',
} as const satisfies PolicyRequest['task']

const spending = (epsilon: number) => ({
  epsilonPerRound: epsilon / 10,
  epsilonPerTask: epsilon,
  epsilonPerPublisher: epsilon,
  epsilonPerPeriod: { day: epsilon, week: epsilon, month: epsilon, year: epsilon },
})

interface Example {
  readonly purposes: readonly string[]
  readonly category?: string
  readonly task?: Partial<PolicyRequest['task']>
}

const DIFFERENCES: Readonly<Record<ExampleName, Example>> = {
  study: { purposes: ['dpv:AcademicResearch'] },
  deepStudy: { purposes: ['dpv:AcademicResearch'], task: spending(2.5) },
  product: { purposes: ['dpv:ImproveExistingProductsAndServices'] },
  adverts: { purposes: ['dpv:PersonalisedAdvertising'] },
  broker: { purposes: ['dpv:SellDataToThirdParties'] },
  noNoise: {
    purposes: ['dpv:AcademicResearch'],
    task: { ...spending(Number.POSITIVE_INFINITY), unit: 'none', noise: false },
  },
  health: { purposes: ['dpv:AcademicResearch'], category: 'pd:HealthRecord' },
}

const SHOWN: Readonly<Record<PresetName, readonly ExampleName[]>> = {
  private: ['study', 'product', 'adverts', 'broker', 'noNoise', 'health'],
  balanced: ['study', 'deepStudy', 'product', 'adverts', 'noNoise', 'health'],
  open: ['study', 'deepStudy', 'product', 'adverts', 'broker', 'noNoise', 'health'],
}

export interface PresetExample {
  readonly example: ExampleName
  readonly request: PolicyRequest
}

/** Requests that show what a preset means, to be decided under its rules like any others. */
export const presetExamples = (name: PresetName, now: number): readonly PresetExample[] =>
  SHOWN[name].map((example) => {
    const { purposes, category = 'pd:Picture', task } = DIFFERENCES[example]
    return {
      example,
      request: {
        origin: 'https://publisher.example',
        topOrigin: 'https://publisher.example',
        publisher: '0x00000000000000000000000000000000000000a1',
        attestations: [],
        purposes,
        category,
        kind: 'image',
        dataset: undefined,
        task: { ...careful, ...task },
        device: { idle: true, charging: true, minuteOfDay: 780, minutesToday: 0, unmetered: true },
        now,
      },
    }
  })

import fc from 'fast-check'
import type { PolicyRequest } from '../request.ts'
import type { Attested, Period, RuleRecord } from '../rule.ts'
import { requestFixture } from './requests.ts'

/** Few values that often meet: rules and requests over a large space would hardly ever speak of each other. */
export const ORIGINS = [
  'https://a.example',
  'https://x.a.example',
  'https://y.x.a.example',
  'https://b.example',
  'https://b.example:8443',
  'http://localhost:5173',
] as const
const PATTERNS = [...ORIGINS, 'https://*.a.example', 'https://*.x.a.example', 'https://*.example'] as const
const PUBLISHERS = [
  '0x00000000000000000000000000000000000000a1',
  '0x00000000000000000000000000000000000000A1',
  '0x00000000000000000000000000000000000000b2',
] as const
const attested = (last: string): Attested => ({
  schema: `0x${last.repeat(64)}`,
  attester: `0x${last.repeat(40)}`,
})
export const ATTESTED = [attested('a'), attested('A'), attested('c')] as const
/** Parents and children, also of two parents. */
export const SOME_PURPOSES = [
  'dpv:ResearchAndDevelopment',
  'dpv:AcademicResearch',
  'dpv:CommercialResearch',
  'dpv:NonCommercialResearch',
  'dpv:CommercialPurpose',
  'dpv:NonCommercialPurpose',
  'dpv:Marketing',
  'dpv:Advertising',
  'dpv:PersonalisedAdvertising',
  'dpv:ServiceProvision',
  'dpv:SellProducts',
  'dpv:SellDataToThirdParties',
] as const
export const SOME_CATEGORIES = [
  'pd:Picture',
  'pd:External',
  'pd:Identifying',
  'pd:Biometric',
  'pd:Fingerprint',
  'pd:MedicalHealth',
  'pd:Health',
  'pd:HealthRecord',
  'pd:Religion',
  'pd:Location',
  'pd:GPSCoordinate',
  'pd:Tracking',
] as const
const TOKENS = [
  '0x00000000000000000000000000000000000000c1',
  '0x00000000000000000000000000000000000000C1',
  '0x00000000000000000000000000000000000000d2',
] as const
const RECIPIENTS = ['Digit Lab', 'digit lab', 'Other Lab'] as const
const JURISDICTIONS = ['DE', 'de', 'US'] as const
const LICENSES = ['MIT', 'mit', 'Proprietary'] as const
const AGGREGATIONS = ['plain', 'secure'] as const
export const NOW = Date.UTC(2026, 10, 23, 12)

const some = <T>(values: readonly T[], maxLength = 3) =>
  fc.array(fc.constantFrom(...values), { minLength: 1, maxLength })
const epsilon = fc.constantFrom(0, 0.25, 0.5, 1, 2, 4)
const yes = fc.constant(true as const)
const reward = fc.record({
  chainId: fc.constantFrom(1, 8453),
  token: fc.constantFrom(...TOKENS),
  perContribution: fc.constantFrom('0', '99', '100', '2500'),
})
const minute = fc.constantFrom(0, 360, 780, 781, 1320, 1439)
const hours = fc.record({ from: minute, to: minute }).filter(({ from, to }) => from !== to)

/** At most three of many. Every one of them would be met by nothing. */
const few = <T extends object>(all: { [K in keyof T]-?: fc.Arbitrary<T[K]> }): fc.Arbitrary<Partial<T>> =>
  fc
    .subarray(Object.keys(all) as (keyof T)[], { maxLength: 3 })
    .chain(
      (keys) => fc.record(Object.fromEntries(keys.map((key) => [key, all[key]]))) as fc.Arbitrary<Partial<T>>,
    )

type Needs = Required<NonNullable<RuleRecord['needs']>>

export const arbitraryNeeds: fc.Arbitrary<NonNullable<RuleRecord['needs']>> = few<Needs>({
  unit: fc.constantFrom('record', 'contributor'),
  noise: yes,
  maxEpsilonPerRound: epsilon,
  maxEpsilonPerTask: epsilon,
  maxEpsilonPerPublisher: epsilon,
  maxEpsilonPerPeriod: fc.record({
    period: fc.constantFrom<Period>('day', 'week', 'month', 'year'),
    epsilon,
  }),
  aggregation: some(AGGREGATIONS),
  minCohort: fc.constantFrom(1, 20, 50, 51),
  minReward: reward,
  funded: yes,
  maxRetentionDays: fc.constantFrom(0, 30, 90, 365),
  recipients: some(RECIPIENTS),
  jurisdictions: some(JURISDICTIONS),
  licenses: some(LICENSES),
  idle: yes,
  charging: yes,
  hours,
  maxMinutesPerDay: fc.constantFrom(1, 30, 60),
  unmetered: yes,
})

export const arbitraryRule: fc.Arbitrary<RuleRecord> = fc.record(
  {
    id: fc.uuid(),
    effect: fc.constantFrom('allow', 'allow', 'ask', 'refuse'),
    source: fc.constant('person' as const),
    who: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      {
        weight: 3,
        arbitrary: few({
          origins: some(PATTERNS),
          publishers: some(PUBLISHERS),
          attested: some(ATTESTED, 2),
        }),
      },
    ),
    what: few({
      purposes: some(SOME_PURPOSES, 4),
      categories: some(SOME_CATEGORIES, 4),
      kinds: some(['image', 'table']),
      datasets: some(['pictures', 'tables']),
    }),
    needs: arbitraryNeeds,
    createdAt: fc.constant(0),
    expiresAt: fc.constantFrom(null, null, NOW + 1, NOW, NOW - 1),
  },
  { requiredKeys: ['id', 'effect', 'source', 'createdAt', 'expiresAt'] },
) as fc.Arbitrary<RuleRecord>

/** Rules with ids of their own, as a database has them. */
export const arbitraryRules = fc.uniqueArray(arbitraryRule, { maxLength: 8, selector: ({ id }) => id })

const privacy = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      unit: fc.constantFrom('record' as const, 'contributor' as const),
      noise: fc.constant(true),
      epsilonPerRound: epsilon,
      epsilonPerTask: epsilon,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      unit: 'none' as const,
      noise: false,
      epsilonPerRound: Number.POSITIVE_INFINITY,
      epsilonPerTask: Number.POSITIVE_INFINITY,
    }),
  },
)

const orUnknown = <T>(known: fc.Arbitrary<T>, unknown: boolean): fc.Arbitrary<T | undefined> =>
  unknown ? fc.option(known, { nil: undefined, freq: 3 }) : known

const arbitraryFacts = (unknown: boolean): fc.Arbitrary<PolicyRequest> =>
  fc
    .record({
      origin: fc.constantFrom(...ORIGINS),
      framed: fc.constantFrom(undefined, undefined, undefined, ...ORIGINS),
      publisher: fc.constantFrom(...PUBLISHERS),
      attestations: orUnknown(fc.subarray([...ATTESTED]), unknown),
      purposes: some(SOME_PURPOSES),
      category: fc.constantFrom(...SOME_CATEGORIES),
      kind: fc.constantFrom('image', 'table'),
      dataset: fc.constantFrom('pictures', 'tables', undefined),
      privacy,
      ledger: fc.record({
        epsilonPerPublisher: epsilon,
        epsilonPerPeriod: fc.record({ day: epsilon, week: epsilon, month: epsilon, year: epsilon }),
      }),
      terms: fc.record({
        aggregation: fc.constantFrom(...AGGREGATIONS),
        minCohort: fc.constantFrom(1, 20, 50, 51),
        reward,
        funded: orUnknown(fc.boolean(), unknown),
        retentionDays: fc.constantFrom(0, 30, 90, 365),
        recipients: some(RECIPIENTS),
        jurisdiction: fc.constantFrom(...JURISDICTIONS),
        license: fc.constantFrom(...LICENSES),
      }),
      device: fc.record({
        idle: orUnknown(fc.boolean(), unknown),
        charging: orUnknown(fc.boolean(), unknown),
        minuteOfDay: minute,
        minutesToday: fc.constantFrom(0, 1, 30, 59, 60),
        unmetered: orUnknown(fc.boolean(), unknown),
      }),
    })
    .map(({ framed, privacy: terms, ledger, terms: rest, ...changes }) =>
      requestFixture({
        ...changes,
        topOrigin: framed ?? changes.origin,
        task: { ...terms, ...ledger, ...rest },
        now: NOW,
      }),
    )

export const arbitraryRequest = arbitraryFacts(true)
/** Everything is known. */
export const arbitraryKnownRequest = arbitraryFacts(false)
export const arbitrarySettings = fc.record({ allowWithoutNoise: fc.boolean() })

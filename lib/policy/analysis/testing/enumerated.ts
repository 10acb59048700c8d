import fc from 'fast-check'
import { readyRule } from '../../readyRule.ts'
import type { PolicyRequest } from '../../request.ts'
import type { DeviceConditions, RuleRecord, TaskConditions, What, Who } from '../../rule.ts'
import { speaksOf, subjectOf } from '../../scope.ts'

export const NOW = 1_800_000_000_000

const PLAIN: PolicyRequest = {
  origin: 'https://other.example',
  topOrigin: 'https://other.example',
  publisher: `0x${'9'.repeat(40)}`,
  attestations: [],
  purposes: ['dpv:ServicePersonalisation'],
  category: 'pd:Picture',
  kind: 'image',
  dataset: undefined,
  task: {
    unit: 'record',
    noise: true,
    epsilonPerRound: 0.5,
    epsilonPerTask: 0.5,
    epsilonPerPublisher: 0.5,
    epsilonPerPeriod: { day: 0.5, week: 0.5, month: 0.5, year: 0.5 },
    aggregation: 'plain',
    minCohort: 10,
    reward: { chainId: 1, token: `0x${'8'.repeat(40)}`, perContribution: '5' },
    funded: true,
    retentionDays: 10,
    recipients: ['Lab'],
    jurisdiction: 'FR',
    license: 'MIT',
  },
  device: { idle: true, charging: true, minuteOfDay: 600, minutesToday: 0, unmetered: true },
  now: NOW,
}

type Parts = {
  readonly who?: Who
  readonly what?: What
  readonly needs?: TaskConditions & DeviceConditions
  readonly expiresAt?: number | null
}

/** A few properties of requests: every value that matters to the parts of rules that go with them, and some more. */
interface Theme {
  readonly changes: readonly ((request: PolicyRequest) => PolicyRequest)[]
  readonly parts: fc.Arbitrary<Parts>
}

const task = (changes: Partial<PolicyRequest['task']>) => (request: PolicyRequest) => ({
  ...request,
  task: { ...request.task, ...changes },
})
const device = (changes: Partial<PolicyRequest['device']>) => (request: PolicyRequest) => ({
  ...request,
  device: { ...request.device, ...changes },
})
const facts = (changes: Partial<PolicyRequest>) => (request: PolicyRequest) => ({ ...request, ...changes })

/** Every choice of at most `most` of them, at least one. */
const choices = <V>(values: readonly V[], most: number): V[][] =>
  values
    .reduce<V[][]>((done, value) => done.concat(done.map((one) => [...one, value])), [[]])
    .filter((one) => one.length > 0 && one.length <= most)
const some = <V>(...values: V[]): fc.Arbitrary<V[]> => fc.subarray(values, { minLength: 1 })

const ORIGINS = [
  'https://a.example',
  'https://www.a.example',
  'https://b.www.a.example',
  'https://c.a.example',
  'https://other.example',
]
const A = { schema: `0x${'1'.repeat(64)}`, attester: `0x${'a'.repeat(40)}` } as const
const B = { schema: `0x${'1'.repeat(64)}`, attester: `0x${'B'.repeat(40)}` } as const
const P = `0x${'c'.repeat(40)}` as const
const Q = `0x${'D'.repeat(40)}` as const
const CATEGORIES = [
  'pd:Picture',
  'pd:Identifying',
  'pd:Name',
  'pd:Health',
  'pd:MentalHealth',
  'pd:Religion',
  'pd:Opinion',
  'pd:Language',
  'pd:Nonsense',
]
const BOUNDS = [0, 1, 2]
const EPSILONS = [0.5, 1, 1.5, 2, 9]
const token = `0x${'8'.repeat(40)}` as const
const wanted = (chainId: number, perContribution: string) => ({
  minReward: { chainId, token, perContribution },
})

const THEMES: readonly Theme[] = [
  {
    changes: ORIGINS.flatMap((origin) => ORIGINS.map((topOrigin) => facts({ origin, topOrigin }))),
    parts: some(
      'https://a.example',
      'https://*.a.example',
      'https://www.a.example',
      'https://*.www.a.example',
    ).map((origins) => ({ who: { origins } })),
  },
  {
    changes: [undefined, [], [A], [B], [A, B]].map((attestations) => facts({ attestations })),
    parts: some(A, B).map((attested) => ({ who: { attested } })),
  },
  {
    changes: [P, Q, PLAIN.publisher].map((publisher) => facts({ publisher })),
    parts: some<typeof P | typeof Q>(P, Q).map((publishers) => ({ who: { publishers } })),
  },
  {
    changes: choices(
      [
        'dpv:Marketing',
        'dpv:DirectMarketing',
        'dpv:ResearchAndDevelopment',
        'dpv:ScientificResearch',
        'dpv:ServicePersonalisation',
        'dpv:Nonsense',
      ],
      3,
    ).map((purposes) => facts({ purposes })),
    parts: some(
      'dpv:Marketing',
      'dpv:DirectMarketing',
      'dpv:ResearchAndDevelopment',
      'dpv:ScientificResearch',
    ).map((purposes) => ({ what: { purposes } })),
  },
  {
    changes: CATEGORIES.map((category) => facts({ category })),
    parts: some('pd:Picture', 'pd:Identifying', 'pd:Health', 'pd:MentalHealth', 'pd:External').map(
      (categories) => ({
        what: { categories },
      }),
    ),
  },
  {
    changes: [undefined, 'one', 'two'].flatMap((dataset) =>
      ['image', 'table', 'sound'].map((kind) => facts({ dataset, kind })),
    ),
    parts: fc.oneof(
      some('one', 'two').map((datasets) => ({ what: { datasets } })),
      some('image', 'table').map((kinds) => ({ what: { kinds } })),
    ),
  },
  {
    changes: [
      ...EPSILONS.flatMap((round) =>
        EPSILONS.filter((sum) => sum >= round).flatMap((all) =>
          EPSILONS.filter((year) => year >= all).map((year) =>
            task({
              unit: year === 9 ? 'contributor' : 'record',
              epsilonPerRound: round,
              epsilonPerTask: all,
              epsilonPerPublisher: year,
              epsilonPerPeriod: { day: all, week: all, month: all, year },
            }),
          ),
        ),
      ),
      task({
        noise: false,
        unit: 'none',
        epsilonPerRound: Number.POSITIVE_INFINITY,
        epsilonPerTask: Number.POSITIVE_INFINITY,
        epsilonPerPublisher: Number.POSITIVE_INFINITY,
        epsilonPerPeriod: {
          day: Number.POSITIVE_INFINITY,
          week: Number.POSITIVE_INFINITY,
          month: Number.POSITIVE_INFINITY,
          year: Number.POSITIVE_INFINITY,
        },
      }),
    ],
    parts: fc
      .record(
        {
          noise: fc.constant(true as const),
          maxEpsilonPerRound: fc.constantFrom(...BOUNDS),
          maxEpsilonPerTask: fc.constantFrom(...BOUNDS),
          maxEpsilonPerPeriod: fc.record({
            period: fc.constant('year' as const),
            epsilon: fc.constantFrom(1, 2),
          }),
        },
        { requiredKeys: [] },
      )
      .map((needs) => ({ needs })),
  },
  {
    changes: [true, false, undefined].flatMap((funded) =>
      [true, false, undefined].map(
        (idle) => (request: PolicyRequest) => device({ idle })(task({ funded })(request)),
      ),
    ),
    parts: fc
      .record({ funded: fc.constant(true as const), idle: fc.constant(true as const) }, { requiredKeys: [] })
      .map((needs) => ({ needs })),
  },
  {
    changes: choices(['Lab', ' lab', 'Clinic', 'Ads'], 3).map((recipients) => task({ recipients })),
    parts: some('LAB', 'Clinic').map((recipients) => ({ needs: { recipients } })),
  },
  {
    changes: [1, 2].flatMap((chainId) =>
      ['0', '5', '10', '11'].map((perContribution) => task({ reward: { chainId, token, perContribution } })),
    ),
    parts: fc.constantFrom(wanted(1, '5'), wanted(1, '10'), wanted(2, '10')).map((needs) => ({ needs })),
  },
  {
    changes: [0, 60, 119, 120, 600, 1200, 1439].flatMap((minuteOfDay) =>
      [0, 1, 30, 1440].map((minutesToday) => device({ minuteOfDay, minutesToday })),
    ),
    parts: fc.oneof(
      fc
        .constantFrom({ from: 60, to: 120 }, { from: 1200, to: 60 }, { from: 120, to: 1200 })
        .map((hours) => ({ needs: { hours } })),
      fc.constantFrom(1, 30, 1440).map((maxMinutesPerDay) => ({ needs: { maxMinutesPerDay } })),
    ),
  },
  {
    changes: [1, 5, 9, 10].flatMap((minCohort) =>
      [0, 30, 31].flatMap((retentionDays) =>
        ['FR', 'DE', 'US'].map((jurisdiction) => task({ minCohort, retentionDays, jurisdiction })),
      ),
    ),
    parts: fc
      .record(
        {
          minCohort: fc.constantFrom(1, 5, 10),
          maxRetentionDays: fc.constantFrom(0, 30),
          jurisdictions: some('fr', 'DE'),
        },
        { requiredKeys: [] },
      )
      .map((needs) => ({ needs })),
  },
  {
    changes: [NOW, NOW + 10, NOW + 20, NOW + 21].map((now) => facts({ now })),
    parts: fc.constantFrom(NOW - 1, NOW, NOW + 1, NOW + 20).map((expiresAt) => ({ expiresAt })),
  },
]

const merged = (one: Parts, other: Parts): Parts => ({
  who: { ...one.who, ...other.who },
  what: { ...one.what, ...other.what },
  needs: { ...one.needs, ...other.needs },
  expiresAt: other.expiresAt ?? one.expiresAt ?? null,
})

const made = (effect: RuleRecord['effect'], id: string, parts: Parts): RuleRecord => {
  const filled = (part: object | undefined) => part !== undefined && Object.keys(part).length > 0
  return {
    id,
    effect,
    source: 'person',
    ...(filled(parts.who) ? { who: parts.who } : {}),
    ...(filled(parts.what) ? { what: parts.what } : {}),
    ...(filled(parts.needs) ? { needs: parts.needs } : {}),
    createdAt: 0,
    expiresAt: parts.expiresAt ?? null,
  } as RuleRecord
}

/** Every request that rules of these themes could tell apart. */
export const requestsOf = (themes: readonly number[]): PolicyRequest[] =>
  themes.reduce<PolicyRequest[]>(
    (requests, theme) =>
      requests.flatMap((request) => THEMES[theme]?.changes.map((change) => change(request)) ?? []),
    [PLAIN],
  )

/** Rules of a few themes. */
export const worlds = (most: number): fc.Arbitrary<{ rules: RuleRecord[]; themes: number[] }> =>
  fc.subarray([...THEMES.keys()], { minLength: 1, maxLength: 2 }).chain((themes) => {
    const rule = fc
      .tuple(
        fc.constantFrom('allow' as const, 'ask' as const, 'refuse' as const),
        ...themes.map((theme) => fc.option(THEMES[theme]?.parts ?? fc.constant({}), { nil: {} as Parts })),
      )
      .map(([effect, ...parts]) => ({ effect, parts: (parts as Parts[]).reduce(merged, {}) }))
    return fc.array(rule, { minLength: 1, maxLength: most }).map((drafts) => ({
      rules: drafts.map(({ effect, parts }, index) => made(effect, `r${index}`, parts)),
      themes,
    }))
  })

/** The rules that act on a request, as the policy itself judges it, with all that is known. */
export const actingOn = (rules: readonly RuleRecord[]): ((request: PolicyRequest) => RuleRecord[]) => {
  const ready = rules.map((rule) => ({ rule, ...readyRule(rule) }))
  return (request) => {
    const subject = subjectOf(request)
    return ready
      .filter((one) => {
        if (one.expiresAt <= request.now || speaksOf(one, subject) !== true) return false
        if (one.effect === 'allow' && !request.task.noise) return false
        if (one.needs.length === 0) return true
        const verdicts = one.needs.map((need) => need.met(request))
        return one.effect === 'allow' ? verdicts.every((met) => met === true) : verdicts.includes(false)
      })
      .map(({ rule }) => rule)
  }
}

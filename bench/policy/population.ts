import type { PolicyRequest } from '../../lib/policy/request.ts'
import type { RuleRecord, What, Who } from '../../lib/policy/rule.ts'
import { CATEGORIES, PURPOSES } from '../../lib/vocabulary/table.ts'
import { seededRandom } from '../../scripts/bench/statistics.ts'

const NOW = Date.UTC(2026, 10, 23, 12)
const SITES = 4000
const PUBLISHERS = 500

/** Draws from the same seed are the same in every run. */
const draws = (seed: number) => {
  const random = seededRandom(seed)
  const below = (end: number) => Math.floor(random() * end)
  const one = <T>(values: readonly T[]): T => values[below(values.length)]!
  const some = <T>(values: readonly T[], most: number): T[] => [
    ...new Set(Array.from({ length: 1 + below(most) }, () => one(values))),
  ]
  // A few sites and publishers are met far more often than the others.
  const often = (end: number) => Math.floor(random() ** 2 * end)
  return { random, below, one, some, often }
}
type Draws = ReturnType<typeof draws>

const site = (index: number): string => `https://site${index}.example`
const publisher = (index: number): `0x${string}` => `0x${index.toString(16).padStart(40, '0')}`
const purposes = Object.keys(PURPOSES)
const categories = Object.keys(CATEGORIES)

const drawWho = ({ random, often, below }: Draws): Who => {
  const kind = random()
  if (kind < 0.55) return { origins: [site(often(SITES))] }
  if (kind < 0.65) return { origins: [`https://*.site${often(SITES)}.example`, site(below(SITES))] }
  if (kind < 0.8) return { publishers: [publisher(often(PUBLISHERS))] }
  if (kind < 0.9) return { origins: [site(often(SITES))], publishers: [publisher(often(PUBLISHERS))] }
  return {}
}

/** Rules against everybody name what they are against: without that, they would answer every request alike. */
const drawWhat = ({ random, some }: Draws, names: boolean): What => ({
  ...(names || random() < 0.6 ? { purposes: some(purposes, 3) } : {}),
  ...(names || random() < 0.4 ? { categories: some(categories, 3) } : {}),
  ...(random() < 0.1 ? { kinds: ['image'] } : {}),
})

const drawNeeds = ({ random, one }: Draws): NonNullable<RuleRecord['needs']> => ({
  ...(random() < 0.6 ? { noise: true } : {}),
  ...(random() < 0.5 ? { maxEpsilonPerTask: one([0.5, 1, 3, 8]) } : {}),
  ...(random() < 0.3 ? { maxEpsilonPerPeriod: { period: 'month', epsilon: one([2, 4, 10]) } } : {}),
  ...(random() < 0.4 ? { minCohort: one([10, 20, 100]) } : {}),
  ...(random() < 0.3 ? { funded: true } : {}),
  ...(random() < 0.2 ? { maxRetentionDays: one([30, 365]) } : {}),
  ...(random() < 0.1 ? { hours: { from: 1320, to: 360 } } : {}),
})

/**
 * Rules of somebody who has many: mostly about single sites, as remembered answers are; a tenth with wildcards, a
 * quarter about publishers, and a tenth about everybody, which every request has to be compared with.
 */
export const drawRules = (count: number): RuleRecord[] => {
  const from = draws(1)
  return Array.from({ length: count }, (_, index) => {
    const effect = from.one(['allow', 'allow', 'allow', 'ask', 'refuse'] as const)
    const who = drawWho(from)
    return {
      id: `rule-${index}`,
      effect,
      source: 'person',
      who,
      what: drawWhat(from, effect !== 'allow' && Object.keys(who).length === 0),
      needs: from.random() < 0.7 ? drawNeeds(from) : {},
      createdAt: 0,
      expiresAt: from.random() < 0.5 ? null : NOW + from.below(1000) - 100,
    }
  })
}

/** Requests from the same sites and publishers and from others, some in frames, some below a site, one in ten without noise. */
export const drawRequests = (count: number): PolicyRequest[] => {
  const { random, below, one, some, often } = draws(2)
  return Array.from({ length: count }, () => {
    const origin = random() < 0.2 ? `https://app.site${often(SITES)}.example` : site(often(SITES + SITES / 4))
    const noise = random() < 0.9
    const epsilon = noise ? one([0.2, 0.8, 2, 6]) : Number.POSITIVE_INFINITY
    return {
      origin,
      topOrigin: random() < 0.1 ? site(often(SITES)) : origin,
      publisher: publisher(often(PUBLISHERS + PUBLISHERS / 4)),
      attestations: random() < 0.5 ? [] : undefined,
      purposes: some(purposes, 3),
      category: one(categories),
      kind: one(['image', 'table']),
      dataset: 'pictures',
      task: {
        unit: noise ? 'record' : 'none',
        noise,
        epsilonPerRound: epsilon / 10,
        epsilonPerTask: epsilon,
        epsilonPerPublisher: epsilon,
        epsilonPerPeriod: { day: epsilon, week: epsilon, month: epsilon, year: epsilon },
        aggregation: 'plain',
        minCohort: one([5, 20, 50, 500]),
        reward: { chainId: 8453, token: publisher(1), perContribution: '250000' },
        funded: one([true, false, undefined]),
        retentionDays: one([7, 90, 400]),
        recipients: ['Digit Lab'],
        jurisdiction: 'DE',
        license: 'Apache-2.0',
      },
      device: {
        idle: random() < 0.5,
        charging: random() < 0.5,
        minuteOfDay: below(1440),
        minutesToday: below(60),
        unmetered: undefined,
      },
      now: NOW,
    }
  })
}

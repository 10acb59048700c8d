import type { RuleDraft } from '../consent/rules.ts'
import type {
  Condition,
  DeviceConditions,
  Effect,
  Period,
  TaskConditions,
  What,
  Who,
} from '../policy/rule.ts'
import type { Address } from '../protocol/hex.ts'

/** A token that a task or a seat has named, with what its amounts mean. */
export interface KnownToken {
  readonly chainId: number
  readonly token: Address
  readonly symbol: string
  readonly decimals: number
}

/** A rule while it is typed: what stands in the fields, right or wrong. Lists are written a line each. */
export interface RuleForm {
  readonly effect: Effect
  readonly name: string
  readonly origins: string
  readonly publishers: string
  readonly attested: readonly { readonly schema: string; readonly attester: string }[]
  readonly purposes: readonly string[]
  readonly categories: readonly string[]
  readonly kinds: readonly string[]
  readonly datasets: readonly string[]
  readonly needs: NeedsForm
  /** A day of the calendar, included, or never. `exactly`: the moment that the rule had before. */
  readonly ends: { readonly kind: 'never' | 'day'; readonly day: string; readonly exactly?: number }
}

/** A condition that is not switched on is not there. */
export interface NeedsForm {
  readonly unit?: 'record' | 'contributor'
  readonly noise?: true
  readonly maxEpsilonPerRound?: string
  readonly maxEpsilonPerTask?: string
  readonly maxEpsilonPerPublisher?: string
  readonly maxEpsilonPerPeriod?: { readonly period: Period; readonly epsilon: string }
  readonly aggregation?: readonly string[]
  readonly minCohort?: string
  /** `known`: an amount of a known token, as `${chainId}:${address}`; otherwise base units of any. */
  readonly minReward?: {
    readonly known: string
    readonly chainId: string
    readonly token: string
    readonly amount: string
  }
  readonly funded?: true
  readonly maxRetentionDays?: string
  readonly recipients?: string
  readonly jurisdictions?: string
  readonly licenses?: string
  readonly idle?: true
  readonly charging?: true
  /** As `<input type="time">` has them. */
  readonly hours?: { readonly from: string; readonly to: string }
  readonly maxMinutesPerDay?: string
  readonly unmetered?: true
}

export type Field = 'name' | 'ends' | keyof Who | keyof What | Condition

export const NAME_LENGTH = 80

const two = (value: number) => String(value).padStart(2, '0')
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
export const tokenKey = (token: { readonly chainId: number; readonly token: string }) =>
  `${token.chainId}:${token.token.toLowerCase()}`

/** A day of the calendar as `<input type="date">` has it. */
export const dayOf = (at: number): string => {
  const date = new Date(at)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Base units as an amount of a token: `20000` of six decimals is `0.02`. */
export const amountOf = (units: string, decimals: number): string => {
  const digits = units.padStart(decimals + 1, '0')
  const fraction = decimals === 0 ? '' : digits.slice(-decimals).replace(/0+$/, '')
  return `${digits.slice(0, digits.length - decimals)}${fraction === '' ? '' : `.${fraction}`}`
}

/** Base units of an amount as a person types it; undefined where it is none, or finer than the token. */
export const unitsOf = (amount: string, decimals: number): string | undefined => {
  const [, whole, fraction = ''] = /^(\d{1,60})(?:\.(\d*))?$/.exec(amount.trim()) ?? []
  if (whole === undefined || fraction.length > decimals) return undefined
  return (whole + fraction.padEnd(decimals, '0')).replace(/^0+(?=\d)/, '')
}

export const emptyForm = (): RuleForm => ({
  effect: 'ask',
  name: '',
  origins: '',
  publishers: '',
  attested: [],
  purposes: [],
  categories: [],
  kinds: [],
  datasets: [],
  needs: {},
  ends: { kind: 'never', day: '' },
})

const needsForm = (needs: TaskConditions & DeviceConditions, tokens: readonly KnownToken[]): NeedsForm => {
  const { maxEpsilonPerPeriod: period, minReward: reward, hours, ...rest } = needs
  const known = reward && tokens.find((token) => tokenKey(token) === tokenKey(reward))
  const text = Object.entries(rest).map(([name, value]) => {
    if (typeof value === 'number') return [name, String(value)]
    return [name, Array.isArray(value) && name !== 'aggregation' ? value.join('\n') : value]
  })
  return {
    ...(Object.fromEntries(text) as NeedsForm),
    ...(period && { maxEpsilonPerPeriod: { period: period.period, epsilon: String(period.epsilon) } }),
    ...(hours && { hours: { from: clock(hours.from), to: clock(hours.to) } }),
    ...(reward && {
      minReward: {
        known: known === undefined ? '' : tokenKey(known),
        chainId: String(reward.chainId),
        token: reward.token,
        amount:
          known === undefined ? reward.perContribution : amountOf(reward.perContribution, known.decimals),
      },
    }),
  }
}

/** The fields of a rule that is edited. */
export const formOf = (rule: RuleDraft, tokens: readonly KnownToken[]): RuleForm => ({
  effect: rule.effect,
  name: rule.name ?? '',
  origins: rule.who?.origins?.join('\n') ?? '',
  publishers: rule.who?.publishers?.join('\n') ?? '',
  attested: rule.who?.attested ?? [],
  purposes: rule.what?.purposes ?? [],
  categories: rule.what?.categories ?? [],
  kinds: rule.what?.kinds ?? [],
  datasets: rule.what?.datasets ?? [],
  needs: needsForm(rule.needs ?? {}, tokens),
  ends:
    rule.expiresAt === null
      ? { kind: 'never', day: '' }
      : { kind: 'day', day: dayOf(rule.expiresAt), exactly: rule.expiresAt },
})

export const linesOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

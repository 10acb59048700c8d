import {
  type CedarValueJson,
  type EntityJson,
  preparsePolicySet,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs'
import { CATEGORIES, PURPOSES } from '../../vocabulary/table.ts'
import type { PolicyRequest } from '../request.ts'
import type { Attested, Effect, RuleRecord, Who } from '../rule.ts'

/**
 * The same rules in Cedar, by another reading of docs/policy.md: nothing of lib/policy is used but its types, nothing of
 * lib/vocabulary but the table. Terms are entities with their direct parents; Cedar works out who is above whom.
 *
 * The common fragment: origins (exact and wildcards), publishers and attestations; purposes and categories with their
 * hierarchy, kinds and datasets; every condition that is a comparison of numbers, a boolean, or membership in a list of
 * words; expiry; special categories; noise and the setting on it. Facts are known: Cedar has no third value. Numbers are
 * whole thousandths. Words are folded to lower case beforehand, for Cedar has no such function; at most three purposes.
 */
const THOUSANDTHS = 1000
const UNBOUNDED = 1_000_000_000

const quote = (text: string): string => JSON.stringify(text)
const entity = (type: string, id: string): string => `${type}::${quote(id)}`
const all = (terms: readonly string[]): string => (terms.length === 0 ? 'true' : `(${terms.join(' && ')})`)
const any = (terms: readonly string[]): string => (terms.length === 0 ? 'false' : `(${terms.join(' || ')})`)
const lower = (text: string): string => text.toLowerCase()
const oneOf = (words: readonly string[]): string => `[${words.map((word) => quote(lower(word))).join(', ')}]`
const attestedKey = ({ schema, attester }: Attested): string => lower(`${schema}/${attester}`)
const scaled = (epsilon: number): number =>
  Number.isFinite(epsilon) ? Math.round(epsilon * THOUSANDTHS) : UNBOUNDED

type Needs = Required<NonNullable<RuleRecord['needs']>>
const NEEDS: { readonly [C in keyof Needs]: (wanted: Needs[C]) => string } = {
  unit: (unit) => (unit === 'record' ? 'context.unit != "none"' : 'context.unit == "contributor"'),
  noise: () => 'context.noise',
  maxEpsilonPerRound: (max) => `context.epsilonPerRound <= ${scaled(max)}`,
  maxEpsilonPerTask: (max) => `context.epsilonPerTask <= ${scaled(max)}`,
  maxEpsilonPerPublisher: (max) => `context.epsilonPerPublisher <= ${scaled(max)}`,
  maxEpsilonPerPeriod: ({ period, epsilon }) => `context.epsilonPer.${period} <= ${scaled(epsilon)}`,
  aggregation: (kinds) => `[${kinds.map(quote).join(', ')}].contains(context.aggregation)`,
  minCohort: (min) => `context.minCohort >= ${min}`,
  minReward: ({ chainId, token, perContribution }) =>
    `(context.chainId == ${chainId} && context.token == ${quote(lower(token))} && context.reward >= ${perContribution})`,
  funded: () => 'context.funded',
  maxRetentionDays: (max) => `context.retentionDays <= ${max}`,
  recipients: (names) => `${oneOf(names)}.containsAll(context.recipients)`,
  jurisdictions: (places) => `${oneOf(places)}.contains(context.jurisdiction)`,
  licenses: (names) => `${oneOf(names)}.contains(context.license)`,
  idle: () => 'context.idle',
  charging: () => 'context.charging',
  hours: ({ from, to }) =>
    from <= to
      ? `(context.minuteOfDay >= ${from} && context.minuteOfDay < ${to})`
      : `(context.minuteOfDay >= ${from} || context.minuteOfDay < ${to})`,
  maxMinutesPerDay: (max) => `context.minutesToday < ${max}`,
  unmetered: () => 'context.unmetered',
}

const needsOf = ({ needs = {} }: RuleRecord): string[] =>
  Object.entries(needs).map(([name, wanted]) =>
    (NEEDS[name as keyof Needs] as (wanted: unknown) => string)(wanted),
  )

const site = (origins: NonNullable<Who['origins']>, field: 'origin' | 'top'): string =>
  any(origins.map((pattern) => `context.${field} like ${quote(pattern)}`))

const scopeOf = ({ effect, who = {}, what = {} }: RuleRecord): string => {
  const { origins, publishers, attested } = who
  const { purposes, categories, kinds, datasets } = what
  const every = effect === 'allow'
  const join = every ? all : any
  const list = (type: string, ids: readonly string[]) => `[${ids.map((id) => entity(type, id)).join(', ')}]`
  return all([
    ...(origins ? [join([site(origins, 'origin'), site(origins, 'top')])] : []),
    ...(publishers ? [`principal in ${list('Publisher', publishers.map(lower))}`] : []),
    ...(attested
      ? [any(attested.map((one) => `context.attested.contains(${quote(attestedKey(one))})`))]
      : []),
    ...(purposes ? [join([1, 2, 3].map((n) => `context.purpose${n} in ${list('Term', purposes)}`))] : []),
    ...(categories ? [`context.category in ${list('Term', categories)}`] : []),
    ...(kinds ? [`[${kinds.map(quote).join(', ')}].contains(context.kind)`] : []),
    ...(datasets
      ? [`(context has dataset && [${datasets.map(quote).join(', ')}].contains(context.dataset))`]
      : []),
  ])
}

const SPECIAL = entity('Term', 'dpv:SpecialCategoryPersonalData')
const IS_SPECIAL = `context.category in ${SPECIAL}`
/** A category of the rule's is special itself, and the one that is asked for is below it. */
const names = ({ what }: RuleRecord): string =>
  any(
    (what?.categories ?? []).map((term) =>
      all([`${entity('Term', term)} in ${SPECIAL}`, `context.category in ${entity('Term', term)}`]),
    ),
  )

/** Whether a rule is there at all: Cedar compares the times. */
const lives = ({ expiresAt }: RuleRecord): string =>
  expiresAt === null ? 'true' : `context.now < ${expiresAt}`

/** One set of rules as three policies, of which exactly one is satisfied. */
const policiesOf = (rules: readonly RuleRecord[], set: number): string => {
  const of = (effect: Effect) => rules.filter((rule) => rule.effect === effect)
  const speaking = (rule: RuleRecord) => [lives(rule), scopeOf(rule)]
  const unless = (rule: RuleRecord) =>
    all([...speaking(rule), ...(rule.needs && needsOf(rule).length > 0 ? [`!${all(needsOf(rule))}`] : [])])
  const named = any([...of('allow'), ...of('ask')].map((rule) => all([...speaking(rule), names(rule)])))
  const refused = any([
    ...of('refuse').map(unless),
    all([IS_SPECIAL, `!${named}`]),
    '(!context.noise && !context.allowWithoutNoise)',
  ])
  const asked = any([...of('ask').map(unless), '!context.noise'])
  const allowed = any(
    of('allow').map((rule) =>
      all([...speaking(rule), ...needsOf(rule), any([`!(${IS_SPECIAL})`, names(rule)])]),
    ),
  )
  const policy = (effect: Effect, when: string) =>
    `@id("${set}:${effect}") permit(principal, action, resource) when { ${when} };`
  return [
    policy('refuse', refused),
    policy('ask', `!${refused} && (${asked} || !${allowed})`),
    policy('allow', `!${refused} && !${asked} && ${allowed}`),
  ].join('\n')
}

/** Parses several sets of rules at once; `cedarEffects` answers for all of them in one call. */
export const prepareCedar = (sets: readonly (readonly RuleRecord[])[]): void => {
  const policies = Object.fromEntries(
    sets.flatMap((rules, set) =>
      policiesOf(rules, set)
        .split('\n')
        .map((policy) => [/@id\("([^"]+)"\)/.exec(policy)![1]!, policy]),
    ),
  )
  const answer = preparsePolicySet('rules', { staticPolicies: policies })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors.slice(0, 2)))
}

const parentsOf = (term: string): readonly string[] => (PURPOSES[term] ?? CATEGORIES[term])?.parents ?? []

/** The terms and everything above them, each with its direct parents only. */
const entities = (terms: readonly string[]): EntityJson[] => {
  const found = new Set(terms)
  for (const term of found) for (const parent of parentsOf(term)) found.add(parent)
  return [...found].map((id) => ({
    uid: { type: 'Term', id },
    attrs: {},
    parents: parentsOf(id).map((parent) => ({ type: 'Term', id: parent })),
  }))
}

/** What Cedar says of a request under each of the prepared sets. */
export const cedarEffects = (
  request: PolicyRequest,
  { allowWithoutNoise }: { readonly allowWithoutNoise: boolean },
  sets: number,
): readonly (readonly Effect[])[] => {
  const { task, device, purposes } = request
  const term = (id: string): CedarValueJson => ({ __entity: { type: 'Term', id } })
  const [first, second = first, third = second] = purposes
  const context: Record<string, CedarValueJson> = {
    origin: request.origin,
    top: request.topOrigin,
    attested: request.attestations!.map(attestedKey),
    purpose1: term(first!),
    purpose2: term(second!),
    purpose3: term(third!),
    category: term(request.category),
    kind: request.kind,
    ...(request.dataset === undefined ? {} : { dataset: request.dataset }),
    now: request.now,
    allowWithoutNoise,
    unit: task.unit,
    noise: task.noise,
    epsilonPerRound: scaled(task.epsilonPerRound),
    epsilonPerTask: scaled(task.epsilonPerTask),
    epsilonPerPublisher: scaled(task.epsilonPerPublisher),
    epsilonPer: Object.fromEntries(
      Object.entries(task.epsilonPerPeriod).map(([period, epsilon]) => [period, scaled(epsilon)]),
    ),
    aggregation: task.aggregation,
    minCohort: task.minCohort,
    chainId: task.reward.chainId,
    token: lower(task.reward.token),
    reward: Number(task.reward.perContribution),
    funded: task.funded!,
    retentionDays: task.retentionDays,
    recipients: task.recipients.map(lower),
    jurisdiction: lower(task.jurisdiction),
    license: lower(task.license),
    idle: device.idle!,
    charging: device.charging!,
    minuteOfDay: device.minuteOfDay,
    minutesToday: device.minutesToday,
    unmetered: device.unmetered!,
  }
  const answer = statefulIsAuthorized({
    principal: { type: 'Publisher', id: lower(request.publisher) },
    action: { type: 'Action', id: 'use' },
    resource: { type: 'Task', id: 'task' },
    context,
    preparsedPolicySetId: 'rules',
    entities: entities([...purposes, request.category]),
  })
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors.slice(0, 2)))
  const { reason, errors } = answer.response.diagnostics
  if (errors.length > 0) throw new Error(JSON.stringify(errors.slice(0, 2)))
  const effects: Effect[][] = Array.from({ length: sets }, () => [])
  for (const id of reason) {
    const [set, effect] = id.split(':')
    effects[Number(set)]!.push(effect as Effect)
  }
  return effects
}

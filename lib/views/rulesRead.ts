import * as v from 'valibot'
import type { RuleDraft } from '../consent/rules.ts'
import { t } from '../i18n/translate.ts'
import type { Condition, DeviceConditions, TaskConditions, What, Who } from '../policy/rule.ts'
import { RuleSchema } from '../policy/schema.ts'
import { isAddress, isBytes32 } from '../protocol/hex.ts'
import {
  dayOf,
  type Field,
  type KnownToken,
  linesOf,
  type NeedsForm,
  type RuleForm,
  tokenKey,
  unitsOf,
} from './rulesForm.ts'
import { originOf } from './sites.ts'

export type FieldErrors = Partial<Readonly<Record<Field, string>>>

/** What a form says: everything in it that can be read, and what is wrong with the rest, in a sentence a field. */
export interface ReadForm {
  readonly draft: RuleDraft
  readonly errors: FieldErrors
}

type Needs = TaskConditions & DeviceConditions

/** `*.a.example`, `https://*.a.example` or the address of one site. */
const originPattern = (line: string): string | undefined => {
  const below = /^(?:(https?):\/\/)?\*\.(.+)$/i.exec(line)
  if (below === null) return originOf(line)
  return originOf(`${below[1] ?? 'https'}://${below[2]}`)?.replace('://', '://*.')
}

/** Collects what is wrong; only the first complaint about a field is kept. */
class Reader {
  readonly errors: Partial<Record<Field, string>> = {}

  fail(field: Field, error: string): undefined {
    this.errors[field] ??= error
  }

  /** A bound on epsilon. */
  epsilon(field: Field, text: string): number | undefined {
    const value = /^\d{1,9}(\.\d{1,15})?(e-\d{1,2})?$/.test(text.trim()) ? Number(text) : -1
    return value >= 0 ? value : this.fail(field, t('rules.error.number'))
  }

  whole(field: Field, text: string, least: number): number | undefined {
    const value = /^\d{1,9}$/.test(text.trim()) ? Number(text) : -1
    return value >= least ? value : this.fail(field, t('rules.error.whole', { least }))
  }

  lines(field: Field, text: string): readonly string[] | undefined {
    const lines = linesOf(text)
    return lines.length > 0 ? lines : this.fail(field, t('rules.error.empty'))
  }
}

const shown = (line: string) => line.slice(0, 60)

const readWho = (form: RuleForm, reader: Reader): Who => {
  const origins = linesOf(form.origins).flatMap(
    (line) =>
      originPattern(line) ?? reader.fail('origins', t('rules.error.origin', { line: shown(line) })) ?? [],
  )
  const publishers = linesOf(form.publishers).flatMap((line) => {
    if (isAddress(line)) return [line]
    reader.fail('publishers', t('rules.error.address', { line: shown(line) }))
    return []
  })
  const attested = form.attested.flatMap(({ schema, attester }) => {
    const [uid, by] = [schema.trim(), attester.trim()]
    if (isBytes32(uid) && isAddress(by)) return [{ schema: uid, attester: by }]
    reader.fail('attested', t('rules.error.attested'))
    return []
  })
  return {
    ...(origins.length > 0 && { origins: [...new Set(origins)] }),
    ...(publishers.length > 0 && { publishers }),
    ...(attested.length > 0 && { attested }),
  }
}

const WHAT = ['purposes', 'categories', 'kinds', 'datasets'] as const

const readWhat = (form: RuleForm): What =>
  Object.fromEntries(WHAT.flatMap((name) => (form[name].length > 0 ? [[name, form[name]]] : [])))

const minutesOf = (text: string): number | undefined => {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

type Readers = {
  readonly [C in Condition]: (value: NonNullable<NeedsForm[C]>, reader: Reader) => Needs[C] | undefined
}

const readersOf = (tokens: readonly KnownToken[]): Readers => ({
  unit: (unit) => unit,
  noise: (is) => is,
  maxEpsilonPerRound: (text, reader) => reader.epsilon('maxEpsilonPerRound', text),
  maxEpsilonPerTask: (text, reader) => reader.epsilon('maxEpsilonPerTask', text),
  maxEpsilonPerPublisher: (text, reader) => reader.epsilon('maxEpsilonPerPublisher', text),
  maxEpsilonPerPeriod: ({ period, epsilon: text }, reader) => {
    const epsilon = reader.epsilon('maxEpsilonPerPeriod', text)
    return epsilon === undefined ? undefined : { period, epsilon }
  },
  aggregation: (kinds, reader) =>
    kinds.length > 0 ? kinds : reader.fail('aggregation', t('rules.error.choose')),
  minCohort: (text, reader) => reader.whole('minCohort', text, 1),
  minReward: ({ known, chainId, token, amount }, reader) => {
    const chosen = tokens.find((candidate) => tokenKey(candidate) === known)
    const units = unitsOf(amount, chosen?.decimals ?? 0)
    if (chosen !== undefined)
      return units === undefined
        ? reader.fail('minReward', t('rules.error.amount', { count: chosen.decimals }))
        : { chainId: chosen.chainId, token: chosen.token, perContribution: units }
    const [address, chain] = [token.trim(), Number(chainId)]
    if (!isAddress(address)) return reader.fail('minReward', t('rules.error.token'))
    if (!Number.isSafeInteger(chain) || chain < 1) return reader.fail('minReward', t('rules.error.chain'))
    if (units === undefined) return reader.fail('minReward', t('rules.error.units'))
    return { chainId: chain, token: address, perContribution: units }
  },
  funded: (is) => is,
  maxRetentionDays: (text, reader) => reader.whole('maxRetentionDays', text, 0),
  recipients: (text, reader) => reader.lines('recipients', text),
  jurisdictions: (text, reader) => reader.lines('jurisdictions', text),
  licenses: (text, reader) => reader.lines('licenses', text),
  idle: (is) => is,
  charging: (is) => is,
  hours: (hours, reader) => {
    const [from, to] = [minutesOf(hours.from), minutesOf(hours.to)]
    if (from === undefined || to === undefined) return reader.fail('hours', t('rules.error.hours'))
    return from === to ? reader.fail('hours', t('rules.error.hoursSame')) : { from, to }
  },
  maxMinutesPerDay: (text, reader) => reader.whole('maxMinutesPerDay', text, 1),
  unmetered: (is) => is,
})

const readNeeds = (form: NeedsForm, tokens: readonly KnownToken[], reader: Reader): Needs => {
  const readers = readersOf(tokens) as Record<string, (value: unknown, reader: Reader) => unknown>
  return Object.fromEntries(
    Object.entries(form).flatMap(([name, value]) => {
      const read = value === undefined ? undefined : readers[name]?.(value, reader)
      return read === undefined ? [] : [[name, read]]
    }),
  )
}

/** The last moment of the day, so that "until" includes it. */
const endOf = (ends: RuleForm['ends'], now: number, reader: Reader): number | null => {
  if (ends.kind === 'never') return null
  if (ends.exactly !== undefined && dayOf(ends.exactly) === ends.day && ends.exactly > now)
    return ends.exactly
  const end = Date.parse(`${ends.day}T23:59:59.999`)
  if (end > now) return end
  return reader.fail('ends', t(Number.isNaN(end) ? 'rules.error.day' : 'rules.error.past')) ?? null
}

const some = (part: object) => Object.keys(part).length > 0

/** The field of the form that a part of a rule stands in. */
const fieldAt = ([first, second]: readonly PropertyKey[]): Field =>
  (first === 'expiresAt' ? 'ends' : first === 'name' ? 'name' : second) as Field

/** Complaints of the schema that the worker holds a rule to: what is too long, too much, or too many. */
const checkBounds = (draft: RuleDraft, reader: Reader): void => {
  const { issues = [] } = v.safeParse(RuleSchema, { ...draft, id: 'draft', source: 'person', createdAt: 0 })
  for (const { path = [] } of issues)
    reader.fail(fieldAt(path.map(({ key }) => key as PropertyKey)), t('rules.error.bounds'))
}

/** Reads a form as far as it can be read: what is wrong is left out of the draft and named in the errors. */
export const readForm = (form: RuleForm, tokens: readonly KnownToken[], now: number): ReadForm => {
  const reader = new Reader()
  const name = form.name.trim()
  const who = readWho(form, reader)
  const what = readWhat(form)
  const needs = readNeeds(form.needs, tokens, reader)
  const draft: RuleDraft = {
    effect: form.effect,
    ...(name !== '' && { name }),
    ...(some(who) && { who }),
    ...(some(what) && { what }),
    ...(some(needs) && { needs }),
    expiresAt: endOf(form.ends, now, reader),
  }
  checkBounds(draft, reader)
  return { draft, errors: reader.errors }
}

import * as v from 'valibot'
import { ProvisoError } from '../protocol/errors.ts'
import { type Address, type Bytes32, isAddress, isBytes32 } from '../protocol/hex.ts'
import { firstIssue } from '../protocol/issues.ts'
import { isCategory, isPurpose } from '../vocabulary/terms.ts'
import { isOriginPattern } from './origins.ts'
import { PERIODS, PRESETS, type RuleRecord } from './rule.ts'

/** Most entries of one list, and characters of a rule's name. */
export const MAX_ENTRIES = 64
export const MAX_NAME = 80

const text = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max))
const integer = (min: number, max: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const epsilon = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1_000_000))
const address = v.custom<Address>((x) => typeof x === 'string' && isAddress(x), 'must be a 20-byte address')
const bytes32 = v.custom<Bytes32>(
  (x) => typeof x === 'string' && isBytes32(x),
  'must be 32 bytes in hexadecimal',
)
const list = <S extends v.GenericSchema>(entry: S) =>
  v.exactOptional(v.pipe(v.array(entry), v.minLength(1), v.maxLength(MAX_ENTRIES)))
const yes = v.exactOptional(v.literal(true))
const minute = integer(0, 1439)
/** Milliseconds since 1970, as far as dates go. */
const instant = integer(0, 8.64e15)
const origin = v.pipe(
  v.string(),
  v.check(isOriginPattern, 'must be an origin such as https://a.example or https://*.a.example'),
)
const purpose = v.pipe(v.string(), v.check(isPurpose, 'is no purpose of the vocabulary'))
const category = v.pipe(v.string(), v.check(isCategory, 'is no category of the vocabulary'))

const WhoSchema = v.strictObject({
  origins: list(origin),
  publishers: list(address),
  attested: list(v.strictObject({ schema: bytes32, attester: address })),
})

const WhatSchema = v.strictObject({
  purposes: list(purpose),
  categories: list(category),
  kinds: list(text(40)),
  datasets: list(text(200)),
})

export const NeedsSchema = v.strictObject({
  unit: v.exactOptional(v.picklist(['record', 'contributor'])),
  noise: yes,
  maxEpsilonPerRound: v.exactOptional(epsilon),
  maxEpsilonPerTask: v.exactOptional(epsilon),
  maxEpsilonPerPublisher: v.exactOptional(epsilon),
  maxEpsilonPerPeriod: v.exactOptional(v.strictObject({ period: v.picklist(PERIODS), epsilon })),
  aggregation: list(text(40)),
  minCohort: v.exactOptional(integer(1, 1_000_000_000)),
  minReward: v.exactOptional(
    v.strictObject({
      chainId: integer(1, Number.MAX_SAFE_INTEGER),
      token: address,
      perContribution: v.pipe(
        v.string(),
        v.regex(/^(0|[1-9][0-9]{0,77})$/, 'must be base units, in decimal digits'),
      ),
    }),
  ),
  funded: yes,
  maxRetentionDays: v.exactOptional(integer(0, 36_500)),
  recipients: list(text(120)),
  jurisdictions: list(text(40)),
  licenses: list(text(80)),
  idle: yes,
  charging: yes,
  hours: v.exactOptional(
    v.pipe(
      v.strictObject({ from: minute, to: minute }),
      v.check(({ from, to }) => from !== to, 'must end at another minute than it begins'),
    ),
  ),
  maxMinutesPerDay: v.exactOptional(integer(1, 1440)),
  unmetered: yes,
})

/** A rule from anywhere. Strict at every level: what is not known cannot be kept to. */
export const RuleSchema = v.strictObject({
  id: text(100),
  effect: v.picklist(['allow', 'ask', 'refuse']),
  source: v.picklist(['person', 'answer', 'import', ...PRESETS]),
  name: v.exactOptional(text(MAX_NAME)),
  who: v.exactOptional(WhoSchema),
  what: v.exactOptional(WhatSchema),
  needs: v.exactOptional(NeedsSchema),
  createdAt: instant,
  expiresAt: v.nullable(instant),
})

/** Reads a rule that came from outside. Throws `rule/invalid`, naming the field. */
export const parseRule = (value: unknown): RuleRecord => {
  const result = v.safeParse(RuleSchema, value, { abortEarly: true })
  if (result.success) return result.output
  throw new ProvisoError('rule/invalid', 'The rule is not valid.', {
    details: firstIssue(result.issues, 'rule'),
  })
}

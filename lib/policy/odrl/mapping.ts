import type { Address, Bytes32 } from '../../protocol/hex.ts'
import {
  type Attested,
  type Condition,
  type DeviceConditions,
  PERIODS,
  type Period,
  type TaskConditions,
  type What,
  type Who,
} from '../rule.ts'
import type { OdrlValue } from './document.ts'
import { type OdrlLeftOperand, type OdrlOperator, PREFIXES } from './terms.ts'

type Needs = TaskConditions & DeviceConditions

/** What a constraint compares with, read from JSON-LD: lists of texts, IRIs written out, or one number, text or truth. */
export interface Compared {
  readonly values: readonly (string | number | boolean)[]
  /** An IRI: what an amount is counted in. */
  readonly unit: string | undefined
}

/** What a constraint of ours compares with. */
interface Written {
  readonly operand: OdrlLeftOperand
  readonly right: OdrlValue | readonly OdrlValue[]
  readonly unit?: string
}

/** How one field of a rule and a constraint of ODRL are one another. */
export interface Mapping<V> {
  readonly operands: readonly OdrlLeftOperand[]
  /** Of a constraint that says what the field says. */
  readonly operator: OdrlOperator
  /** Of one that says the opposite; scopes have none. */
  readonly opposite?: OdrlOperator
  readonly write: (value: V) => Written
  /** Undefined where it is not a value of the field. */
  readonly read: (compared: Compared, operand: OdrlLeftOperand) => V | undefined
}

const one =
  <T>(test: (value: unknown) => value is T) =>
  (compared: Compared): T | undefined => {
    const [value] = compared.values
    return compared.values.length === 1 && compared.unit === undefined && test(value) ? value : undefined
  }
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isTrue = (value: unknown): value is true => value === true
const isText = (value: unknown): value is string => typeof value === 'string'

const texts = ({ values, unit }: Compared): string[] | undefined =>
  unit === undefined && values.every(isText) ? [...values] : undefined

const list = (operand: OdrlLeftOperand) => ({
  operands: [operand],
  operator: 'isAnyOf' as const,
  write: (value: readonly string[]): Written => ({ operand, right: value }),
  read: texts,
})
const anyOf = (operand: OdrlLeftOperand) => ({ ...list(operand), opposite: 'isNoneOf' as const })

const yes = (operand: OdrlLeftOperand) => ({
  operands: [operand],
  operator: 'eq' as const,
  opposite: 'odrl:neq' as const,
  write: (): Written => ({ operand, right: true }),
  read: one(isTrue),
})

const number = (operand: OdrlLeftOperand, operator: OdrlOperator, opposite: OdrlOperator) => ({
  operands: [operand],
  operator,
  opposite,
  write: (right: number): Written => ({ operand, right }),
  read: one(isNumber),
})
const atMost = (operand: OdrlLeftOperand) => number(operand, 'lteq', 'gt')

/** Terms of the vocabulary travel as IRIs. A term stands for everything below it. */
const terms = (operand: OdrlLeftOperand, prefix: 'dpv' | 'pd') => ({
  operands: [operand],
  operator: 'isAnyOf' as const,
  write: (value: readonly string[]): Written => ({
    operand,
    right: value.map((term) => ({ '@id': PREFIXES[prefix] + term.slice(prefix.length + 1) })),
  }),
  read: (compared: Compared) => texts(compared)?.map((iri) => shortTerm(iri, prefix) ?? iri),
})

export const shortTerm = (iri: string, prefix: 'dpv' | 'pd'): string | undefined =>
  iri.startsWith(PREFIXES[prefix]) ? `${prefix}:${iri.slice(PREFIXES[prefix].length)}` : undefined

const PERIOD_OPERANDS = {
  day: 'proviso:epsilonPerDay',
  week: 'proviso:epsilonPerWeek',
  month: 'proviso:epsilonPerMonth',
  year: 'proviso:epsilonPerYear',
} as const satisfies Record<Period, OdrlLeftOperand>

/** A token of a chain, as CAIP-19 names it. */
const TOKEN = /^eip155:([1-9][0-9]{0,15})\/erc20:(0x[0-9a-fA-F]{40})$/
const HOURS = /^([0-9]{1,4})\/([0-9]{1,4})$/
const ATTESTED = /^(0x[0-9a-fA-F]{64}):(0x[0-9a-fA-F]{40})$/

export const NEEDS: { readonly [C in Condition]: Mapping<NonNullable<Needs[C]>> } = {
  unit: {
    operands: ['proviso:protectedUnit'],
    operator: 'gteq',
    opposite: 'lt',
    write: (right) => ({ operand: 'proviso:protectedUnit', right }),
    read: one((value): value is 'record' | 'contributor' => value === 'record' || value === 'contributor'),
  },
  noise: yes('proviso:noise'),
  maxEpsilonPerRound: atMost('proviso:epsilonPerRound'),
  maxEpsilonPerTask: atMost('proviso:epsilonPerTask'),
  maxEpsilonPerPublisher: atMost('proviso:epsilonPerPublisher'),
  maxEpsilonPerPeriod: {
    operands: Object.values(PERIOD_OPERANDS),
    operator: 'lteq',
    opposite: 'gt',
    write: ({ period, epsilon }) => ({ operand: PERIOD_OPERANDS[period], right: epsilon }),
    read: (compared, operand) => {
      const epsilon = one(isNumber)(compared)
      const period = PERIODS.find((name) => PERIOD_OPERANDS[name] === operand)
      return epsilon === undefined || period === undefined ? undefined : { period, epsilon }
    },
  },
  aggregation: anyOf('proviso:aggregation'),
  minCohort: number('proviso:cohort', 'gteq', 'lt'),
  minReward: {
    operands: ['payAmount'],
    operator: 'gteq',
    opposite: 'lt',
    write: ({ chainId, token, perContribution }) => ({
      operand: 'payAmount',
      right: { '@value': perContribution, '@type': 'xsd:decimal' },
      unit: `eip155:${chainId}/erc20:${token}`,
    }),
    read: ({ values: [amount, ...more], unit = '' }) => {
      const [, chainId, token] = TOKEN.exec(unit) ?? []
      if (more.length > 0 || token === undefined || (!isText(amount) && !Number.isSafeInteger(amount)))
        return undefined
      return { chainId: Number(chainId), token: token as Address, perContribution: String(amount) }
    },
  },
  funded: yes('proviso:funded'),
  maxRetentionDays: atMost('proviso:retentionDays'),
  recipients: { ...list('recipient'), operator: 'isPartOf', opposite: 'proviso:isNotPartOf' },
  jurisdictions: anyOf('dpv:hasJurisdiction'),
  licenses: anyOf('proviso:modelLicense'),
  idle: yes('proviso:deviceIdle'),
  charging: yes('proviso:deviceCharging'),
  hours: {
    operands: ['proviso:minuteOfDay'],
    operator: 'isPartOf',
    opposite: 'proviso:isNotPartOf',
    write: ({ from, to }) => ({ operand: 'proviso:minuteOfDay', right: `${from}/${to}` }),
    read: (compared) => {
      const [, from, to] = HOURS.exec(one(isText)(compared) ?? '') ?? []
      return from === undefined || to === undefined ? undefined : { from: Number(from), to: Number(to) }
    },
  },
  maxMinutesPerDay: number('proviso:minutesToday', 'lt', 'gteq'),
  unmetered: yes('proviso:deviceUnmetered'),
}

const attested: Mapping<readonly Attested[]> = {
  operands: ['proviso:attestation'],
  operator: 'isAnyOf',
  write: (value) => ({
    operand: 'proviso:attestation',
    right: value.map(({ schema, attester }) => `${schema}:${attester}`),
  }),
  read: (compared) => {
    const read = texts(compared)?.map((text) => ATTESTED.exec(text))
    return read?.every((match) => match !== null)
      ? read.map(([, schema, attester]) => ({ schema: schema as Bytes32, attester: attester as Address }))
      : undefined
  },
}

export const WHO: { readonly [F in keyof Who]-?: Mapping<NonNullable<Who[F]>> } = {
  origins: list('virtualLocation'),
  publishers: list('proviso:publisher') as Mapping<readonly Address[]>,
  attested,
}

export const WHAT: { readonly [F in keyof What]-?: Mapping<NonNullable<What[F]>> } = {
  purposes: terms('purpose', 'dpv'),
  categories: terms('dpv:hasPersonalData', 'pd'),
  kinds: list('proviso:dataKind'),
  datasets: list('proviso:dataset'),
}

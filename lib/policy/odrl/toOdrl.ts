import type { Condition, RuleRecord, What, Who } from '../rule.ts'
import { agreementNames } from './agreements.ts'
import type { OdrlConstraint, OdrlLogical, OdrlPolicy, OdrlRule, OdrlValue } from './document.ts'
import { type Mapping, NEEDS, WHAT, WHO } from './mapping.ts'
import { ODRL_CONTEXT, PREFIXES, PROFILE, RECORDS } from './terms.ts'

const instant = (milliseconds: number) =>
  ({ '@value': new Date(milliseconds).toISOString(), '@type': 'xsd:dateTime' }) as const

const isList = (right: OdrlValue | readonly OdrlValue[]): right is readonly OdrlValue[] =>
  Array.isArray(right)

const constraint = <V>(mapping: Mapping<V>, value: V, isOpposite = false): OdrlConstraint => {
  const { operand, right, unit } = mapping.write(value)
  return {
    leftOperand: operand,
    operator: isOpposite && mapping.opposite !== undefined ? mapping.opposite : mapping.operator,
    rightOperand: isList(right) ? { '@list': right } : right,
    ...(unit === undefined ? {} : { unit: { '@id': unit } }),
  }
}

/** One constraint for each field that is given. */
const constraints = <T extends object>(
  mappings: { readonly [F in keyof T]-?: Mapping<NonNullable<T[F]>> },
  given: T | undefined,
  isOpposite = false,
): OdrlConstraint[] =>
  (Object.keys(mappings) as (keyof T)[]).flatMap((field) => {
    const value = given?.[field]
    return value === undefined || value === null ? [] : [constraint(mappings[field], value, isOpposite)]
  })

/** An allowing rule holds with all its needs; an asking or refusing one where any of them is not met. */
const needs = ({ effect, needs: given }: RuleRecord): (OdrlConstraint | OdrlLogical)[] => {
  if (effect === 'allow') return constraints<Record<Condition, unknown>>(NEEDS as never, given as never)
  const unmet = constraints<Record<Condition, unknown>>(NEEDS as never, given as never, true)
  return unmet.length > 1 ? [{ or: unmet }] : unmet
}

const odrlRule = (rule: RuleRecord): OdrlRule => {
  const names = agreementNames(rule)
  const end: OdrlConstraint[] =
    rule.expiresAt === null
      ? []
      : [{ leftOperand: 'dateTime', operator: 'lt', rightOperand: instant(rule.expiresAt) }]
  const all = [
    ...constraints<Who>(WHO, rule.who),
    ...constraints<What>(WHAT, rule.what),
    ...end,
    ...needs(rule),
  ]
  return {
    target: RECORDS,
    action: 'proviso:train',
    ...(rule.name === undefined ? {} : { 'dct:title': rule.name }),
    'dct:created': instant(rule.createdAt),
    ...(names.length === 0
      ? {}
      : {
          'proviso:agreementName': names.map((name) => ({
            '@id': PREFIXES['ieee-7012'] + name.slice('ieee-7012:'.length),
          })),
        }),
    ...(all.length === 0 ? {} : { constraint: all }),
    ...(rule.effect === 'ask' ? { duty: [{ action: 'obtainConsent' }] } : {}),
  }
}

/**
 * Rules as a policy of ODRL 2.2, for other tools and for `fromOdrl`. `uuid` names the document. Rules that have ended are left
 * out, and of the others their ids and how they came to be.
 */
export const toOdrl = (rules: readonly RuleRecord[], now: number, uuid: string): OdrlPolicy => {
  const inForce = rules.filter(({ expiresAt }) => expiresAt === null || expiresAt > now)
  return {
    '@context': [ODRL_CONTEXT, PREFIXES],
    '@type': 'Set',
    uid: `urn:uuid:${uuid}`,
    profile: PROFILE,
    conflict: 'prohibit',
    'dct:issued': instant(now),
    permission: inForce.filter(({ effect }) => effect !== 'refuse').map(odrlRule),
    prohibition: inForce.filter(({ effect }) => effect === 'refuse').map(odrlRule),
  }
}

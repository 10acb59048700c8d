import { CATEGORIES, PURPOSES } from '../../vocabulary/table.ts'
import type { RuleRecord } from '../rule.ts'
import { type Compared, type Mapping, NEEDS, WHAT, WHO } from './mapping.ts'
import { type Expand, iriOf, isObject, propertiesOf, Refusal, several, shown } from './names.ts'
import { ODRL, PREFIXES } from './terms.ts'

/** A constraint of a rule, understood: the field it fills and with what, or what the rule's end is. */
export type Understood =
  | {
      readonly part: 'who' | 'what' | 'needs'
      readonly field: string
      readonly value: unknown
      readonly isOpposite: boolean
    }
  | { readonly part: 'end'; readonly value: number }

interface Entry {
  readonly part: 'who' | 'what' | 'needs'
  readonly field: string
  readonly mapping: Mapping<unknown>
}

/** The IRI of a name that our own documents write. */
export const ownIri = (name: string): string => {
  const [prefix = '', rest] = name.split(':')
  return rest === undefined ? ODRL + name : PREFIXES[prefix as keyof typeof PREFIXES] + rest
}

const BY_OPERAND: ReadonlyMap<string, Entry> = new Map(
  (
    [
      ['who', WHO],
      ['what', WHAT],
      ['needs', NEEDS],
    ] as const
  ).flatMap(([part, mappings]) =>
    Object.entries(mappings).flatMap(([field, mapping]: [string, Mapping<never>]) =>
      mapping.operands.map((operand): [string, Entry] => [
        ownIri(operand),
        { part, field, mapping: mapping as unknown as Mapping<unknown> },
      ]),
    ),
  ),
)

const XSD = PREFIXES.xsd
const NUMBERS = ['integer', 'decimal', 'double', 'nonNegativeInteger'].map((name) => XSD + name)
const NUMBER = /^-?[0-9]{1,20}(?:\.[0-9]{1,20})?$/

/** A literal of JSON-LD with its type: numbers that a number holds exactly enough, truth, text. Amounts stay text. */
const literal = (value: unknown, type: string | undefined): string | number | boolean => {
  if (type === undefined || type === `${XSD}string`) {
    if (typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number' && Number.isFinite(value) && type === undefined) return value
  } else if (NUMBERS.includes(type)) {
    if (typeof value === 'number' && Number.isFinite(value)) return value
    if (typeof value === 'string' && /^[0-9]+$/.test(value) && !Number.isSafeInteger(Number(value)))
      return value
    if (typeof value === 'string' && NUMBER.test(value)) return Number(value)
  } else if (type === `${XSD}boolean`) {
    if (value === true || value === 'true') return true
    if (value === false || value === 'false') return false
  } else if (type === `${XSD}anyURI` && typeof value === 'string') return value
  throw new Refusal('A value of a constraint is not one of a type that is understood.')
}

const single = (value: unknown, expand: Expand): string | number | boolean => {
  if (!isObject(value)) return literal(value, undefined)
  if ('@id' in value) return iriOf(value, expand)
  const properties = propertiesOf(value, expand, ['@value', '@type'])
  const type = properties.get('@type')
  return literal(properties.get('@value'), type === undefined ? undefined : iriOf(type, expand))
}

const valuesOf = (right: unknown, expand: Expand): (string | number | boolean)[] => {
  const inside =
    isObject(right) && '@list' in right ? propertiesOf(right, expand, ['@list']).get('@list') : right
  return several(inside).map((one) => single(one, expand))
}

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/
const MOMENT =
  /^[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})$/

/** A moment in milliseconds since 1970. A day is its beginning in UTC; a time without a zone is nobody's. */
export const momentOf = (value: unknown, expand: Expand): number => {
  const properties = isObject(value)
    ? propertiesOf(value, expand, ['@value', '@type'])
    : new Map<string, unknown>([['@value', value]])
  const text = properties.get('@value')
  const type = properties.get('@type')
  const iri = type === undefined ? undefined : iriOf(type, expand)
  const isDay = typeof text === 'string' && DAY.test(text) && (iri === undefined || iri === `${XSD}date`)
  const isMoment =
    typeof text === 'string' && MOMENT.test(text) && (iri === undefined || iri === `${XSD}dateTime`)
  const moment = isDay || isMoment ? Date.parse(text) : Number.NaN
  if (!Number.isFinite(moment)) throw new Refusal('It names a moment that is not understood.')
  return moment
}

const hasNarrower = new Set(
  [PURPOSES, CATEGORIES].flatMap((table) => Object.values(table).flatMap(({ parents }) => parents)),
)

export interface Manner {
  readonly expand: Expand
  readonly effect: RuleRecord['effect']
  /** The document follows our profile: a term stands for everything below it. */
  readonly isOurs: boolean
}

/**
 * Terms cover what is below them here. Where a document does not say so, an allowing rule would become wider than what was
 * written, so it is refused unless there is nothing below.
 */
export const mayStandForNarrower = (terms: readonly unknown[], { effect, isOurs }: Manner): boolean =>
  isOurs || effect !== 'allow' || !terms.some((term) => typeof term === 'string' && hasNarrower.has(term))

const operatorOf = (operator: string, { mapping, part, field }: Entry): 'same' | 'opposite' | undefined => {
  if (operator === ownIri(mapping.operator)) return 'same'
  if (mapping.opposite !== undefined && operator === ownIri(mapping.opposite)) return 'opposite'
  // Of a single value.
  const isTerm = part === 'what' && (field === 'purposes' || field === 'categories')
  if (mapping.operator === 'isAnyOf') {
    if (operator === ownIri('eq') || (isTerm && operator === ownIri('isA'))) return 'same'
    if (mapping.opposite === 'isNoneOf' && operator === ownIri('neq')) return 'opposite'
  }
  return undefined
}

const CONSTRAINT = ['leftOperand', 'operator', 'rightOperand', 'unit'].map(ownIri)

/** Reads one constraint. Throws a `Refusal` for everything that is not understood in full. */
export const readConstraint = (value: unknown, manner: Manner): Understood => {
  const { expand } = manner
  const properties = propertiesOf(value, expand, ['@id', '@type', ...CONSTRAINT])
  const type = properties.get('@type')
  if (type !== undefined && iriOf(type, expand) !== ownIri('Constraint'))
    throw new Refusal('It is no constraint.')
  const operand = iriOf(properties.get(ownIri('leftOperand')), expand)
  const operator = iriOf(properties.get(ownIri('operator')), expand)
  const right = properties.get(ownIri('rightOperand'))
  const unit = properties.get(ownIri('unit'))
  const refuse = (what: string): never => {
    throw new Refusal(`The ${what} of a constraint on "${shown(operand)}" is not understood.`)
  }
  if (operand === ownIri('dateTime')) {
    if (operator !== ownIri('lt') || unit !== undefined) return refuse('operator')
    return { part: 'end', value: momentOf(right, expand) }
  }
  const entry = BY_OPERAND.get(operand)
  if (entry === undefined) throw new Refusal(`Constraints on "${shown(operand)}" are not understood.`)
  const { part, field, mapping } = entry
  const relation = operatorOf(operator, entry) ?? refuse('operator')
  const compared: Compared = {
    values: valuesOf(right, expand),
    unit: unit === undefined ? undefined : unitOf(unit, expand),
  }
  const isSet = operator === ownIri(mapping.operator) || operator === ownIri(mapping.opposite ?? '')
  if (!isSet && compared.values.length !== 1) return refuse('operator')
  const name = mapping.operands.find((one) => ownIri(one) === operand)
  const read = name && mapping.read(compared, name)
  if (read === undefined) return refuse('value')
  const isTerms = field === 'purposes' || field === 'categories'
  if (isTerms && operator !== ownIri('isA') && !mayStandForNarrower(read as unknown[], manner))
    throw new Refusal('It allows terms that have narrower ones, and does not say that it means those.')
  return { part, field, value: read, isOpposite: relation === 'opposite' }
}

/** A token of a chain is an IRI of a scheme that no prefix has. */
const unitOf = (unit: unknown, expand: Expand): string => {
  const name = isObject(unit) && Object.keys(unit).length === 1 ? unit['@id'] : unit
  return typeof name === 'string' && name.startsWith('eip155:') ? name : iriOf(unit, expand)
}

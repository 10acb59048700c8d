import { CATEGORIES } from '../../vocabulary/table.ts'
import type { RuleRecord } from '../rule.ts'
import { MAX_NAME, parseRule } from '../schema.ts'
import { AGREEMENTS } from './agreements.ts'
import { MOST_CHARACTERS, MOST_RULES, tooMuch } from './bounds.ts'
import { shortTerm } from './mapping.ts'
import { type Expand, iriOf, isObject, propertiesOf, Refusal, readContext, several, shown } from './names.ts'
import {
  type Manner,
  mayStandForNarrower,
  momentOf,
  ownIri,
  readConstraint,
  type Understood,
} from './readConstraint.ts'
import { PREFIXES, PROFILE, RECORDS } from './terms.ts'

/** What was not imported: where it stands in the document, and why. */
export interface Refused {
  /** A JSON pointer: `/permission/0`; empty for the whole document. */
  readonly where: string
  readonly why: string
}

export interface Imported {
  readonly rules: readonly RuleRecord[]
  readonly refused: readonly Refused[]
}

export interface ImportOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  readonly newId: () => string
}

const DCT = PREFIXES.dct
/** Said of a policy or a rule, and nothing to do with what it allows. */
const REMARKS = ['title', 'description', 'creator', 'created', 'issued', 'modified'].map((name) => DCT + name)
const POLICY = [
  '@context',
  '@id',
  '@type',
  ...['profile', 'conflict', 'permission', 'prohibition', 'obligation', 'assigner'].map(ownIri),
  ...REMARKS,
]
const RULE = [
  '@id',
  '@type',
  ...['target', 'action', 'constraint', 'assigner'].map(ownIri),
  ownIri('proviso:agreementName'),
  ...REMARKS,
]
const TYPES = ['Policy', 'Set', 'Offer'].map(ownIri)
const ACTIONS = [ownIri('use'), ownIri('proviso:train')]

const policyOf = (value: unknown) => {
  if (!isObject(value)) throw new Refusal('It is not a policy of ODRL.')
  const expand = readContext(value['@context'])
  const policy = propertiesOf(value, expand, POLICY)
  const type = policy.get('@type')
  if (type !== undefined && !TYPES.includes(iriOf(type, expand)))
    throw new Refusal('It is not a set or an offer of rules.')
  const conflict = policy.get(ownIri('conflict'))
  if (conflict !== undefined && ![ownIri('prohibit'), ownIri('invalid')].includes(iriOf(conflict, expand)))
    throw new Refusal('Its permissions are stronger than its prohibitions.')
  const profiles = several(policy.get(ownIri('profile'))).map((profile) => iriOf(profile, expand))
  if (profiles.some((profile) => profile !== PROFILE))
    throw new Refusal('It follows a profile that is not known here.')
  return { policy, expand, isOurs: profiles.length > 0 }
}

/** Whether the only duty of a permission is to ask the person. */
const isAsked = (duty: unknown, expand: Expand): boolean => {
  const [one, ...more] = several(duty)
  if (one === undefined) return false
  const properties = propertiesOf(one, expand, ['@id', '@type', ownIri('action')])
  if (more.length > 0 || iriOf(properties.get(ownIri('action')), expand) !== ownIri('obtainConsent'))
    throw new Refusal('It has a duty other than to obtain consent.')
  return true
}

/** The categories that a target stands for; undefined where it stands for everything. */
const categoriesOf = (target: unknown, manner: Manner): readonly string[] | undefined => {
  if (target === undefined) return undefined
  const iri = iriOf(target, manner.expand)
  if (iri === RECORDS || iri === ownIri('dpv:PersonalData')) return undefined
  const category = shortTerm(iri, 'pd')
  if (category === undefined || !Object.hasOwn(CATEGORIES, category))
    throw new Refusal(`It is about "${shown(iri)}", which is not here.`)
  if (!mayStandForNarrower([category], manner))
    throw new Refusal('It allows a category that has narrower ones, and does not say that it means those.')
  return [category]
}

/** All of an `or`, none of which is a scope; or one constraint. */
const constraintsOf = (value: unknown, manner: Manner): readonly Understood[] => {
  if (!isObject(value) || !Object.keys(value).some((name) => manner.expand(name) === ownIri('or')))
    return [readConstraint(value, manner)]
  const properties = propertiesOf(value, manner.expand, ['@id', '@type', ownIri('or')])
  const alternatives = properties.get(ownIri('or'))
  const inside =
    isObject(alternatives) && '@list' in alternatives
      ? propertiesOf(alternatives, manner.expand, ['@list']).get('@list')
      : alternatives
  const all = several(inside).map((one) => readConstraint(one, manner))
  if (
    manner.effect === 'allow' ||
    all.length < 2 ||
    all.some((one) => one.part !== 'needs' || !one.isOpposite)
  )
    throw new Refusal('It has alternatives that a rule here cannot have.')
  return all
}

const fieldsOf = (constraints: readonly (readonly Understood[])[], effect: RuleRecord['effect']) => {
  const parts = {
    who: new Map<string, unknown>(),
    what: new Map<string, unknown>(),
    needs: new Map<string, unknown>(),
  }
  let expiresAt: number | null = null
  let unmet = 0
  for (const together of constraints) {
    if (together.some((one) => one.part === 'needs')) unmet += 1
    for (const one of together) {
      if (one.part === 'end') {
        expiresAt = Math.min(expiresAt ?? Number.POSITIVE_INFINITY, one.value)
        continue
      }
      if (one.part === 'needs' ? one.isOpposite !== (effect !== 'allow') : one.isOpposite)
        throw new Refusal(`"${one.field}" is put the other way round than a rule here can.`)
      if (parts[one.part].has(one.field)) throw new Refusal(`It says twice what "${one.field}" is.`)
      parts[one.part].set(one.field, one.value)
    }
  }
  if (effect !== 'allow' && unmet > 1)
    throw new Refusal(
      'It holds only where several conditions fail at once; a rule here holds where any does.',
    )
  return { ...parts, expiresAt }
}

const textOf = (value: unknown): string | undefined => {
  if (value === undefined) return undefined
  if (typeof value !== 'string') throw new Refusal('Its title is not a text.')
  return value.slice(0, MAX_NAME)
}

const ruleOf = (
  value: unknown,
  kind: 'permission' | 'prohibition',
  { expand, isOurs }: Pick<Manner, 'expand' | 'isOurs'>,
  { now, newId }: ImportOptions,
): RuleRecord => {
  const known = kind === 'permission' ? [...RULE, ownIri('duty')] : RULE
  const properties = propertiesOf(value, expand, known)
  const type = properties.get('@type')
  if (
    type !== undefined &&
    iriOf(type, expand) !== ownIri(kind === 'permission' ? 'Permission' : 'Prohibition')
  )
    throw new Refusal('Its type is not that of its place.')
  const effect =
    kind === 'prohibition' ? 'refuse' : isAsked(properties.get(ownIri('duty')), expand) ? 'ask' : 'allow'
  const action = iriOf(properties.get(ownIri('action')), expand)
  if (!ACTIONS.includes(action))
    throw new Refusal(`It is about the action "${shown(action)}", which is not here.`)
  for (const name of several(properties.get(ownIri('proviso:agreementName'))))
    if (!AGREEMENTS.map(ownIri).includes(iriOf(name, expand)))
      throw new Refusal('It names an agreement that is not known here.')
  const manner: Manner = { expand, isOurs, effect }
  const constraints = several(properties.get(ownIri('constraint'))).map((one) => constraintsOf(one, manner))
  const { who, what, needs, expiresAt } = fieldsOf(constraints, effect)
  const categories = categoriesOf(properties.get(ownIri('target')), manner)
  if (categories !== undefined) {
    if (what.has('categories')) throw new Refusal('It says twice what "categories" is.')
    what.set('categories', categories)
  }
  if (expiresAt !== null && expiresAt <= now) throw new Refusal('It has ended.')
  const created = properties.get(`${DCT}created`)
  const name = textOf(properties.get(`${DCT}title`))
  return parseRule({
    id: newId(),
    effect,
    source: 'import',
    ...(name === undefined || name === '' ? {} : { name }),
    ...(who.size === 0 ? {} : { who: Object.fromEntries(who) }),
    ...(what.size === 0 ? {} : { what: Object.fromEntries(what) }),
    ...(needs.size === 0 ? {} : { needs: Object.fromEntries(needs) }),
    createdAt: created === undefined ? now : Math.min(now, momentOf(created, expand)),
    expiresAt,
  })
}

const whyNot = (error: unknown): string => {
  if (error instanceof Refusal) return error.message
  // The schema of rules names the field.
  return error instanceof Error && 'details' in error
    ? `It is not a valid rule: ${error.details}`
    : 'It cannot be read.'
}

const parsed = (value: unknown): unknown => {
  if (typeof value !== 'string') return value
  if (value.length > MOST_CHARACTERS) throw new Refusal(`It has more than ${MOST_CHARACTERS} characters.`)
  try {
    return JSON.parse(value)
  } catch {
    throw new Refusal('It is not JSON.')
  }
}

/**
 * Rules from a policy of ODRL 2.2 in JSON-LD, as text or already parsed. Strict: whatever is not understood in full is refused
 * and named, the whole rule with it, because what was passed over could have made it narrower. Never throws.
 */
export const fromOdrl = (value: unknown, options: ImportOptions): Imported => {
  const rules: RuleRecord[] = []
  const refused: Refused[] = []
  try {
    const document = parsed(value)
    const much = tooMuch(document)
    if (much !== undefined) throw new Refusal(much)
    const { policy, expand, isOurs } = policyOf(document)
    const entries = (['permission', 'prohibition', 'obligation'] as const).flatMap((kind) =>
      several(policy.get(ownIri(kind))).map((rule, index) => ({ kind, rule, where: `/${kind}/${index}` })),
    )
    if (entries.length > MOST_RULES) throw new Refusal(`It has more than ${MOST_RULES} rules.`)
    for (const { kind, rule, where } of entries) {
      try {
        if (kind === 'obligation') throw new Refusal('A rule here obliges nobody to anything.')
        rules.push(ruleOf(rule, kind, { expand, isOurs }, options))
      } catch (error) {
        refused.push({ where, why: whyNot(error) })
      }
    }
    return { rules, refused }
  } catch (error) {
    return { rules: [], refused: [{ where: '', why: whyNot(error) }] }
  }
}

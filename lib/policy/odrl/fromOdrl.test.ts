import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryRule, NOW } from '../testing/arbitraries.ts'
import { MOST_CHARACTERS, MOST_DEPTH, MOST_RULES, MOST_VALUES } from './bounds.ts'
import { fromOdrl } from './fromOdrl.ts'
import { PREFIXES, PROFILE, RECORDS } from './terms.ts'
import { toOdrl } from './toOdrl.ts'

const CONTEXT = 'http://www.w3.org/ns/odrl.jsonld'
const imported = (value: unknown) => {
  let count = 0
  const newId = () => {
    count += 1
    return `new-${count}`
  }
  return fromOdrl(value, { now: NOW, newId })
}
const policy = (changes: object) => ({
  '@context': CONTEXT,
  '@type': 'Set',
  uid: 'http://example.com/policy:1010',
  profile: PROFILE,
  ...changes,
})
const permission = (changes: object) =>
  policy({ permission: [{ target: RECORDS, action: 'use', ...changes }] })
const prohibition = (changes: object) =>
  policy({ prohibition: [{ target: RECORDS, action: 'use', ...changes }] })
const cohort = (operator: string, rightOperand: unknown) => ({
  leftOperand: `${PREFIXES.proviso}cohort`,
  operator,
  rightOperand,
})
const why = (value: unknown) => {
  const { rules, refused } = imported(value)
  expect(rules).toEqual([])
  expect(refused).toHaveLength(1)
  return `${refused[0]?.where} ${refused[0]?.why}`
}

/** What may stand in any object and narrows nothing. */
const REMARKS = /^(?:dct:.*|@?type|@id|uid|assigner)$/

describe('a policy from elsewhere', () => {
  // In the form of the examples of W3C's recommendation: an offer, its prefixes, single objects and lists, no profile.
  const elsewhere = {
    '@context': [
      'http://www.w3.org/ns/odrl.jsonld',
      { dpv: 'https://w3id.org/dpv#', dc: 'http://purl.org/dc/terms/' },
    ],
    '@type': 'Offer',
    uid: 'http://example.com/policy:6161',
    'dc:creator': 'http://example.com/people/ada',
    permission: {
      target: { '@id': 'https://w3id.org/dpv/pd#HairColour' },
      assigner: 'http://example.com/people/ada',
      action: 'use',
      constraint: [
        { leftOperand: 'purpose', operator: 'isA', rightOperand: { '@id': 'dpv:ResearchAndDevelopment' } },
        {
          leftOperand: 'dateTime',
          operator: 'lt',
          rightOperand: { '@value': '2031-01-01', '@type': 'xsd:date' },
        },
        { leftOperand: 'virtualLocation', operator: 'eq', rightOperand: 'https://lab.example' },
      ],
    },
    prohibition: [
      {
        target: 'https://w3id.org/dpv#PersonalData',
        action: { '@id': 'odrl:use' },
        constraint: {
          leftOperand: 'purpose',
          operator: 'isAnyOf',
          rightOperand: ['https://w3id.org/dpv#Marketing', 'https://w3id.org/dpv#SellDataToThirdParties'],
        },
      },
      { target: 'http://example.com/asset:9898.movie', action: 'use' },
    ],
    obligation: [{ assigner: 'http://example.com/org:43', action: 'obtainConsent' }],
  }

  it('becomes rules, and what is not about them is named', () => {
    expect(imported(elsewhere)).toEqual({
      rules: [
        {
          id: 'new-1',
          effect: 'allow',
          source: 'import',
          who: { origins: ['https://lab.example'] },
          what: { purposes: ['dpv:ResearchAndDevelopment'], categories: ['pd:HairColour'] },
          createdAt: NOW,
          expiresAt: Date.UTC(2031, 0, 1),
        },
        {
          id: 'new-2',
          effect: 'refuse',
          source: 'import',
          what: { purposes: ['dpv:Marketing', 'dpv:SellDataToThirdParties'] },
          createdAt: NOW,
          expiresAt: null,
        },
      ],
      refused: [
        {
          where: '/prohibition/1',
          why: 'It is about "http://example.com/asset:9898.movie", which is not here.',
        },
        { where: '/obligation/0', why: 'A rule here obliges nobody to anything.' },
      ],
    })
  })

  it('does not allow what is below a term that it did not mean to', () => {
    const purposes = (operator: string) => ({
      ...elsewhere,
      obligation: [],
      prohibition: [],
      permission: {
        action: 'use',
        constraint: {
          leftOperand: 'purpose',
          operator,
          rightOperand: 'https://w3id.org/dpv#ResearchAndDevelopment',
        },
      },
    })
    expect(why(purposes('eq'))).toContain('narrower')
    expect(why(purposes('isAnyOf'))).toContain('narrower')
    expect(imported(purposes('isA')).rules).toHaveLength(1)
    expect(imported({ ...purposes('eq'), profile: PROFILE }).rules).toHaveLength(1)
    expect(
      why({
        ...elsewhere,
        obligation: [],
        prohibition: [],
        permission: { action: 'use', target: 'pd:Identifying' },
      }),
    ).toContain('narrower')
  })

  it('may write every name in full or with a prefix', () => {
    const full = {
      '@context': { o: 'http://www.w3.org/ns/odrl/2/' },
      '@id': 'urn:uuid:1',
      'http://www.w3.org/ns/odrl/2/profile': { '@id': PROFILE },
      'o:permission': {
        'o:action': { '@id': 'o:use' },
        'o:constraint': {
          'o:leftOperand': { '@id': 'proviso:cohort' },
          'o:operator': { '@id': 'http://www.w3.org/ns/odrl/2/gteq' },
          'o:rightOperand': { '@value': '5', '@type': 'xsd:integer' },
        },
      },
    }
    expect(imported(full).rules).toMatchObject([{ effect: 'allow', needs: { minCohort: 5 } }])
    expect(why({ ...full, permission: [] })).toContain('"permission" is not understood')
  })
})

describe('what is not understood in full is refused, with its whole rule', () => {
  it.each<[string, unknown]>([
    [
      'an operand that nobody knows',
      permission({ constraint: { ...cohort('gteq', 5), leftOperand: 'fileFormat' } }),
    ],
    [
      'an operand of nobody',
      permission({ constraint: { ...cohort('gteq', 5), leftOperand: 'proviso:mood' } }),
    ],
    ['an operator that has another meaning', permission({ constraint: cohort('gt', 5) })],
    ['an operator the wrong way round', permission({ constraint: cohort('lt', 5) })],
    ['a condition that refuses where it is met', prohibition({ constraint: cohort('gteq', 5) })],
    ['a value of another type', permission({ constraint: cohort('gteq', 'many') })],
    ['a value that is no number', permission({ constraint: cohort('gteq', Number.POSITIVE_INFINITY) })],
    ['a value that no rule may have', permission({ constraint: cohort('gteq', 0) })],
    ['no value', permission({ constraint: { leftOperand: 'proviso:cohort', operator: 'gteq' } })],
    ['two values', permission({ constraint: cohort('gteq', [5, 6]) })],
    [
      'a truth that is false',
      permission({ constraint: { leftOperand: 'proviso:noise', operator: 'eq', rightOperand: false } }),
    ],
    [
      'a unit where there is none',
      permission({ constraint: { ...cohort('gteq', 5), unit: 'http://example.com/kg' } }),
    ],
    [
      'pay in a currency',
      permission({
        constraint: {
          leftOperand: 'payAmount',
          operator: 'gteq',
          rightOperand: 5,
          unit: 'http://dbpedia.org/resource/Euro',
        },
      }),
    ],
    ['a constraint that is elsewhere', permission({ constraint: 'http://example.com/c1' })],
    ['one operand twice', permission({ constraint: [cohort('gteq', 5), cohort('gteq', 6)] })],
    [
      'alternatives in a permission',
      permission({ constraint: { or: [cohort('gteq', 5), cohort('gteq', 6)] } }),
    ],
    [
      'alternatives of scopes',
      prohibition({
        constraint: {
          or: [{ leftOperand: 'purpose', operator: 'eq', rightOperand: 'dpv:Marketing' }, cohort('lt', 5)],
        },
      }),
    ],
    [
      'conditions that must all fail',
      prohibition({
        constraint: [cohort('lt', 5), { leftOperand: 'proviso:noise', operator: 'neq', rightOperand: true }],
      }),
    ],
    ['a word for all at once', prohibition({ constraint: { and: [cohort('lt', 5)] } })],
    ['a refinement', permission({ refinement: [] })],
    ['a refined action', permission({ action: { 'rdf:value': { '@id': 'odrl:use' }, refinement: [] } })],
    ['another action', permission({ action: 'distribute' })],
    ['no action', permission({ action: undefined })],
    ['somebody it is for', permission({ assignee: 'http://example.com/org:43' })],
    ['another duty', permission({ duty: [{ action: 'compensate' }] })],
    ['two duties', permission({ duty: [{ action: 'obtainConsent' }, { action: 'obtainConsent' }] })],
    [
      'a duty of somebody',
      permission({ duty: { action: 'obtainConsent', consentingParty: 'http://example.com/a' } }),
    ],
    ['a duty of a prohibition', prohibition({ duty: { action: 'obtainConsent' } })],
    ['a remedy', prohibition({ remedy: { action: 'obtainConsent' } })],
    [
      'an end with a time of no zone',
      permission({
        constraint: { leftOperand: 'dateTime', operator: 'lt', rightOperand: '2031-01-01T00:00:00' },
      }),
    ],
    [
      'a beginning',
      permission({ constraint: { leftOperand: 'dateTime', operator: 'gt', rightOperand: '2031-01-01' } }),
    ],
    [
      'an end that is past',
      permission({ constraint: { leftOperand: 'dateTime', operator: 'lt', rightOperand: '2001-01-01' } }),
    ],
    [
      'a purpose of nobody',
      permission({
        constraint: { leftOperand: 'purpose', operator: 'eq', rightOperand: 'http://example.com/fun' },
      }),
    ],
    [
      'no purpose at all',
      permission({ constraint: { leftOperand: 'purpose', operator: 'isAnyOf', rightOperand: [] } }),
    ],
    [
      'a site that is none',
      permission({ constraint: { leftOperand: 'virtualLocation', operator: 'eq', rightOperand: '*' } }),
    ],
    [
      'an agreement that nobody knows',
      permission({ 'proviso:agreementName': { '@id': 'ieee-7012:SD-BASE' } }),
    ],
    ['a title that is no text', permission({ 'dct:title': 5 })],
    ['a rule that is a text', policy({ permission: ['http://example.com/rule'] })],
  ])('%s', (_, value) => {
    expect(why(value)).toMatch(/^\/(permission|prohibition)\/0 [A-Z"]/)
  })

  it('and the rules beside it stay', () => {
    const { rules, refused } = imported(
      policy({
        permission: [{ action: 'use' }, { action: 'use', secret: 1 }],
        prohibition: { action: 'use' },
      }),
    )
    expect(rules.map(({ effect }) => effect)).toEqual(['allow', 'refuse'])
    expect(refused).toEqual([{ where: '/permission/1', why: '"secret" is not understood.' }])
  })

  it.each<[string, unknown]>([
    ['permissions that are stronger', policy({ conflict: 'perm' })],
    ['a profile of others', policy({ profile: [PROFILE, 'http://example.com/odrl:profile:01'] })],
    ['an agreement', policy({ '@type': 'Agreement' })],
    ['a policy that has another above it', policy({ inheritFrom: 'http://example.com/policy:1' })],
    ['a target of all rules', policy({ target: 'http://example.com/asset:1', permission: [] })],
    ['no context', { ...policy({}), '@context': undefined }],
    ['a context from elsewhere', { ...policy({}), '@context': [CONTEXT, 'https://example.com/context'] }],
    [
      'names of ODRL with another meaning',
      { ...policy({}), '@context': [CONTEXT, { permission: 'http://example.com/#' }] },
    ],
    [
      'a vocabulary for all other names',
      { ...policy({}), '@context': [CONTEXT, { '@vocab': 'http://example.com/#' }] },
    ],
    ['one thing by two names', policy({ permission: [], 'odrl:permission': [] })],
    ['several policies', [policy({})]],
    ['a graph', { '@context': CONTEXT, '@graph': [policy({})] }],
    ['nothing', null],
    ['a number', 5],
    ['text that is no JSON', '{'],
  ])('a document with %s', (_, value) => {
    expect(why(value)).toMatch(/^ [A-Z"]/)
  })
})

describe('hostile documents', () => {
  it('are not read where they are too long, too deep, too wide or go in circles', () => {
    expect(why(`"${'x'.repeat(10_000_000)}"`)).toContain(String(MOST_CHARACTERS))
    expect(why(`${'['.repeat(500_000)}`)).toContain('not JSON')
    const deep = Array.from({ length: MOST_DEPTH + 2 }).reduce<unknown>((inside) => [inside], 'x')
    expect(why(permission({ constraint: deep }))).toContain('levels deep')
    let bottomless: unknown = 'x'
    for (let depth = 0; depth < 100_000; depth++) bottomless = { or: bottomless }
    expect(why(bottomless)).toContain('levels deep')
    expect(why(policy({ permission: Array(MOST_VALUES + 1).fill(0) }))).toContain('values')
    expect(why(policy({ permission: Array(MOST_RULES + 1).fill({ action: 'use' }) }))).toContain('rules')
    expect(why(permission({ 'dct:title': 'x'.repeat(10_000) }))).toContain('characters')
    const circle: { '@context': string; permission?: unknown } = { '@context': CONTEXT }
    circle.permission = [circle]
    expect(why(circle)).toContain('levels deep')
  })

  it('cannot reach what all objects have', () => {
    const text = JSON.stringify(permission({ x: 1 }))
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(why(text.replace('"x":1', `"${name}":{"effect":"allow"}`))).toContain('not understood')
      expect(why(JSON.stringify(policy({})).replace('"@type":"Set"', `"${name}":{}`))).toContain(
        'not understood',
      )
      expect(why(permission({ constraint: { ...cohort('gteq', 5), leftOperand: name } }))).toContain(
        'not understood',
      )
      expect(why(permission({ action: `${name}:use` }))).toContain('not understood')
    }
    expect(why(text.replace('"x":1', '"constraint":{"__proto__":{"or":[]}}'))).toContain('not understood')
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(({} as { effect?: unknown }).effect).toBeUndefined()
  })

  it('never make it throw, whatever they are', () => {
    const throwing = {
      get '@context'(): unknown {
        throw new Error('no')
      },
    }
    expect(imported(throwing).refused).toEqual([{ where: '', why: 'It cannot be read.' }])
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withMap: true }), (value) => {
        expect(imported(value).rules).toEqual([])
        expect(imported(policy({ permission: value })).refused.length).toBeGreaterThanOrEqual(0)
        expect(imported(permission({ constraint: value })).rules.length).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('never make a rule weaker: what is added to one is understood or refuses it', () => {
    fc.assert(
      fc.property(
        arbitraryRule,
        fc.string({ minLength: 1, maxLength: 12 }),
        fc.jsonValue({ maxDepth: 2 }),
        (rule, name, value) => {
          const whole = toOdrl([{ ...rule, expiresAt: null }], NOW, 'x')
          const kind = rule.effect === 'refuse' ? 'prohibition' : 'permission'
          const [one] = whole[kind]
          fc.pre(one !== undefined && !Object.hasOwn(one, name) && !REMARKS.test(name))
          const entry = Object.defineProperty({ ...one }, name, { value, enumerable: true })
          expect(imported({ ...whole, [kind]: [entry] }).rules).toEqual([])
          const constraint = [
            ...(one?.constraint ?? []),
            { leftOperand: name, operator: 'eq', rightOperand: value },
          ]
          expect(imported({ ...whole, [kind]: [{ ...one, constraint }] }).rules).toEqual([])
        },
      ),
    )
  })
})

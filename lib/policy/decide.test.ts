import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import type { Effect, RuleRecord } from './rule.ts'
import { madeUp } from './testing/madeUp.ts'
import { type RequestChanges, requestFixture } from './testing/requests.ts'

const rule = (changes: Partial<RuleRecord> = {}): RuleRecord => ({
  id: 'r',
  effect: 'allow',
  source: 'person',
  createdAt: 0,
  expiresAt: null,
  ...changes,
})
const refuse = (changes: Partial<RuleRecord> = {}) => rule({ id: 'refuse', effect: 'refuse', ...changes })
const ask = (changes: Partial<RuleRecord> = {}) => rule({ id: 'ask', effect: 'ask', ...changes })
const decided = (rules: readonly RuleRecord[], changes?: RequestChanges, allowWithoutNoise = false) =>
  decide(rules, requestFixture(changes), { allowWithoutNoise })

const met = { funded: true } as const
const unmet = { maxEpsilonPerTask: 0.1 } as const
const unknown = { idle: true } as const
const nobodyKnows: RequestChanges = { device: { idle: undefined } }

/** The truth table of docs/policy.md. */
it.each<[string, RuleRecord[], Effect]>([
  ['no rule', [], 'ask'],
  ['allow', [rule()], 'allow'],
  ['allow, met', [rule({ needs: met })], 'allow'],
  ['allow, unmet', [rule({ needs: unmet })], 'ask'],
  ['allow, unknown', [rule({ needs: unknown })], 'ask'],
  ['allow, unmet, beside one that is met', [rule({ needs: unmet }), rule({ id: 's' })], 'allow'],
  ['ask', [ask()], 'ask'],
  ['ask over allow', [rule(), ask()], 'ask'],
  ['ask unless, met', [rule(), ask({ needs: met })], 'allow'],
  ['ask unless, unmet', [rule(), ask({ needs: unmet })], 'ask'],
  ['ask unless, unknown', [rule(), ask({ needs: unknown })], 'ask'],
  ['refuse', [refuse()], 'refuse'],
  ['refuse over ask and allow', [rule(), ask(), refuse()], 'refuse'],
  ['refuse unless, met', [rule(), refuse({ needs: met })], 'allow'],
  ['refuse unless, one of two unmet', [rule(), refuse({ needs: { ...met, ...unmet } })], 'refuse'],
  ['refuse unless, unknown', [rule(), refuse({ needs: unknown })], 'ask'],
  ['refuse unless, unknown and unmet', [rule(), refuse({ needs: { ...unknown, ...unmet } })], 'refuse'],
])('%s', (_, rules, effect) => {
  expect(decided(rules, nobodyKnows).effect).toBe(effect)
})

describe('who asks', () => {
  const site = (...origins: string[]) => ({ who: { origins } })
  it.each<[string, string[], string, string, boolean, boolean]>([
    // name, patterns, origin, top origin, whether allowing and whether refusing matches
    ['the same site', ['https://a.example'], 'https://a.example', 'https://a.example', true, true],
    ['another port', ['https://a.example'], 'https://a.example:8443', 'https://a.example:8443', false, false],
    ['another scheme', ['https://a.example'], 'http://a.example', 'http://a.example', false, false],
    ['below it', ['https://a.example'], 'https://x.a.example', 'https://x.a.example', false, false],
    ['a wildcard', ['https://*.a.example'], 'https://y.x.a.example', 'https://x.a.example', true, true],
    [
      'itself, with a wildcard',
      ['https://*.a.example'],
      'https://a.example',
      'https://a.example',
      false,
      false,
    ],
    [
      'a name that ends alike',
      ['https://*.a.example'],
      'https://ba.example',
      'https://ba.example',
      false,
      false,
    ],
    [
      'a wildcard and a port',
      ['https://*.a.example'],
      'https://x.a.example:1',
      'https://x.a.example:1',
      false,
      false,
    ],
    ['a frame of it elsewhere', ['https://a.example'], 'https://a.example', 'https://b.example', false, true],
    ['a frame in it', ['https://a.example'], 'https://b.example', 'https://a.example', false, true],
    [
      'both',
      ['https://a.example', 'https://b.example'],
      'https://b.example',
      'https://a.example',
      true,
      true,
    ],
    ['a dot at the end', ['https://a.example'], 'https://a.example.', 'https://a.example.', false, true],
    [
      'a wildcard and a dot',
      ['https://*.a.example'],
      'https://x.a.example.',
      'https://a.example',
      false,
      true,
    ],
    ['no origin', ['https://a.example'], 'null', 'null', false, false],
  ])('%s', (_, origins, origin, topOrigin, allows, refuses) => {
    expect(decided([rule(site(...origins))], { origin, topOrigin }).effect === 'allow').toBe(allows)
    expect(decided([refuse(site(...origins))], { origin, topOrigin }).effect === 'refuse').toBe(refuses)
  })

  it('a publisher, whatever the case of its address', () => {
    const publisher = requestFixture().publisher
    const upper = publisher.replace('a1', 'A1') as typeof publisher
    expect(decided([rule({ who: { publishers: [upper] } })]).effect).toBe('allow')
    expect(decided([rule({ who: { publishers: [`0x${'0'.repeat(40)}`] } })]).effect).toBe('ask')
  })

  it('an attested publisher, once that is known', () => {
    const proof = { schema: `0x${'a'.repeat(64)}`, attester: `0x${'b'.repeat(40)}` } as const
    const rules = [rule({ who: { attested: [proof] } })]
    expect(decided(rules, { attestations: [proof] }).effect).toBe('allow')
    expect(decided(rules, { attestations: [{ ...proof, attester: `0x${'c'.repeat(40)}` }] })).toMatchObject({
      effect: 'ask',
      because: [{ kind: 'no-rule' }],
      awaits: [],
    })
    expect(decided(rules, { attestations: undefined })).toEqual({
      effect: 'ask',
      because: [{ kind: 'unmet', ruleId: 'r', unmet: [] }],
      ruleIds: ['r'],
      awaits: ['attestations'],
    })
  })
})

describe('what is asked for', () => {
  const both = ['dpv:AcademicResearch', 'dpv:Marketing']
  it('every purpose must be allowed, and one is enough to refuse', () => {
    const on = (...purposes: string[]) => ({ what: { purposes } })
    expect(decided([rule(on('dpv:ResearchAndDevelopment'))]).effect).toBe('allow')
    expect(decided([rule(on('dpv:ResearchAndDevelopment'))], { purposes: both }).effect).toBe('ask')
    expect(decided([rule(on('dpv:Purpose', ...both))], { purposes: both }).because).toEqual([
      // The root is no purpose of its own, so the rule cannot be read.
      { kind: 'no-rule' },
    ])
    expect(decided([rule(on(...both))], { purposes: both }).effect).toBe('allow')
    expect(decided([refuse(on('dpv:Marketing'))], { purposes: both }).effect).toBe('refuse')
    expect(decided([rule(), ask(on('dpv:Marketing'))], { purposes: both }).effect).toBe('ask')
  })

  it('terms that the vocabulary does not have are never allowed unasked', () => {
    expect(decided([rule()], { purposes: [madeUp('dpv')] }).effect).toBe('ask')
    expect(decided([rule()], { category: madeUp('pd') }).effect).toBe('ask')
    expect(decided([rule()], { category: 'constructor' }).effect).toBe('ask')
  })

  it('special categories are refused unless a rule names them', () => {
    const on = (...categories: string[]) => ({ what: { categories } })
    const health = { category: 'pd:HealthRecord' }
    const special = [{ kind: 'special', category: 'pd:HealthRecord' }]
    expect(decided([rule()], health)).toMatchObject({ effect: 'refuse', because: special })
    expect(decided([rule(on('pd:Picture', 'pd:MedicalHealth'))], health).effect).toBe('allow')
    expect(decided([rule(on('pd:External', 'pd:MedicalHealth')), rule({ id: 's' })], health).effect).toBe(
      'allow',
    )
    // A wider term that is not special itself does not name it.
    expect(decided([rule(on('pd:Identifying'))], { category: 'pd:Fingerprint' }).effect).toBe('refuse')
    // A rule that asks names it too; one that allows everything does not become wider by it.
    expect(decided([rule(), ask({ ...on('pd:MedicalHealth'), needs: met })], health).effect).toBe('ask')
    expect(decided([rule(), rule({ id: 's', ...on('pd:MedicalHealth'), needs: unmet })], health).effect).toBe(
      'ask',
    )
    // Only a live rule that covers this request counts.
    expect(decided([rule({ ...on('pd:MedicalHealth'), expiresAt: 1 })], health).effect).toBe('refuse')
    expect(
      decided([rule({ ...on('pd:MedicalHealth'), who: { origins: ['https://b.example'] } })], health).effect,
    ).toBe('refuse')
  })
})

describe('noise', () => {
  const none: RequestChanges = {
    task: { noise: false, unit: 'none', epsilonPerTask: Number.POSITIVE_INFINITY },
  }
  it('its lack is refused, or asked about where the settings say so, and never allowed', () => {
    expect(decided([rule()], none)).toMatchObject({
      effect: 'refuse',
      because: [{ kind: 'no-noise', effect: 'refuse' }],
      ruleIds: [],
    })
    expect(decided([rule()], none, true)).toMatchObject({
      effect: 'ask',
      because: [{ kind: 'no-noise', effect: 'ask' }],
    })
    expect(decided([refuse()], none, true).effect).toBe('refuse')
  })

  it('noise without a bound is none', () => {
    expect(decided([rule()], { task: { epsilonPerRound: Number.NaN } }).effect).toBe('refuse')
    expect(decided([rule()], { task: { epsilonPerTask: Number.POSITIVE_INFINITY } }).effect).toBe('refuse')
  })
})

it('names every need that is not met, with what was found', () => {
  const needs = { noise: true, maxEpsilonPerTask: 0.5, minCohort: 100, charging: true } as const
  expect(decided([rule({ needs })], { device: { charging: undefined } }).because).toEqual([
    {
      kind: 'unmet',
      ruleId: 'r',
      unmet: [
        { condition: 'maxEpsilonPerTask', wanted: 0.5, found: 0.8 },
        { condition: 'minCohort', wanted: 100, found: 50 },
        { condition: 'charging', wanted: true },
      ],
    },
  ])
})

it('a refusal that hangs on the chain waits for it, and one that is sure does not', () => {
  const later: RequestChanges = { task: { funded: undefined } }
  expect(decided([rule(), refuse({ needs: met })], later)).toEqual({
    effect: 'ask',
    because: [
      {
        kind: 'rule',
        ruleId: 'refuse',
        effect: 'refuse',
        undecided: true,
        unmet: [{ condition: 'funded', wanted: true }],
      },
    ],
    ruleIds: ['refuse'],
    awaits: ['funded'],
  })
  expect(decided([refuse(), rule({ needs: met })], later).awaits).toEqual([])
  expect(decided([ask(), rule({ needs: met })], later).awaits).toEqual([])
  expect(decided([rule({ needs: { ...met, ...unmet } })], later).awaits).toEqual([])
  expect(decided([rule({ needs: met })], later).awaits).toEqual(['funded'])
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ProvisoError } from '../protocol/errors.ts'
import { isOriginPattern } from './origins.ts'
import { presetRules } from './presets.ts'
import { PRESETS } from './rule.ts'
import { parseRule } from './schema.ts'
import { arbitraryRule } from './testing/arbitraries.ts'
import { madeUp } from './testing/madeUp.ts'

const valid = { id: 'r', effect: 'allow', source: 'person', createdAt: 0, expiresAt: null }
const many = <T>(value: T) => Array.from({ length: 65 }, () => value)

it('every rule that a person, an answer or a preset makes is one', () => {
  fc.assert(
    fc.property(arbitraryRule, (rule) => {
      expect(parseRule(rule)).toEqual(rule)
    }),
  )
  for (const name of PRESETS)
    for (const rule of presetRules(name, 1_800_000_000_000)) expect(parseRule(rule)).toEqual(rule)
})

it.each<[string, object]>([
  ['id', { id: '' }],
  ['effect', { effect: 'permit' }],
  ['source', { source: 'page' }],
  ['name', { name: 'x'.repeat(81) }],
  ['color', { color: 'red' }],
  ['who.origins', { who: { origins: [] } }],
  ['who.origins', { who: { origins: many('https://a.example') } }],
  ['who.origins.0', { who: { origins: ['https://a.example/'] } }],
  ['who.publishers.0', { who: { publishers: ['0x12'] } }],
  ['who.attested.0.schema', { who: { attested: [{ schema: '0x', attester: `0x${'a'.repeat(40)}` }] } }],
  ['who.name', { who: { name: 'x' } }],
  ['what.purposes.0', { what: { purposes: [madeUp('dpv')] } }],
  ['what.purposes.0', { what: { purposes: ['pd:Picture'] } }],
  ['what.categories.0', { what: { categories: ['toString'] } }],
  ['needs.unknown', { needs: { unknown: true } }],
  ['needs.noise', { needs: { noise: false } }],
  ['needs.maxEpsilonPerTask', { needs: { maxEpsilonPerTask: Number.POSITIVE_INFINITY } }],
  ['needs.maxEpsilonPerTask', { needs: { maxEpsilonPerTask: undefined } }],
  ['needs.maxEpsilonPerPeriod.period', { needs: { maxEpsilonPerPeriod: { period: 'decade', epsilon: 1 } } }],
  [
    'needs.minReward.perContribution',
    {
      needs: { minReward: { chainId: 1, token: `0x${'a'.repeat(40)}`, perContribution: '007' } },
    },
  ],
  ['needs.hours', { needs: { hours: { from: 60, to: 60 } } }],
  ['createdAt', { createdAt: -1 }],
  ['expiresAt', { expiresAt: 1.5 }],
])('an invalid rule names the field: %s', (field, changes) => {
  const read = () => parseRule({ ...valid, ...changes })
  expect(read).toThrow(ProvisoError)
  expect(read).toThrow(expect.objectContaining({ code: 'rule/invalid' }))
  expect(read).toThrow(new RegExp(`The rule is not valid\\. ${field.replaceAll('.', '\\.')}: `))
})

it.each([null, 7, 'rule', undefined])('%j is no rule', (value) => {
  expect(() => parseRule(value)).toThrow(/The rule is not valid\. rule: /)
})

it.each([
  ['https://a.example', true],
  ['https://a.example:8443', true],
  ['https://*.a.example', true],
  ['https://*.a.example:8443', true],
  ['http://localhost:5173', true],
  ['http://[::1]:3000', true],
  ['https://xn--bcher-kva.example', true],
  ['https://A.example', false],
  ['https://bücher.example', false],
  ['https://a.example:443', false],
  ['https://a.example.', false],
  ['https://a.example/x', false],
  ['https://user@a.example', false],
  ['https://*', false],
  ['https://*.*.a.example', false],
  ['https://a.*.example', false],
  ['https://*a.example', false],
  ['*://a.example', false],
  ['a.example', false],
  ['null', false],
  ['ftp://a.example', false],
])('%s as an origin of a rule: %s', (pattern, isOne) => {
  expect(isOriginPattern(pattern)).toBe(isOne)
})

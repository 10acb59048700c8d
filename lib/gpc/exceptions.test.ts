import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { RuleRecord } from '../policy/rule.ts'
import { isPurpose } from '../vocabulary/terms.ts'
import { exceptedOrigins } from './exceptions.ts'

const NOW = 1_000
const A = 'https://a.example'
const SALE = 'dpv:SellDataToThirdParties'
let rules = 0
const rule = (changes: Partial<RuleRecord> = {}): RuleRecord => {
  rules += 1
  return {
    id: `r${rules}`,
    effect: 'allow',
    source: 'person',
    who: { origins: [A] },
    what: { purposes: [SALE] },
    createdAt: 0,
    expiresAt: null,
    ...changes,
  }
}
const excepted = (...given: RuleRecord[]) => exceptedOrigins(given, NOW)

it('knows the purpose by its published name', () => {
  expect(isPurpose(SALE)).toBe(true)
})

it('excepts a site that a rule plainly allows to sell', () => {
  expect(excepted(rule())).toEqual([A])
  expect(excepted(rule(), rule({ who: { origins: ['https://b.example:8443', A] } }))).toEqual([
    A,
    'https://b.example:8443',
  ])
  expect(excepted()).toEqual([])
})

it.each<[string, Partial<RuleRecord>]>([
  ['asks', { effect: 'ask' }],
  ['has expired', { expiresAt: NOW }],
  ['names everybody', { who: {} }],
  ['names a pattern of sites', { who: { origins: ['https://*.a.example'] } }],
  ['names a publisher', { who: { origins: [A], publishers: ['0x01'] } }],
  ['names a category', { what: { purposes: [SALE], categories: ['pd:Picture'] } }],
  ['names a dataset', { what: { purposes: [SALE], datasets: ['d'] } }],
  ['has a condition', { needs: { noise: true } }],
  ['names no purpose', { what: {} }],
  ['names a more general purpose', { what: { purposes: ['dpv:ServiceProvision'] } }],
  ['names another purpose', { what: { purposes: ['dpv:AcademicResearch'] } }],
  ['names a host with a dot at its end', { who: { origins: ['https://a.example.'] } }],
])('excepts nothing for a rule that %s', (_name, changes) => {
  expect(excepted(rule(changes))).toEqual([])
})

it.each<[string, Partial<RuleRecord>]>([
  ['refuses it', { effect: 'refuse' }],
  ['asks', { effect: 'ask' }],
  ['refuses a more general purpose', { effect: 'refuse', what: { purposes: ['dpv:SellProducts'] } }],
  ['refuses everything', { effect: 'refuse', what: {} }],
  ['refuses everybody', { effect: 'refuse', who: {} }],
  ['refuses under a condition', { effect: 'refuse', needs: { noise: true } }],
])('excepts nothing where another rule %s', (_name, changes) => {
  expect(excepted(rule(), rule(changes))).toEqual([])
})

it('a refusal that speaks of something else, of another site or no more takes nothing back', () => {
  const refuse = { effect: 'refuse' } as const
  expect(
    excepted(
      rule(),
      rule({ ...refuse, what: { purposes: ['dpv:AcademicResearch'] } }),
      rule({ ...refuse, who: { origins: ['https://*.a.example'] } }),
      rule({ ...refuse, expiresAt: NOW }),
    ),
  ).toEqual([A])
})

it('more refusals never except more, and order does not matter', () => {
  const some = fc.array(
    fc.record({
      effect: fc.constantFrom('allow', 'ask', 'refuse'),
      who: fc.constantFrom({ origins: [A] }, { origins: ['https://b.example'] }, {}),
      what: fc.constantFrom({ purposes: [SALE] }, {}, { purposes: ['dpv:Advertising'] }),
    }) as fc.Arbitrary<Partial<RuleRecord>>,
    { maxLength: 8 },
  )
  fc.assert(
    fc.property(some, (given) => {
      const all = given.map(rule)
      const found = excepted(...all)
      expect(excepted(...all.toReversed())).toEqual(found)
      const stricter = excepted(...all, rule({ effect: 'refuse' }))
      expect(found).toEqual(expect.arrayContaining([...stricter]))
      expect(stricter).not.toContain(A)
    }),
  )
})

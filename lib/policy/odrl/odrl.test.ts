import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../compile.ts'
import { presetRules } from '../presets.ts'
import type { RuleRecord } from '../rule.ts'
import { PRESETS } from '../rule.ts'
import { arbitraryRequest, arbitraryRule, NOW } from '../testing/arbitraries.ts'
import { agreementNames } from './agreements.ts'
import type { OdrlPolicy } from './document.ts'
import { fromOdrl } from './fromOdrl.ts'
import { NEEDS, WHAT, WHO } from './mapping.ts'
import { ODRL_TERMS, OWN_TERMS } from './terms.ts'
import { toOdrl } from './toOdrl.ts'

const UUID = '1b671a64-40d5-491e-99b0-da01ff1f3341'
const counted = () => {
  let count = 0
  const newId = () => {
    count += 1
    return `new-${count}`
  }
  return { now: NOW, newId }
}
const imported = (value: unknown) => fromOdrl(value, counted())
/** As it travels. */
const travelled = (policy: OdrlPolicy): unknown => JSON.parse(JSON.stringify(policy))

/** A rule without what does not travel, and without parts that say nothing. */
const saying = ({ id, source, who, what, needs, ...rest }: RuleRecord) => {
  const part = (given: object | undefined) => (given && Object.keys(given).length > 0 ? given : undefined)
  return { ...rest, who: part(who), what: part(what), needs: part(needs) }
}
const byKind = (rules: readonly RuleRecord[]) => [
  ...rules.filter(({ effect }) => effect !== 'refuse'),
  ...rules.filter(({ effect }) => effect === 'refuse'),
]

/** More of what a rule may say than decisions need to be tested with. */
const anyRule = fc
  .tuple(
    arbitraryRule,
    fc.option(fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }), { nil: undefined }),
    fc.nat(NOW),
    fc.option(fc.integer({ min: NOW + 1, max: 8.64e15 }), { nil: null }),
    fc.double({ min: 0, max: 1_000_000, noNaN: true }),
    fc.bigInt({ min: 0n, max: 10n ** 77n }),
    fc.string({ minLength: 1, maxLength: 40 }),
  )
  .map(([rule, name, createdAt, expiresAt, epsilon, amount, text]): RuleRecord => {
    const { needs } = rule
    return {
      ...rule,
      ...(name === undefined || name.length > 80 ? {} : { name }),
      createdAt,
      expiresAt,
      ...(needs === undefined
        ? {}
        : {
            needs: {
              ...needs,
              ...(needs.maxEpsilonPerTask === undefined ? {} : { maxEpsilonPerTask: epsilon }),
              ...(needs.minReward === undefined
                ? {}
                : { minReward: { ...needs.minReward, perContribution: String(amount) } }),
              ...(needs.licenses === undefined ? {} : { licenses: [text, ...needs.licenses] }),
            },
          }),
    }
  })

describe('rules as a policy of ODRL', () => {
  it('come back as they were, with new ids and as imported', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), (rules) => {
        const { rules: back, refused } = imported(travelled(toOdrl(rules, NOW, UUID)))
        expect(refused).toEqual([])
        expect(back.map(saying)).toEqual(byKind(rules).map(saying))
        expect(back.map(({ id }) => id)).toEqual(rules.map((_, index) => `new-${index + 1}`))
        expect(back.every(({ source }) => source === 'import')).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('decide the same when they come back', () => {
    fc.assert(
      fc.property(fc.array(anyRule, { maxLength: 5 }), arbitraryRequest, (rules, request) => {
        const now = { ...request, now: NOW }
        const { rules: back } = imported(JSON.stringify(toOdrl(rules, NOW, UUID)))
        const settings = { allowWithoutNoise: true }
        expect(compile(back).decide(now, settings).effect).toBe(compile(rules).decide(now, settings).effect)
      }),
      { numRuns: 200 },
    )
  })

  it('are without those that have ended', () => {
    const [rule] = presetRules('private', NOW)
    if (rule === undefined) throw new Error('no rule')
    expect(toOdrl([{ ...rule, expiresAt: NOW }], NOW, UUID).prohibition).toEqual([])
  })

  it.each(PRESETS)('travel as the preset %s', (name) => {
    const rules = presetRules(name, NOW)
    const { rules: back, refused } = imported(travelled(toOdrl(rules, NOW, UUID)))
    expect(refused).toEqual([])
    expect(back.map(saying)).toEqual(byKind(rules).map(saying))
  })

  it('say what a refusing rule needs the other way round, any of it', () => {
    const rule: RuleRecord = {
      id: 'r',
      effect: 'refuse',
      source: 'person',
      needs: { noise: true, minCohort: 10, recipients: ['Lab'] },
      createdAt: 0,
      expiresAt: null,
    }
    expect(toOdrl([rule], NOW, UUID).prohibition[0]?.constraint).toEqual([
      {
        or: [
          { leftOperand: 'proviso:noise', operator: 'odrl:neq', rightOperand: true },
          { leftOperand: 'proviso:cohort', operator: 'lt', rightOperand: 10 },
          { leftOperand: 'recipient', operator: 'proviso:isNotPartOf', rightOperand: { '@list': ['Lab'] } },
        ],
      },
    ])
  })

  it('name the agreements of IEEE 7012 that fit', () => {
    const rule = (effect: RuleRecord['effect'], ...purposes: string[]): RuleRecord => ({
      id: 'r',
      effect,
      source: 'person',
      ...(purposes.length === 0 ? {} : { what: { purposes } }),
      createdAt: 0,
      expiresAt: null,
    })
    expect(agreementNames(rule('refuse'))).toEqual([])
    expect(agreementNames(rule('ask'))).toEqual([])
    expect(agreementNames(rule('allow'))).toEqual(['ieee-7012:PDC-AI'])
    expect(agreementNames(rule('allow', 'dpv:ImproveHealthcare', 'dpv:AcademicResearch'))).toEqual([
      'ieee-7012:PDC-AI',
    ])
    expect(agreementNames(rule('allow', 'dpv:ImproveHealthcare', 'dpv:DataAltruism'))).toEqual([
      'ieee-7012:PDC-AI',
      'ieee-7012:PDC-GOOD',
    ])
  })
})

describe('the terms', () => {
  const published = readFileSync(new URL('./published/odrl-2.2.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')

  it('of ODRL are ones that W3C published, as what they are published, and not deprecated', () => {
    const used = Object.entries(ODRL_TERMS).flatMap(([kind, terms]) => terms.map((term) => `${kind} ${term}`))
    expect(used.filter((line) => !published.includes(line))).toEqual([])
  })

  it('of constraints are all ones of ODRL, of DPV or of our profile', () => {
    const operands = [WHO, WHAT, NEEDS].flatMap((part) =>
      Object.values(part).flatMap((mapping: { readonly operands: readonly string[] }) => mapping.operands),
    )
    const known: readonly string[] = [
      ...ODRL_TERMS.LeftOperand,
      ...OWN_TERMS.LeftOperand.map((term) => `proviso:${term}`),
      'dpv:hasPersonalData',
      'dpv:hasJurisdiction',
    ]
    expect(new Set(operands).size).toBe(operands.length)
    expect([...operands, 'dateTime'].toSorted()).toEqual(known.toSorted())
  })

  it('of our profile all stand in its description, and so do those of ODRL that constraints use', () => {
    const text = readFileSync(new URL('../../../docs/odrl-profile.md', import.meta.url), 'utf8')
    const used = [
      ...Object.values(OWN_TERMS).flat(),
      ...ODRL_TERMS.LeftOperand,
      ...ODRL_TERMS.Operator,
      ...ODRL_TERMS.Action,
    ]
    expect(used.filter((term) => !text.includes(term))).toEqual([])
  })

  it('of the example in that description are read', () => {
    const text = readFileSync(new URL('../../../docs/odrl-profile.md', import.meta.url), 'utf8')
    const [example] = /(?<=```json\n)[^`]+/.exec(text) ?? []
    expect(fromOdrl(example, { ...counted(), now: Date.UTC(2026, 11, 1) })).toEqual({
      rules: [
        {
          id: 'new-1',
          effect: 'allow',
          source: 'import',
          name: 'Research with noise',
          what: { purposes: ['dpv:ScientificResearch'] },
          needs: { maxEpsilonPerTask: 1 },
          createdAt: Date.UTC(2026, 10, 23, 12),
          expiresAt: null,
        },
      ],
      refused: [],
    })
  })
})

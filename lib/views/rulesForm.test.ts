import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RuleDraft } from '../consent/rules.ts'
import { PERIODS } from '../policy/rule.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import { amountOf, dayOf, emptyForm, formOf, type RuleForm, unitsOf } from './rulesForm.ts'
import { readForm } from './rulesRead.ts'

const NOW = Date.UTC(2026, 10, 22, 14, 2)
const A = `0x${'a1'.repeat(20)}` as Address
const UID = `0x${'c3'.repeat(32)}` as Bytes32
const USDC = { chainId: 84_532, token: A, symbol: 'USDC', decimals: 6 }

const read = (changes: Partial<RuleForm>) => readForm({ ...emptyForm(), ...changes }, [USDC], NOW)
const errorOf = (changes: Partial<RuleForm>) => read(changes).errors

describe('amounts of a token', () => {
  it('go there and back without loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat(36), (units, decimals) => {
        expect(unitsOf(amountOf(String(units), decimals), decimals)).toBe(String(units))
      }),
    )
  })

  it('are not finer than the token, not negative, not grouped', () => {
    expect(amountOf('20000', 6)).toBe('0.02')
    expect(unitsOf('0.02', 6)).toBe('20000')
    expect(unitsOf('007', 0)).toBe('7')
    for (const text of ['', '0.0000001', '-1', '1,000', '1e3', '.5', 'many'])
      expect(unitsOf(text, 6)).toBeUndefined()
  })
})

const epsilon = fc.integer({ min: 1, max: 100_000 }).map((n) => n / 1000)
const text = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,20}[a-z]$/)
const some = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 3, selector: String })
const optional = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] }).map((part) => (Object.keys(part).length === 0 ? undefined : part))
const yes = fc.constant(true as const)

const drafts: fc.Arbitrary<RuleDraft> = fc
  .record({
    effect: fc.constantFrom('allow' as const, 'ask' as const, 'refuse' as const),
    name: fc.option(text, { nil: undefined }),
    who: optional({
      origins: some(fc.constantFrom('https://a.example', 'https://*.b.example', 'http://localhost:5173')),
      publishers: some(fc.constantFrom(A, `0x${'b2'.repeat(20)}` as Address)),
      attested: fc.constant([{ schema: UID, attester: A }]),
    }),
    what: optional({
      purposes: some(fc.constantFrom('dpv:ScientificResearch', 'dpv:Marketing')),
      categories: some(fc.constantFrom('pd:Picture', 'pd:MedicalHealth')),
      kinds: some(fc.constantFrom('image', 'table')),
      datasets: some(fc.constantFrom('d1', 'd2')),
    }),
    needs: optional({
      unit: fc.constantFrom('record' as const, 'contributor' as const),
      noise: yes,
      maxEpsilonPerRound: epsilon,
      maxEpsilonPerTask: epsilon,
      maxEpsilonPerPublisher: epsilon,
      maxEpsilonPerPeriod: fc.record({ period: fc.constantFrom(...PERIODS), epsilon }),
      aggregation: fc.constant(['plain']),
      minCohort: fc.integer({ min: 1, max: 10_000 }),
      minReward: fc.record({
        chainId: fc.constantFrom(84_532, 8453),
        token: fc.constant(A),
        perContribution: fc.bigInt({ min: 0n, max: 10n ** 24n }).map(String),
      }),
      funded: yes,
      maxRetentionDays: fc.nat(36_500),
      recipients: some(text),
      jurisdictions: some(text),
      licenses: some(text),
      idle: yes,
      charging: yes,
      hours: fc.record({ from: fc.nat(1439), to: fc.nat(1439) }).filter(({ from, to }) => from !== to),
      maxMinutesPerDay: fc.integer({ min: 1, max: 1440 }),
      unmetered: yes,
    }),
    expiresAt: fc.option(fc.integer({ min: NOW + 1, max: NOW + 1e11 })),
  })
  .map(
    (draft) => Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)) as never,
  )

describe('the form of a rule', () => {
  it('says the same when nothing in it is changed', () => {
    fc.assert(
      fc.property(drafts, (draft) => {
        const { draft: again, errors } = readForm(formOf(draft, [USDC]), [USDC], NOW)
        expect(errors).toEqual({})
        expect(again).toEqual(draft)
      }),
    )
  })

  it('reads sites as people write them', () => {
    const { draft, errors } = read({
      origins: ' digits.example/x?y \n*.b.example\nhttps://*.c.example:8443\n\ndigits.example',
    })
    expect(errors).toEqual({})
    expect(draft.who?.origins).toEqual([
      'https://digits.example',
      'https://*.b.example',
      'https://*.c.example:8443',
    ])
  })

  it('includes the day on which a rule ends', () => {
    const day = dayOf(NOW)
    const { draft } = read({ ends: { kind: 'day', day } })
    expect(dayOf(draft.expiresAt!)).toBe(day)
    expect(dayOf(draft.expiresAt! + 1)).not.toBe(day)
  })

  it('keeps what can be read beside what is wrong, and names the field', () => {
    const { draft, errors } = read({
      effect: 'refuse',
      origins: 'digits.example\nnot a site',
      needs: { noise: true, minCohort: 'many' },
    })
    expect(draft).toMatchObject({
      effect: 'refuse',
      who: { origins: ['https://digits.example'] },
      needs: { noise: true },
    })
    expect(draft.needs).not.toHaveProperty('minCohort')
    expect(Object.keys(errors)).toEqual(['origins', 'minCohort'])
    expect(errors.origins).toContain('“not a site”')
  })

  it.each<[string, Partial<RuleForm>]>([
    ['publishers', { publishers: '0x12' }],
    ['attested', { attested: [{ schema: '', attester: A }] }],
    ['maxEpsilonPerTask', { needs: { maxEpsilonPerTask: '-1' } }],
    ['maxEpsilonPerPeriod', { needs: { maxEpsilonPerPeriod: { period: 'week', epsilon: '1e3 ' } } }],
    ['origins', { origins: Array.from({ length: 65 }, (_, i) => `s${i}.example`).join('\n') }],
    ['maxMinutesPerDay', { needs: { maxMinutesPerDay: '1441' } }],
    ['recipients', { needs: { recipients: 'x'.repeat(121) } }],
    ['purposes', { purposes: ['dpv:NoSuchThing'] }],
    ['aggregation', { needs: { aggregation: [] } }],
    ['minCohort', { needs: { minCohort: '2.5' } }],
    ['maxRetentionDays', { needs: { maxRetentionDays: '' } }],
    [
      'minReward',
      { needs: { minReward: { known: `84532:${A}`, chainId: '', token: '', amount: '0.0000001' } } },
    ],
    ['minReward', { needs: { minReward: { known: '', chainId: '0', token: A, amount: '1' } } }],
    ['recipients', { needs: { recipients: ' \n ' } }],
    ['hours', { needs: { hours: { from: '22:00', to: '' } } }],
    ['hours', { needs: { hours: { from: '22:00', to: '22:00' } } }],
    ['ends', { ends: { kind: 'day', day: '' } }],
    ['ends', { ends: { kind: 'day', day: '2020-01-01' } }],
    ['ends', { ends: { kind: 'day', day: dayOf(NOW - 1e9), exactly: NOW - 1e9 } }],
  ])('says what is wrong with %s', (field, changes) => {
    expect(Object.keys(errorOf(changes))).toEqual([field])
    expect(errorOf(changes)[field as 'ends']).not.toContain('{')
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { PURPOSES } from '../vocabulary/table.ts'
import { isSpecial, isWithin } from '../vocabulary/terms.ts'
import { compile } from './compile.ts'
import { decide } from './decide.ts'
import { rememberedRule } from './remember.ts'
import type { RuleRecord } from './rule.ts'
import {
  ATTESTED,
  arbitraryKnownRequest,
  arbitraryNeeds,
  arbitraryRequest,
  arbitraryRule,
  arbitraryRules,
  arbitrarySettings,
  NOW,
} from './testing/arbitraries.ts'
import { requestFixture } from './testing/requests.ts'

const RUNS = { numRuns: 1000 }
const strength = { refuse: 0, ask: 1, allow: 2 } as const
const plain = (changes: Partial<RuleRecord>): RuleRecord => ({
  id: 'plain',
  effect: 'allow',
  source: 'person',
  createdAt: 0,
  expiresAt: null,
  ...changes,
})

it('a refusing rule more never moves a decision towards allowing', () => {
  fc.assert(
    fc.property(
      arbitraryRules,
      arbitraryRule,
      arbitraryRequest,
      arbitrarySettings,
      (rules, rule, request, settings) => {
        const before = decide(rules, request, settings).effect
        const after = decide([...rules, { ...rule, effect: 'refuse' }], request, settings).effect
        expect(strength[after]).toBeLessThanOrEqual(strength[before])
      },
    ),
    RUNS,
  )
})

it('the order of rules never matters, not even to the reasons', () => {
  fc.assert(
    fc.property(
      arbitraryRules.chain((rules) =>
        fc.tuple(
          fc.constant(rules),
          fc.shuffledSubarray(rules, { minLength: rules.length, maxLength: rules.length }),
        ),
      ),
      arbitraryRequest,
      arbitrarySettings,
      ([rules, shuffled], request, settings) => {
        expect(decide(shuffled, request, settings)).toEqual(decide(rules, request, settings))
      },
    ),
    RUNS,
  )
})

it('rules that have expired are as if they were not there', () => {
  fc.assert(
    fc.property(arbitraryRules, arbitraryRequest, arbitrarySettings, (rules, request, settings) => {
      const live = rules.filter(({ expiresAt }) => expiresAt === null || expiresAt > request.now)
      expect(decide(rules, request, settings)).toEqual(decide(live, request, settings))
    }),
    RUNS,
  )
})

it('an allowing rule with a need that is not met never allows, and names it', () => {
  fc.assert(
    fc.property(arbitraryNeeds, arbitraryRequest, arbitrarySettings, (needs, request, settings) => {
      const { effect, because } = decide([plain({ needs })], request, settings)
      const open = because.flatMap((reason) => (reason.kind === 'unmet' ? reason.unmet : []))
      if (open.length > 0) expect(effect).not.toBe('allow')
      for (const { condition, wanted } of open) {
        expect(needs[condition]).toEqual(wanted)
        // By itself it keeps the rule from allowing, too.
        const alone = decide([plain({ needs: { [condition]: wanted } })], request, settings)
        expect(alone.effect).not.toBe('allow')
      }
    }),
    RUNS,
  )
})

it('nothing is allowed unasked without noise, nor of a special category that no allowing rule names', () => {
  fc.assert(
    fc.property(arbitraryRules, arbitraryRequest, arbitrarySettings, (rules, request, settings) => {
      const { effect, ruleIds } = decide(rules, request, settings)
      if (effect !== 'allow') return
      expect(request.task.noise).toBe(true)
      if (!isSpecial(request.category)) return
      for (const rule of rules.filter(({ id }) => ruleIds.includes(id)))
        expect(
          rule.what?.categories?.some((named) => isSpecial(named) && isWithin(request.category, named)),
        ).toBe(true)
    }),
    RUNS,
  )
})

it('the hierarchy of purposes, as rules see it, is reflexive and transitive and has every parent of the table', () => {
  const terms = Object.keys(PURPOSES)
  const policies = new Map(terms.map((named) => [named, compile([plain({ what: { purposes: [named] } })])]))
  const requests = new Map(terms.map((asked) => [asked, requestFixture({ purposes: [asked] })]))
  const covering = new Map(
    terms.map((asked) => [
      asked,
      terms.filter(
        (named) =>
          policies.get(named)!.decide(requests.get(asked)!, { allowWithoutNoise: false }).effect === 'allow',
      ),
    ]),
  )
  for (const [asked, above] of covering) {
    expect(above).toContain(asked)
    for (const parent of PURPOSES[asked]!.parents.filter((term) => Object.hasOwn(PURPOSES, term)))
      expect(above, asked).toContain(parent)
    for (const named of above)
      expect(above, `${asked}, ${named}`).toEqual(expect.arrayContaining(covering.get(named)!))
    // Nothing else: whatever is above is above by parents.
    for (const named of above) expect(isWithin(asked, named)).toBe(true)
  }
})

it('what is not known is worth waiting for exactly where it can change the answer', () => {
  fc.assert(
    fc.property(
      arbitraryRules,
      arbitraryKnownRequest,
      arbitrarySettings,
      fc.boolean(),
      fc.boolean(),
      (rules, request, settings, hidesFunded, hidesAttestations) => {
        const worlds = (hidesAttestations ? subsets(ATTESTED) : [request.attestations]).flatMap(
          (attestations) =>
            (hidesFunded ? [true, false] : [request.task.funded]).map((funded) => ({
              ...request,
              attestations,
              task: { ...request.task, funded },
            })),
        )
        const hidden = {
          ...request,
          ...(hidesAttestations ? { attestations: undefined } : {}),
          task: { ...request.task, ...(hidesFunded ? { funded: undefined } : {}) },
        }
        const { effect, awaits } = decide(rules, hidden, settings)
        const effects = new Set(worlds.map((world) => decide(rules, world, settings).effect))
        const canChange = [...effects].some((learned) => learned !== effect)
        // What is not asked about is sure. What may change is said to be worth waiting for.
        if (effect !== 'ask') expect(canChange).toBe(false)
        if (canChange) expect(awaits.length).toBeGreaterThan(0)
        if (!hidesFunded) expect(awaits).not.toContain('funded')
        if (!hidesAttestations) expect(awaits).not.toContain('attestations')
        // Where only the money is not known yet, waiting is never in vain.
        if (hidesFunded && !hidesAttestations) expect(awaits.length > 0).toBe(canChange)
      },
    ),
    { numRuns: 3000 },
  )
})

const subsets = <T>(values: readonly T[]): T[][] =>
  values.reduce<T[][]>((all, value) => all.concat(all.map((set) => [...set, value])), [[]])

it('a remembered answer decides the same request the same way, and never one of less privacy', () => {
  const remember = (facts: Parameters<typeof rememberedRule>[0]['facts'], effect: 'allow' | 'refuse') =>
    rememberedRule({ facts, effect, days: 30, id: 'remembered', now: NOW })
  fc.assert(
    fc.property(
      arbitraryKnownRequest,
      arbitraryKnownRequest,
      fc.constantFrom('allow' as const, 'refuse' as const),
      arbitrarySettings,
      (facts, other, effect, settings) => {
        const rule = remember(facts, effect)
        if (rule === undefined) {
          expect(effect).toBe('allow')
          expect(facts.task.noise).toBe(false)
          return
        }
        expect(decide([rule], facts, settings).effect).toBe(effect)
        expect(decide([rule], { ...facts, now: NOW + 30 * 86_400_000 }, settings).effect).not.toBe('allow')
        if (effect === 'refuse') return
        // Anything else of it may differ: what is allowed is never less private, nor for anybody or anything else.
        const changed = {
          ...other,
          origin: facts.origin,
          topOrigin: facts.topOrigin,
          publisher: facts.publisher,
        }
        const mixed = [changed, { ...changed, purposes: facts.purposes, category: facts.category }, other]
        for (const request of mixed) {
          if (decide([rule], request, settings).effect !== 'allow') continue
          expect(request.task.epsilonPerRound).toBeLessThanOrEqual(facts.task.epsilonPerRound)
          expect(request.task.epsilonPerTask).toBeLessThanOrEqual(facts.task.epsilonPerTask)
          expect(request.task.minCohort).toBeGreaterThanOrEqual(facts.task.minCohort)
          expect(request.task.aggregation).toBe(facts.task.aggregation)
          if (facts.task.unit === 'contributor') expect(request.task.unit).toBe('contributor')
          expect([facts.origin, facts.topOrigin]).toContain(request.origin)
          expect(isWithin(request.category, facts.category)).toBe(true)
          for (const purpose of request.purposes)
            expect(facts.purposes.some((named) => isWithin(purpose, named))).toBe(true)
        }
      },
    ),
    { numRuns: 2000 },
  )
})

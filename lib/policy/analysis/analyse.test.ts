import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../compile.ts'
import type { PolicyRequest } from '../request.ts'
import type { RuleRecord } from '../rule.ts'
import { arbitraryRequest, arbitraryRules } from '../testing/arbitraries.ts'
import { analyse, MOST_CONTRADICTIONS, MOST_NAMED, MOST_RULES } from './analyse.ts'
import type { AnalysisResult } from './result.ts'
import { actingOn, NOW, requestsOf, worlds } from './testing/enumerated.ts'

/** Before all of the requests. */
const PAST = Date.UTC(2020, 0, 1)

/** A request with the sums of epsilon that one from Proviso has: parts are never more than their sum. */
const asMade = (request: PolicyRequest): PolicyRequest => {
  const { noise, epsilonPerRound, epsilonPerTask, epsilonPerPublisher, epsilonPerPeriod } = request.task
  const costs = (value: number) => (noise ? Math.max(0.1, value) : Number.POSITIVE_INFINITY)
  const [round, whole] = [costs(epsilonPerRound), costs(Math.max(epsilonPerRound, epsilonPerTask))]
  const [day = 0, week = 0, month = 0, year = 0] = Object.values(epsilonPerPeriod).toSorted((a, b) => a - b)
  const atLeast = (value: number) => Math.max(whole, costs(value))
  return {
    ...request,
    task: {
      ...request.task,
      epsilonPerRound: round,
      epsilonPerTask: whole,
      epsilonPerPublisher: atLeast(epsilonPerPublisher),
      epsilonPerPeriod: {
        day: atLeast(day),
        week: atLeast(week),
        month: atLeast(month),
        year: atLeast(year),
      },
    },
  }
}

const analysed = (result: AnalysisResult) => {
  if (result.kind !== 'analysed') throw new Error(result.why)
  return result
}

describe('an analysis', () => {
  it('names exactly the rules that have their effect on none of all requests', async () => {
    await fc.assert(
      fc.asyncProperty(worlds(6), fc.boolean(), async ({ rules, themes }, allowWithoutNoise) => {
        const policy = compile(rules)
        const deciding = new Set<string>()
        for (const request of requestsOf(themes)) {
          const { effect, ruleIds } = policy.decide(request, { allowWithoutNoise })
          for (const rule of rules)
            if (rule.effect === effect && ruleIds.includes(rule.id)) deciding.add(rule.id)
        }
        const { neverDecides, undecided } = analysed(await analyse(rules, { now: NOW, allowWithoutNoise }))
        expect(undecided).toEqual([])
        expect(neverDecides.map(({ ruleId }) => ruleId).toSorted()).toEqual(
          rules.map(({ id }) => id).filter((id) => !deciding.has(id)),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('names no rule that decides, whatever the rules are about', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRules,
        fc.array(arbitraryRequest.map(asMade), { minLength: 60, maxLength: 60 }),
        fc.boolean(),
        async (rules, requests, allowWithoutNoise) => {
          const { neverDecides } = analysed(await analyse(rules, { now: PAST, allowWithoutNoise }))
          const policy = compile(rules)
          for (const request of requests) {
            const { effect, ruleIds } = policy.decide(request, { allowWithoutNoise })
            const deciding = rules.filter((one) => one.effect === effect && ruleIds.includes(one.id))
            const wrong = neverDecides.filter(({ ruleId }) => deciding.some(({ id }) => id === ruleId))
            expect(wrong).toEqual([])
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('names exactly the pairs that act on one request with different effects, and such a request', async () => {
    await fc.assert(
      fc.asyncProperty(worlds(5), async ({ rules, themes }) => {
        const whole = requestsOf(themes).filter(({ origin, topOrigin }) => origin === topOrigin)
        const actingRules = actingOn(rules)
        const pairs = new Set<string>()
        for (const request of whole) {
          const acting = actingRules(request)
          for (const a of acting)
            for (const b of acting) if (a.effect !== b.effect) pairs.add([a.id, b.id].toSorted().join())
        }
        const { contradictions } = analysed(await analyse(rules, { now: NOW, allowWithoutNoise: true }))
        expect(
          contradictions
            .map(({ winner, loser }) => [winner.ruleId, loser.ruleId].toSorted().join())
            .toSorted(),
        ).toEqual([...pairs].toSorted())
        const strength = ['allow', 'ask', 'refuse']
        for (const { winner, loser, example } of contradictions) {
          expect(strength.indexOf(winner.effect)).toBeGreaterThan(strength.indexOf(loser.effect))
          const acting = actingRules(example).map(({ id }) => id)
          expect(acting).toEqual(expect.arrayContaining([winner.ruleId, loser.ruleId]))
        }
      }),
      { numRuns: 200 },
    )
  })
})

const rule = (changes: Partial<RuleRecord> & Pick<RuleRecord, 'id' | 'effect'>): RuleRecord => ({
  source: 'person',
  createdAt: 0,
  expiresAt: null,
  ...changes,
})
const reasonOf = async (rules: readonly RuleRecord[], id = 'it', allowWithoutNoise = false) =>
  analysed(await analyse(rules, { now: NOW, allowWithoutNoise })).neverDecides.find(
    ({ ruleId }) => ruleId === id,
  )?.why

describe('why a rule never decides', () => {
  it('is that it has ended', async () => {
    expect(await reasonOf([rule({ id: 'it', effect: 'refuse', expiresAt: NOW })])).toEqual({
      kind: 'expired',
      expiresAt: NOW,
    })
  })

  it('is that it cannot be read, and then no other rule allows anything', async () => {
    const broken = rule({ id: 'it', effect: 'refuse', what: { purposes: [] } })
    expect(await reasonOf([broken])).toEqual({ kind: 'unreadable' })
    expect(await reasonOf([broken, rule({ id: 'yes', effect: 'allow' })], 'yes')).toEqual({
      kind: 'shadowed',
      by: ['it'],
    })
  })

  it('is that no site can be what it names', async () => {
    const origins = [`https://*.${'a'.repeat(60)}.${'b'.repeat(210)}`]
    expect(await reasonOf([rule({ id: 'it', effect: 'ask', who: { origins } })])).toEqual({
      kind: 'covers-nothing',
      field: 'origins',
    })
  })

  it('is that what it needs cannot be: noise always costs something', async () => {
    const needs = { minCohort: 5, noise: true, maxEpsilonPerTask: 0 } as const
    expect(await reasonOf([rule({ id: 'it', effect: 'allow', needs })])).toEqual({
      kind: 'never-met',
      conditions: ['maxEpsilonPerTask'],
    })
  })

  it('is that what it needs always is: a cohort has somebody in it', async () => {
    expect(await reasonOf([rule({ id: 'it', effect: 'refuse', needs: { minCohort: 1 } })])).toEqual({
      kind: 'always-met',
      conditions: ['minCohort'],
    })
  })

  it('is a stronger rule on a broader term', async () => {
    const rules = [
      rule({ id: 'it', effect: 'allow', what: { purposes: ['dpv:DirectMarketing'] } }),
      rule({ id: 'other', effect: 'refuse', what: { purposes: ['dpv:Advertising'] } }),
      rule({ id: 'no', effect: 'refuse', what: { purposes: ['dpv:Marketing'] } }),
    ]
    expect(await reasonOf(rules)).toEqual({ kind: 'shadowed', by: ['no'] })
  })

  it('is several together, and only as long as all of them last', async () => {
    const rules = [
      rule({ id: 'it', effect: 'ask' }),
      rule({ id: 'few', effect: 'refuse', needs: { minCohort: 100 } }),
      rule({ id: 'many', effect: 'refuse', needs: { jurisdictions: ['FR'] } }),
      rule({ id: 'rest', effect: 'refuse', expiresAt: NOW + 1 }),
    ]
    expect(await reasonOf(rules)).toBeUndefined()
    const lasting = [...rules.slice(0, 3), rule({ id: 'rest', effect: 'refuse' })]
    expect(await reasonOf(lasting)).toEqual({ kind: 'shadowed', by: ['rest'] })
    const noised = rule({ id: 'few', effect: 'refuse', needs: { noise: true } })
    const apart = rule({ id: 'many', effect: 'refuse', what: { kinds: ['image'] } })
    const narrow = rule({ id: 'it', effect: 'ask', what: { kinds: ['image'] } })
    expect(await reasonOf([narrow, noised, apart])).toEqual({ kind: 'shadowed', by: ['many'] })
  })

  it('is that parts are never more than their sum', async () => {
    const rules = [
      rule({ id: 'it', effect: 'ask', needs: { maxEpsilonPerRound: 5 } }),
      rule({ id: 'year', effect: 'refuse', needs: { maxEpsilonPerPeriod: { period: 'year', epsilon: 1 } } }),
    ]
    expect(await reasonOf(rules)).toEqual({ kind: 'shadowed', by: ['year'] })
  })

  it('is that the settings refuse what adds no noise', async () => {
    const bare = rule({ id: 'it', effect: 'ask', needs: { noise: true } })
    expect(await reasonOf([bare])).toEqual({ kind: 'no-noise', by: [] })
    expect(await reasonOf([bare], 'it', true)).toBeUndefined()
  })
})

describe('two rules on the same requests', () => {
  const refuse = rule({ id: 'no', effect: 'refuse', what: { purposes: ['dpv:Marketing'] } })
  const relation = async (one: RuleRecord, other: RuleRecord) =>
    analysed(await analyse([one, other], { now: NOW, allowWithoutNoise: false })).contradictions.map(
      (found) => [found.relation, found.winner.ruleId, found.loser.ruleId],
    )

  it.each([
    ['overlap', rule({ id: 'it', effect: 'ask', what: { categories: ['pd:Picture'] } })],
    ['exception', rule({ id: 'it', effect: 'ask' })],
    [
      'exception',
      rule({
        id: 'it',
        effect: 'allow',
        what: { purposes: ['dpv:Marketing', 'dpv:DataAltruism'] },
        needs: { minCohort: 5 },
      }),
    ],
    ['shadowed', rule({ id: 'it', effect: 'ask', what: { purposes: ['dpv:DirectMarketing'] } })],
    ['same', rule({ id: 'it', effect: 'ask', what: { purposes: ['dpv:Marketing'] } })],
  ])('lie to each other: %s', async (kind, other) => {
    expect(await relation(refuse, other)).toEqual([[kind, 'no', 'it']])
    expect(await relation(other, refuse)).toEqual([[kind, 'no', 'it']])
  })

  it('agree on a special category that the allowing one does not name', async () => {
    const health = rule({ id: 'no', effect: 'refuse', what: { categories: ['pd:Health'] } })
    const allow = (...categories: string[]) => rule({ id: 'it', effect: 'allow', what: { categories } })
    expect(await relation(rule({ id: 'it', effect: 'allow' }), health)).toEqual([])
    expect(await relation(allow('pd:External'), health)).toEqual([])
    expect(await relation(allow('pd:MedicalHealth'), health)).toEqual([['exception', 'no', 'it']])
  })

  it('agree where their needs keep them apart', async () => {
    const allow = rule({ id: 'it', effect: 'allow', needs: { minCohort: 100 } })
    expect(await relation(allow, rule({ id: 'no', effect: 'refuse', needs: { minCohort: 50 } }))).toEqual([])
    expect(await relation(allow, rule({ id: 'no', effect: 'refuse', needs: { minCohort: 200 } }))).toEqual([
      ['exception', 'no', 'it'],
    ])
  })
})

describe('bounds', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      rule({
        id: `r${index}`,
        effect: (['allow', 'ask', 'refuse'] as const)[index % 3] ?? 'ask',
        who: { origins: [`https://s${index % 40}.example`] },
        needs: { minCohort: 1 + (index % 7) },
      }),
    )

  it('says that it did not look at more rules, or more names, than it can', async () => {
    expect(await analyse(many(MOST_RULES + 1), { now: NOW, allowWithoutNoise: false })).toEqual({
      kind: 'not-analysed',
      why: 'too-many-rules',
      most: MOST_RULES,
    })
    const origins = Array.from({ length: 50 }, (_, index) => `https://a${index}.example`)
    const rules = many(MOST_NAMED / 50).map((one) => ({ ...one, who: { origins } }))
    expect(await analyse(rules, { now: NOW, allowWithoutNoise: false })).toMatchObject({
      why: 'too-much-named',
    })
  })

  it('stops when it is told to', async () => {
    const signal = AbortSignal.abort()
    expect(await analyse(many(10), { now: NOW, allowWithoutNoise: false, signal })).toEqual({
      kind: 'not-analysed',
      why: 'stopped',
    })
  })

  it('counts the contradictions that it does not tell', async () => {
    const rules = [...many(60).map((one) => ({ ...one, who: {} })), rule({ id: 'all', effect: 'refuse' })]
    const { contradictions, contradictionsLeftOut } = analysed(
      await analyse(rules, { now: NOW, allowWithoutNoise: false }),
    )
    expect(contradictions).toHaveLength(MOST_CONTRADICTIONS)
    expect(contradictionsLeftOut).toBeGreaterThan(0)
  })
})

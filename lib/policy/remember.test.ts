import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { rememberedRule } from './remember.ts'
import { madeUp } from './testing/madeUp.ts'
import { type RequestChanges, requestFixture } from './testing/requests.ts'

const facts = requestFixture()
const remembered = (effect: 'allow' | 'refuse', changes?: RequestChanges) =>
  rememberedRule({ facts: requestFixture(changes), effect, days: 30, id: 'r', now: facts.now })
const answered = (effect: 'allow' | 'refuse', changes: RequestChanges) =>
  decide([remembered(effect)!], requestFixture(changes), { allowWithoutNoise: true }).effect

it('an allowance is for this origin, publisher, purposes, category, and this privacy or stricter', () => {
  expect(remembered('allow')).toEqual({
    id: 'r',
    effect: 'allow',
    source: 'answer',
    who: { origins: [facts.origin], publishers: [facts.publisher] },
    what: { purposes: facts.purposes, categories: [facts.category] },
    needs: {
      unit: 'record',
      noise: true,
      maxEpsilonPerRound: 0.1,
      maxEpsilonPerTask: 0.8,
      aggregation: ['plain'],
      minCohort: 50,
    },
    createdAt: facts.now,
    expiresAt: facts.now + 30 * 86_400_000,
  })
})

describe('what is remembered decides', () => {
  it.each<[string, RequestChanges, string]>([
    ['the same', {}, 'allow'],
    ['more people', { task: { minCohort: 51 } }, 'allow'],
    ['a stronger unit', { task: { unit: 'contributor' } }, 'allow'],
    ['fewer people', { task: { minCohort: 49 } }, 'ask'],
    ['more epsilon per round', { task: { epsilonPerRound: 0.11 } }, 'ask'],
    ['more epsilon per task', { task: { epsilonPerTask: 0.81 } }, 'ask'],
    ['another aggregation', { task: { aggregation: 'secure' } }, 'ask'],
    ['no noise', { task: { noise: false, unit: 'none' } }, 'ask'],
    ['another purpose', { purposes: ['dpv:AcademicResearch', 'dpv:Marketing'] }, 'ask'],
    ['another category', { category: 'pd:Location' }, 'ask'],
    ['another publisher', { publisher: `0x${'9'.repeat(40)}` }, 'ask'],
    ['another site', { origin: 'https://b.example', topOrigin: 'https://b.example' }, 'ask'],
    ['a frame elsewhere', { topOrigin: 'https://b.example' }, 'ask'],
    ['a month later', { now: facts.now + 30 * 86_400_000 }, 'ask'],
  ])('%s', (_, changes, effect) => {
    expect(answered('allow', changes)).toBe(effect)
  })

  it.each<[string, RequestChanges, string]>([
    ['the same', {}, 'refuse'],
    ['anything else of theirs', { purposes: ['dpv:Marketing'], category: 'pd:Location' }, 'refuse'],
    ['another publisher there', { publisher: `0x${'9'.repeat(40)}` }, 'ask'],
    ['the publisher elsewhere', { origin: 'https://b.example', topOrigin: 'https://b.example' }, 'ask'],
  ])('a refusal: %s', (_, changes, effect) => {
    expect(answered('refuse', changes)).toBe(effect)
  })
})

it('what no rule can allow is not remembered as allowed, and can be refused', () => {
  const none = { task: { noise: false, unit: 'none', epsilonPerTask: Number.POSITIVE_INFINITY } } as const
  expect(remembered('allow', none)).toBeUndefined()
  expect(remembered('allow', { category: madeUp('pd') })).toBeUndefined()
  expect(remembered('allow', { origin: 'null', topOrigin: 'null' })).toBeUndefined()
  expect(remembered('refuse', none)).toMatchObject({ effect: 'refuse' })
  expect(remembered('refuse', { category: madeUp('pd') })).toMatchObject({ effect: 'refuse' })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { decide, type PolicyInput } from './decide.ts'
import type { RuleRecord } from './rule.ts'

const NOW = 1_000_000
const rule = (changes: Partial<RuleRecord> = {}): RuleRecord => ({
  id: 'r',
  effect: 'allow',
  origin: 'https://digits.example',
  createdAt: 0,
  expiresAt: NOW + 1,
  ...changes,
})
const input = (changes: Partial<PolicyInput> = {}): PolicyInput => ({
  origin: 'https://digits.example',
  task: manifestFixture(),
  now: NOW,
  allowWithoutNoise: false,
  ...changes,
})
const withoutNoise = manifestFixture({ privacy: { mechanism: 'none', batchSize: 32 } })

describe('a decision', () => {
  it('is ask where no rule speaks', () => {
    expect(decide([], input()).effect).toBe('ask')
  })

  it('follows a remembered allow until it expires', () => {
    expect(decide([rule()], input())).toMatchObject({ effect: 'allow', ruleIds: ['r'] })
    expect(decide([rule({ expiresAt: NOW })], input()).effect).toBe('ask')
  })

  it('asks, and says why, when a task is less private than what was allowed', () => {
    const decision = decide([rule({ privacy: { mechanism: 'local', maxEpsilon: 2 } })], input())
    expect(decision.effect).toBe('ask')
    expect(decision.reasons.join()).toContain('ε 2')
  })

  it('refuses a task without noise unless the person allows such tasks, and then still asks', () => {
    expect(decide([rule()], input({ task: withoutNoise })).effect).toBe('refuse')
    expect(decide([rule()], input({ task: withoutNoise, allowWithoutNoise: true })).effect).toBe('ask')
  })
})

const arbitraryRule = fc.record({
  id: fc.uuid(),
  effect: fc.constantFrom('allow' as const, 'ask' as const, 'refuse' as const),
  origin: fc.constantFrom('https://digits.example', 'https://other.example'),
  createdAt: fc.constant(0),
  expiresAt: fc.constantFrom(NOW - 1, NOW + 1),
})

describe('laws', () => {
  it('order never matters', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule), (rules) => {
        expect(decide(rules.toReversed(), input()).effect).toBe(decide(rules, input()).effect)
      }),
    )
  })

  it('a refuse rule never turns a decision towards allow', () => {
    const strength = { refuse: 0, ask: 1, allow: 2 }
    fc.assert(
      fc.property(fc.array(arbitraryRule), (rules) => {
        const before = decide(rules, input()).effect
        const after = decide([...rules, rule({ id: 'no', effect: 'refuse' })], input()).effect
        expect(strength[after]).toBeLessThanOrEqual(strength[before])
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { analyse } from '../policy/analysis/analyse.ts'
import type { RuleRecord } from '../policy/rule.ts'
import { findingsOf } from './rulesFindings.ts'

const NOW = Date.UTC(2026, 10, 22)
const rule = (id: string, changes: Partial<RuleRecord> = {}): RuleRecord => ({
  id,
  effect: 'refuse',
  source: 'person',
  createdAt: 1,
  expiresAt: null,
  ...changes,
})

/** What the editor would say of the first rule. */
const said = async (...rules: readonly RuleRecord[]) => {
  const result = await analyse(rules, { now: NOW, allowWithoutNoise: false })
  if (result.kind !== 'analysed') throw new Error(result.why)
  return findingsOf(result, rules[0]!.id, rules, {}).map(({ tone, text }) => `${tone}: ${text}`)
}

const research = { purposes: ['dpv:ResearchAndDevelopment'] }

describe('what the editor says of a rule among others', () => {
  it('is nothing where there is nothing to say', async () => {
    expect(await said(rule('a'))).toEqual([])
  })

  it('is that a stronger one leaves it nothing to decide', async () => {
    const all = rule('all', { name: 'No research', what: research })
    const one = rule('one', { effect: 'allow', what: { purposes: ['dpv:AcademicResearch'] } })
    expect(await said(one, all)).toEqual([
      'warn: It can never decide: wherever it speaks, “No research” speaks too, and wins.',
    ])
    expect(await said(all, one)).toEqual([
      'warn: With it, “Allow academic research” could never decide again.',
    ])
  })

  it('is which exceptions there are, in both directions, without alarm', async () => {
    const pictures = { categories: ['pd:Picture'] }
    const wide = rule('wide', { effect: 'allow', what: pictures })
    const at = (site: string, name?: string) =>
      rule(site, { ...(name && { name }), who: { origins: [`https://${site}.example`] }, what: pictures })
    expect(await said(wide, at('a', 'Not there'))).toEqual([
      'note: Where “Not there” speaks, refusing wins: an exception to it.',
    ])
    expect(await said(wide, at('a', 'Not there'), at('b', 'Nor there'))).toEqual([
      'note: Where “Not there” and “Nor there” speak, refusing wins: exceptions to it.',
    ])
    expect(await said(at('a'), wide)).toEqual([
      'note: It is an exception to “Allow any use of your pictures”: where it speaks, refusing wins.',
    ])
  })

  it('is where others speak too, and who wins there', async () => {
    const site = rule('site', { who: { origins: ['https://a.example'] } })
    expect(await said(rule('r', { effect: 'allow', what: research }), site)).toEqual([
      'note: Where “Refuse any use of your data for https://a.example” speaks too, refusing wins.',
    ])
  })

  it('is why it can never decide by itself', async () => {
    expect(await said(rule('old', { expiresAt: NOW - 1 }))).toEqual([
      'warn: It has ended: it decides nothing any more.',
    ])
    const nobody = { effect: 'allow', needs: { noise: true, maxEpsilonPerTask: 0 } } as const
    expect((await said(rule('never', nobody))).join()).toMatch(
      /^warn: It can never allow anything: .*ε per task/,
    )
    const everybody = rule('always', { needs: { minCohort: 1 } })
    expect((await said(everybody)).join()).toMatch(
      /^warn: It never refuses: everything meets “People in a round/,
    )
    const health = rule('health', { effect: 'refuse', what: { categories: ['pd:MedicalHealth'] } })
    expect((await said(health)).join()).not.toContain('{')
  })
})

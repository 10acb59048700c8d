import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyLog } from '../activity/log.ts'
import { database } from '../db/database.ts'
import type { RuleRecord } from '../db/schema.ts'
import { toOdrl } from '../policy/odrl/toOdrl.ts'
import { presetRules } from '../policy/presets.ts'
import { PRESETS } from '../policy/rule.ts'
import { fillStores } from '../views/stores.fixture.ts'
import {
  applyPreset,
  deleteRule,
  importRules,
  MOST_RULES,
  type RuleDraft,
  type RulesChange,
  saveRule,
  undoChange,
} from './rules.ts'

const NOW = Date.UTC(2026, 10, 22)
const draft = (changes: Partial<RuleDraft> = {}): RuleDraft => ({
  effect: 'refuse',
  who: { origins: ['https://digits.example'] },
  expiresAt: null,
  ...changes,
})
const rule = (id: string, changes: Partial<RuleRecord> = {}): RuleRecord => ({
  ...draft(),
  id,
  source: 'person',
  createdAt: 1,
  ...changes,
})

const rules = async () => (await database()).getAll('rules')
const log = async () => (await (await database()).getAll('activity')).map(({ kind }) => kind)
const byId = (list: readonly RuleRecord[]) => list.toSorted((a, b) => (a.id < b.id ? -1 : 1))

beforeEach(() => fillStores({}))

describe('saving a rule', () => {
  it('keeps it under an id of the worker, as the person’s, and says so in the log', async () => {
    const { removed, added } = await saveRule(draft({ name: 'Mine' }), undefined, NOW)
    expect(removed).toEqual([])
    expect(await rules()).toEqual([
      { ...draft({ name: 'Mine' }), id: added[0], source: 'person', createdAt: NOW },
    ])
    const [entry] = await (await database()).getAll('activity')
    expect(entry).toMatchObject({ kind: 'rule-saved', data: { ruleId: added[0], effect: 'refuse' } })
    expect(entry?.text).toContain('https://digits.example')
    expect((await verifyLog()).ok).toBe(true)
  })

  it('changes one in its place, with the date it was made', async () => {
    await fillStores({ rules: [rule('a', { source: 'answer' })] })
    const change = await saveRule(draft({ effect: 'ask' }), 'a', NOW)
    expect(await rules()).toEqual([rule('a', { effect: 'ask' })])
    expect(change).toEqual({ removed: [rule('a', { source: 'answer' })], added: [] })
  })

  it('makes a changed rule of a preset the person’s own, which the preset no longer touches', async () => {
    await applyPreset('balanced', NOW)
    const [first] = presetRules('balanced', NOW)
    const { added } = await saveRule(draft({ name: 'Kept' }), first?.id, NOW)
    await applyPreset('balanced', NOW)
    expect(added).toHaveLength(1)
    expect((await rules()).filter(({ name }) => name === 'Kept').map(({ id }) => id)).toEqual(added)
    expect((await rules()).filter(({ source }) => source === 'balanced')).toEqual(
      presetRules('balanced', NOW),
    )
  })

  it.each<[string, unknown]>([
    ['a field that no rule has', { ...draft(), loud: true }],
    ['an id of its own', { ...draft(), id: 'mine' }],
    ['a source of its own', { ...draft(), source: 'answer' }],
    ['a site that is no site', draft({ who: { origins: ['javascript:alert(1)'] } })],
    ['a term outside the vocabulary', draft({ what: { purposes: ['dpv:WorldDomination'] } })],
    ['nothing at all', null],
  ])('refuses %s', async (_, value) => {
    await expect(async () => saveRule(value)).rejects.toMatchObject({ code: 'rule/invalid' })
    expect(await rules()).toEqual([])
    expect(await log()).toEqual([])
  })

  it('does not bring a rule back that was deleted meanwhile', async () => {
    await expect(saveRule(draft(), 'gone')).rejects.toMatchObject({ code: 'rule/gone' })
    expect(await log()).toEqual([])
  })

  it('keeps so many and no more', async () => {
    await fillStores({ rules: Array.from({ length: MOST_RULES }, (_, i) => rule(`r${i}`)) })
    await saveRule(draft({ effect: 'ask' }), 'r7')
    await expect(saveRule(draft())).rejects.toMatchObject({ code: 'rule/too-many' })
    expect(await (await database()).count('rules')).toBe(MOST_RULES)
    expect(await log()).toEqual(['rule-saved'])
  })
})

describe('a preset', () => {
  it('takes the place of another, and of nothing else', async () => {
    const own = [rule('mine'), rule('said', { source: 'answer' }), rule('theirs', { source: 'import' })]
    await fillStores({ rules: own })
    for (const name of PRESETS) {
      await applyPreset(name, NOW)
      expect(await rules()).toEqual(byId([...own, ...presetRules(name, NOW)]))
    }
    expect(await log()).toEqual(PRESETS.map(() => 'preset-applied'))
  })

  it('has to be one of the three', async () => {
    await expect(async () => applyPreset('generous')).rejects.toMatchObject({ code: 'rule/no-preset' })
  })
})

describe('an import', () => {
  const others = [
    rule('x', { name: 'No adverts', what: { purposes: ['dpv:Advertising'] } }),
    rule('y', { effect: 'ask', needs: { minCohort: 9 } }),
  ]
  const text = (list: readonly RuleRecord[]) => JSON.stringify(toOdrl(list, NOW, crypto.randomUUID()))

  it('adds what is not there yet, as imported, and not twice', async () => {
    await fillStores({ rules: [{ ...others[1]!, id: 'mine' }] })
    const change = await importRules(text([...others, ...others]), NOW)
    expect(change.added).toHaveLength(1)
    expect((await rules()).find(({ id }) => id === change.added[0])).toMatchObject({
      source: 'import',
      effect: 'refuse',
      what: { purposes: ['dpv:Advertising'] },
    })
    await expect(importRules(text(others), NOW)).rejects.toMatchObject({ code: 'rule/no-import' })
    expect(await log()).toEqual(['rules-imported'])
    await undoChange(change)
    expect((await rules()).map(({ id }) => id)).toEqual(['mine'])
  })

  it('adds nothing of what it cannot read', async () => {
    for (const hostile of ['', '{', '[]', 'null', JSON.stringify({ permission: [{ action: 'use' }] }), 7])
      await expect(importRules(hostile)).rejects.toMatchObject({ code: 'rule/no-import' })
    expect(await rules()).toEqual([])
  })

  it('stops where there would be too many, with none of it added', async () => {
    await fillStores({ rules: Array.from({ length: MOST_RULES - 1 }, (_, i) => rule(`r${i}`)) })
    await expect(importRules(text(others))).rejects.toMatchObject({ code: 'rule/too-many' })
    expect(await (await database()).count('rules')).toBe(MOST_RULES - 1)
  })
})

describe('taking a change back', () => {
  it('leaves the rules as they were, whatever the change', async () => {
    const change = fc.oneof(
      fc.constantFrom('a', 'b').map((id) => ({ is: 'delete' as const, id })),
      fc.constantFrom('a', 'b', undefined).map((id) => ({ is: 'save' as const, id })),
      fc.constantFrom(...PRESETS).map((id) => ({ is: 'preset' as const, id })),
    )
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...PRESETS, undefined), change, async (preset, { is, id }) => {
        await fillStores({
          rules: [rule('a'), rule('b', { source: 'answer' }), ...(preset ? presetRules(preset, 5) : [])],
        })
        const before = await rules()
        const done: RulesChange =
          is === 'delete'
            ? await deleteRule(id)
            : is === 'save'
              ? await saveRule(draft({ effect: 'ask' }), id, NOW)
              : await applyPreset(id, NOW)
        expect(await rules()).not.toEqual(before)
        await undoChange(structuredClone(done))
        expect(await rules()).toEqual(before)
        expect((await log()).at(-1)).toBe('rules-undone')
      }),
      { numRuns: 30 },
    )
  })

  it('takes only rules for rules', async () => {
    for (const change of [null, { removed: [{ id: 'x' }], added: [] }, { removed: [], added: [7] }])
      await expect(async () => undoChange(change)).rejects.toMatchObject({ code: 'rule/invalid' })
    expect(await log()).toEqual([])
  })

  it('cannot delete what is no longer there', async () => {
    await expect(deleteRule('gone')).rejects.toMatchObject({ code: 'rule/gone' })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import type { RuleRecord } from '../db/schema.ts'
import { presetRules } from '../policy/presets.ts'
import { PRESETS } from '../policy/rule.ts'
import { requestFixture as factsFixture } from '../policy/testing/requests.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { MOST_RECORDED, rulesView } from './rules.ts'
import { presetChange, presetRows } from './rulesPresets.ts'
import { differencesOf, kindsOfDifference } from './rulesReplay.ts'
import { calledOf, namesOf, sentenceOf } from './rulesWords.ts'
import { fillStores } from './stores.fixture.ts'
import { datasetFixture, requestFixture, seatFixture } from './views.fixture.ts'

const rule = (id: string, changes: Partial<RuleRecord> = {}): RuleRecord => ({
  id,
  effect: 'refuse',
  source: 'person',
  createdAt: 1,
  expiresAt: null,
  ...changes,
})
const recorded = (id: string, at: number, facts = factsFixture()) =>
  requestFixture({ id, receivedAt: at, state: 'answered', facts })

beforeEach(() => fillStores({}))

describe('the rules', () => {
  it('come newest first, with the names of what they know by an id', async () => {
    const { publisher, reward } = manifestFixture()
    await fillStores({
      rules: [rule('old'), rule('new', { createdAt: 2 })],
      datasets: [datasetFixture({ name: 'Hand\u202ewriting' }), datasetFixture({ id: 'gone', deletedAt: 1 })],
      requests: [recorded('a', 5), requestFixture({ id: 'of an earlier version' })],
      seats: [seatFixture()],
    })
    const view = await rulesView()
    expect(view.rules.map(({ id }) => id)).toEqual(['new', 'old'])
    expect(view.preset).toBeUndefined()
    expect(view.datasets).toEqual([{ id: 'd1', name: 'Handwriting' }])
    expect(view.publishers).toEqual([{ address: publisher.address, name: 'Digit Lab' }])
    expect(view.tokens.map(({ symbol, decimals }) => [symbol, decimals])).toEqual([
      ['USDC', 6],
      ['USDC', 6],
    ])
    expect(view.recorded).toMatchObject([{ id: 'a', publisher: 'Digit Lab', at: 5 }])

    const sentence = sentenceOf(
      {
        effect: 'allow',
        who: { publishers: [publisher.address.toLowerCase() as `0x${string}`] },
        what: { datasets: ['d1'] },
        needs: {
          minReward: { chainId: reward.chainId, token: reward.token, perContribution: '20000' },
        },
        expiresAt: null,
      },
      namesOf(view),
    )
    expect(sentence).toContain('“Handwriting”')
    expect(sentence).toContain('Digit Lab, 0x709…79c8')
    expect(sentence).toContain('0.02 USDC')
  })

  it('are called by their name, made inert, or else by what they say', () => {
    expect(calledOf(rule('a', { name: 'No\u202e\nadverts' }), {})).toBe('No adverts')
    expect(calledOf(rule('a', { who: { origins: ['https://a.example'] } }), {})).toContain(
      'https://a.example',
    )
  })

  it('are tried on the latest requests, and not on more than anybody looks at', async () => {
    await fillStores({ requests: Array.from({ length: MOST_RECORDED + 3 }, (_, i) => recorded(`q${i}`, i)) })
    const { recorded: kept } = await rulesView()
    expect(kept).toHaveLength(MOST_RECORDED)
    expect(kept[0]?.at).toBe(MOST_RECORDED + 2)
  })
})

describe('what other rules would have decided', () => {
  const settings = { allowWithoutNoise: false }

  it('names the requests that differ, and how', async () => {
    await fillStores({
      requests: [
        recorded('adverts', 3, factsFixture({ purposes: ['dpv:Marketing'] })),
        recorded('study', 2),
        recorded('study-2', 1),
      ],
    })
    const { recorded: requests } = await rulesView()
    const refuse = rule('no', { what: { purposes: ['dpv:Marketing'] } })
    const allow = rule('yes', { effect: 'allow', what: { purposes: ['dpv:ResearchAndDevelopment'] } })
    const differences = differencesOf([], [refuse, allow], requests, settings)
    expect(differences.map(({ request, before, after }) => [request.id, before, after])).toEqual([
      ['adverts', 'ask', 'refuse'],
      ['study', 'ask', 'allow'],
      ['study-2', 'ask', 'allow'],
    ])
    expect(kindsOfDifference(differences)).toEqual([
      { before: 'ask', after: 'allow', count: 2 },
      { before: 'ask', after: 'refuse', count: 1 },
    ])
    expect(differencesOf([refuse, allow], [allow, refuse], requests, settings)).toEqual([])
  })
})

describe('presets', () => {
  it('are told by what they decide, which is never looser from Private to Open by mistake', () => {
    const strength = { allow: 0, ask: 1, refuse: 2 }
    const rows = presetRows({ allowWithoutNoise: false }, 5)
    expect(rows.map(({ example }) => example)).toContain('health')
    for (const { effects } of rows)
      expect(strength[effects.private]).toBeGreaterThanOrEqual(strength[effects.open])
    expect(rows.find(({ example }) => example === 'health')?.effects).toEqual({
      private: 'refuse',
      balanced: 'refuse',
      open: 'refuse',
    })
    expect(new Set(PRESETS.map((name) => rows.map(({ effects }) => effects[name]).join())).size).toBe(3)
  })

  it('change only rules of presets', () => {
    const rules = [rule('mine'), rule('said', { source: 'answer' }), ...presetRules('balanced', 1)]
    const change = presetChange(rules, 'open', 9)
    expect(change.staying).toBe(2)
    // Both refuse what adds no noise: that goes on.
    const ids = (list: readonly RuleRecord[]) => list.map(({ id }) => id)
    expect(ids(change.gone)).toEqual(['preset-balanced-1', 'preset-balanced-3'])
    expect(ids(change.coming)).toEqual(ids(presetRules('open', 9)).filter((id) => id !== 'preset-open-2'))
    expect(change.after).toEqual([...rules.slice(0, 2), ...presetRules('open', 9)])
  })

  it('change nothing where they hold already', () => {
    const change = presetChange(presetRules('private', 1), 'private', 9)
    expect([change.gone, change.coming]).toEqual([[], []])
  })
})

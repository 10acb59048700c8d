import { expect, it } from 'vitest'
import { isCategory, isPurpose } from '../vocabulary/terms.ts'
import { compile } from './compile.ts'
import { EXAMPLES, type ExampleName, presetExamples, presetRules } from './presets.ts'
import { type Effect, PRESETS, type PresetName } from './rule.ts'

const NOW = Date.UTC(2026, 10, 23, 12)

it.each<[PresetName, Partial<Record<ExampleName, Effect>>]>([
  [
    'private',
    {
      study: 'ask',
      product: 'ask',
      adverts: 'refuse',
      broker: 'refuse',
      noNoise: 'refuse',
      health: 'refuse',
    },
  ],
  [
    'balanced',
    {
      study: 'allow',
      deepStudy: 'ask',
      product: 'ask',
      adverts: 'refuse',
      noNoise: 'refuse',
      health: 'refuse',
    },
  ],
  [
    'open',
    {
      study: 'allow',
      deepStudy: 'allow',
      product: 'allow',
      adverts: 'ask',
      broker: 'refuse',
      noNoise: 'refuse',
      health: 'refuse',
    },
  ],
])('%s means what its examples show', (name, effects) => {
  const policy = compile(presetRules(name, NOW))
  const decided = presetExamples(name, NOW).map(({ example, request }) => [
    example,
    policy.decide(request, { allowWithoutNoise: true }).effect,
  ])
  expect(Object.fromEntries(decided)).toEqual(effects)
})

it('every example is of real terms and is shown somewhere', () => {
  const all = PRESETS.flatMap((name) => presetExamples(name, NOW))
  expect(new Set(all.map(({ example }) => example))).toEqual(new Set(EXAMPLES))
  for (const { request } of all) {
    expect(request.purposes.every(isPurpose)).toBe(true)
    expect(isCategory(request.category)).toBe(true)
  }
})

it('no preset keeps an answer from being remembered: none asks about everything', () => {
  for (const name of PRESETS)
    for (const rule of presetRules(name, NOW))
      if (rule.effect === 'ask') expect(rule.what?.purposes?.length).toBeGreaterThan(0)
})

it('their ids stay the same', () => {
  expect(presetRules('private', NOW).map(({ id }) => id)).toEqual(
    presetRules('private', 0).map(({ id }) => id),
  )
  const ids = PRESETS.flatMap((name) => presetRules(name, NOW).map(({ id }) => id))
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toContain('preset-private-1')
})

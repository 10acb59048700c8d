import type { RequestRecord, RuleRecord } from '../../lib/db/schema.ts'
import { presetRules } from '../../lib/policy/presets.ts'
import { requestFixture as factsFixture, type RequestChanges } from '../../lib/policy/testing/requests.ts'
import { manifestFixture } from '../../lib/protocol/task.fixture.ts'
import { requestFixture } from '../../lib/views/views.fixture.ts'

/** Stand-in rules for screenshots, and requests that they would have decided. Never part of the product. */
const DAY = 86_400_000
const DIGIT_LAB = manifestFixture().publisher.address
const USDC = { chainId: 84_532, token: manifestFixture().reward.token }

const rule = (id: string, changes: Partial<RuleRecord>, now: number): RuleRecord => ({
  id,
  effect: 'allow',
  source: 'person',
  createdAt: now - 9 * DAY,
  expiresAt: null,
  ...changes,
})

/** One of each kind: written, remembered, imported, a preset's; plain and with many conditions; one that has ended. */
export const standInRules = (now: number, dataset: string): readonly RuleRecord[] => [
  rule(
    'own-1',
    {
      name: 'Research at night',
      what: { purposes: ['dpv:ScientificResearch', 'dpv:AcademicResearch'], datasets: [dataset] },
      needs: {
        noise: true,
        maxEpsilonPerTask: 2,
        minCohort: 20,
        minReward: { ...USDC, perContribution: '20000' },
        hours: { from: 22 * 60, to: 6 * 60 },
        charging: true,
      },
      createdAt: now - DAY,
    },
    now,
  ),
  rule('own-2', { effect: 'refuse', who: { origins: ['https://*.free-wallpapers.example'] } }, now),
  rule('own-3', { effect: 'ask', what: { categories: ['pd:MedicalHealth'] } }, now),
  rule(
    'said-1',
    {
      source: 'answer',
      who: { origins: ['https://digits.example'], publishers: [DIGIT_LAB] },
      what: { purposes: ['dpv:ScientificResearch'], categories: ['pd:Picture'] },
      needs: { unit: 'record', noise: true, maxEpsilonPerRound: 1, maxEpsilonPerTask: 8, minCohort: 5 },
      expiresAt: now + 21 * DAY,
    },
    now,
  ),
  rule(
    'said-2',
    {
      source: 'answer',
      effect: 'refuse',
      who: { origins: ['https://old.example'] },
      expiresAt: now - 2 * DAY,
      createdAt: now - 32 * DAY,
    },
    now,
  ),
  rule(
    'import-1',
    { source: 'import', effect: 'refuse', what: { purposes: ['dpv:TargetedAdvertising'] } },
    now,
  ),
  ...presetRules('balanced', now - 3 * DAY),
]

const asked = (
  id: string,
  at: number,
  facts: RequestChanges,
  words: { readonly publisher?: string; readonly title?: string } = {},
): RequestRecord => {
  const manifest = manifestFixture()
  const task = {
    ...manifest,
    title: words.title ?? manifest.title,
    publisher: { ...manifest.publisher, name: words.publisher ?? manifest.publisher.name },
  }
  return requestFixture({
    id,
    task: { manifest: task, signature: '0x' },
    receivedAt: at,
    state: 'answered',
    decidedAt: at,
    decision: { effect: 'refuse', by: 'person', reason: 'You refused it.' },
    facts: factsFixture({ now: at, ...facts }),
  })
}

/** What sites asked in the last days. */
export const standInAsked = (now: number): readonly RequestRecord[] => [
  asked('asked-1', now - DAY, { task: { epsilonPerTask: 1.5 } }),
  asked(
    'asked-2',
    now - 2 * DAY,
    { origin: 'https://shop.example', topOrigin: 'https://shop.example', purposes: ['dpv:Marketing'] },
    { publisher: 'Shop & Co', title: 'What you might like' },
  ),
  asked(
    'asked-3',
    now - 3 * DAY,
    { category: 'pd:Communication', kind: 'table', purposes: ['dpv:ServiceOptimisation'] },
    { publisher: 'Mailguard', title: 'Spam filter without reading along' },
  ),
  asked('asked-4', now - 5 * DAY, {}),
]

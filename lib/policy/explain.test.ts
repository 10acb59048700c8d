import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import type { Reason } from './decision.ts'
import { explain } from './explain.ts'
import { CONDITIONS } from './needs.ts'
import type { RuleRecord } from './rule.ts'
import { ruleSentence } from './sentence.ts'
import { arbitraryRequest, arbitraryRule, arbitraryRules, arbitrarySettings } from './testing/arbitraries.ts'
import { requestFixture } from './testing/requests.ts'
import { LANGUAGES } from './words/words.ts'

const rule = (changes: Partial<RuleRecord>): RuleRecord => ({
  id: 'r',
  effect: 'allow',
  source: 'person',
  createdAt: 0,
  expiresAt: null,
  ...changes,
})
const research = rule({
  what: { purposes: ['dpv:ResearchAndDevelopment'], categories: ['pd:Picture'] },
  who: { origins: ['https://a.example'] },
  needs: { noise: true, maxEpsilonPerTask: 3 },
  expiresAt: Date.UTC(2026, 11, 3, 12),
})

describe('a rule as a sentence', () => {
  it.each([
    [
      'en',
      'Allow research and development on your pictures for https://a.example, if noise is added and at most ε 3 is spent per task; until 3 December 2026.',
    ],
    [
      'de',
      'Erlauben: „Research and Development“ mit Ihren Bildern durch https://a.example, wenn Rauschen hinzugefügt wird und je Aufgabe höchstens ε 3 verbraucht wird; bis 3. Dezember 2026.',
    ],
    [
      'es',
      'Permitir: «Research and Development» con tus imágenes por parte de https://a.example, si se añade ruido y se gasta como mucho ε 3 por tarea; hasta el 3 de diciembre de 2026.',
    ],
    [
      'ja',
      'https://a.exampleによる、あなたの画像の「Research and Development」を目的とする利用を許可する（ノイズが加えられる、かつ1タスクで消費される ε が 3 以下である場合）（2026年12月3日まで）。',
    ],
  ] as const)('%s', (language, sentence) => {
    expect(ruleSentence(research, language)).toBe(sentence)
  })

  it('says of every kind of rule what it says', () => {
    const all = { what: { purposes: ['dpv:SellProducts', 'dpv:Marketing'] } }
    expect(ruleSentence(rule({ ...all, effect: 'refuse' }), 'en')).toBe(
      'Refuse selling products or marketing.',
    )
    expect(ruleSentence(rule({ ...all, effect: 'ask', needs: { funded: true } }), 'en')).toBe(
      'Ask before selling products or marketing, unless every place is funded on chain.',
    )
    expect(ruleSentence(rule({ what: { categories: ['pd:Fingerprint'], kinds: ['image'] } }), 'en')).toBe(
      'Allow any use of your “Fingerprint” data (image).',
    )
    expect(ruleSentence(rule({ needs: { hours: { from: 1320, to: 360 }, maxRetentionDays: 1 } }), 'en')).toBe(
      'Allow any use of your data, if it is between 22:00 and 06:00 and what is sent is kept for at most 1 day.',
    )
  })

  it('calls things as the caller does, and makes names inert', () => {
    const who = { publishers: ['0x00000000000000000000000000000000000000a1'] } as const
    const reward = { ...requestFixture().task.reward, perContribution: '250000' }
    const named = ruleSentence(
      rule({ who, what: { datasets: ['d1'] }, needs: { minReward: reward } }),
      'en',
      {
        publisher: () => 'Digit\u202E Lab” for free',
        dataset: () => 'Holidays',
        amount: () => '0.25 USDC',
      },
    )
    expect(named).toBe(
      "Allow any use of your data in “Holidays” for the publisher “Digit Lab' for free”, if it pays at least 0.25 USDC per contribution.",
    )
    expect(ruleSentence(rule({ who, needs: { minReward: reward } }), 'en')).toBe(
      'Allow any use of your data for the publisher 0x0000…00a1, if it pays at least 250,000 base units of the token 0x0000…00c1 on chain 8453 per contribution.',
    )
  })

  it('counts what does not fit', () => {
    const origins = Array.from({ length: 64 }, (_, index) => `https://a${index}.example`)
    expect(ruleSentence(rule({ who: { origins } }), 'en')).toBe(
      'Allow any use of your data for https://a0.example, https://a1.example, https://a2.example, https://a3.example or 60 more.',
    )
  })

  it('is one sentence in every language, whatever the rule', () => {
    fc.assert(
      fc.property(arbitraryRule, fc.constantFrom(...LANGUAGES), (any, language) => {
        const sentence = ruleSentence(any, language)
        expect(sentence).toMatch(/[.。]$/)
        expect(sentence).not.toMatch(/undefined|NaN|\[object|\n| {2}/)
        for (const condition of CONDITIONS.filter((name) => /[A-Z]/.test(name)))
          expect(sentence).not.toContain(condition)
      }),
    )
  })
})

describe('a decision as a sentence', () => {
  const why = (because: readonly Reason[], rules: readonly RuleRecord[] = [], language = 'en') =>
    explain(because, rules, language as 'en')

  it('names the rule, by its name or by what it says', () => {
    const because: Reason[] = [{ kind: 'rule', ruleId: 'r', effect: 'allow' }]
    expect(why(because, [rule({ name: 'Science, please' })])).toBe(
      'Allowed, because your rule “Science, please” allows it.',
    )
    expect(why(because, [research])).toBe(
      'Allowed, because your rule “Allow research and development on your pictures for https://a.example” allows it.',
    )
    expect(why(because)).toBe('Allowed, because a rule you have deleted since allows it.')
  })

  it.each([
    [
      'en',
      'You are asked, because your rule “X” allows it only if noise is added (here: no), at most ε 3 is spent per task (here: without a limit) and every place is funded on chain (here: not known yet).',
    ],
    [
      'de',
      'Sie werden gefragt, denn Ihre Regel „X“ erlaubt es nur, wenn Rauschen hinzugefügt wird (hier: nein), je Aufgabe höchstens ε 3 verbraucht wird (hier: ohne Grenze) und jeder Platz auf der Blockchain finanziert ist (hier: noch nicht bekannt).',
    ],
    [
      'es',
      'Se te pregunta porque tu regla «X» lo permite solo si se añade ruido (aquí: no), se gasta como mucho ε 3 por tarea (aquí: sin límite) y cada plaza tiene fondos en la cadena de bloques (aquí: aún no se sabe).',
    ],
    [
      'ja',
      'あなたのルール「X」が、ノイズが加えられる（今回：いいえ）、かつ1タスクで消費される ε が 3 以下である（今回：上限なし）、かつすべての枠の資金がチェーン上で確保されている（今回：まだ不明）場合に限り許可しているため、確認が必要です。',
    ],
  ])('names every need that is not met: %s', (language, sentence) => {
    const unmet = [
      { condition: 'noise', wanted: true, found: false },
      { condition: 'maxEpsilonPerTask', wanted: 3 },
      { condition: 'funded', wanted: true },
    ] as const
    expect(why([{ kind: 'unmet', ruleId: 'r', unmet }], [rule({ name: 'X' })], language)).toBe(sentence)
  })

  it('says what Proviso does without rules', () => {
    expect(why([{ kind: 'no-rule' }])).toBe('You are asked, because no rule of yours covers it.')
    expect(why([{ kind: 'no-noise', effect: 'refuse' }])).toBe(
      'Refused, because the task adds no noise, and your settings refuse that.',
    )
    expect(why([{ kind: 'no-noise', effect: 'ask' }])).toBe('You are asked, because the task adds no noise.')
    expect(why([{ kind: 'special', category: 'pd:HealthRecord' }])).toBe(
      'Refused, because no rule of yours names your health records, which are specially protected.',
    )
    expect(why([{ kind: 'unreadable' }])).toBe(
      'You are asked, because something in it or in your rules could not be read.',
    )
  })

  it('tells a refusal that is sure from one that is not', () => {
    const unmet = [{ condition: 'funded', wanted: true }] as const
    const refusal = { kind: 'rule', ruleId: 'r', effect: 'refuse' } as const
    const rules = [rule({ name: 'X', effect: 'refuse' })]
    expect(why([{ ...refusal, unmet: [{ ...unmet[0], found: false }] }], rules)).toBe(
      'Refused, because your rule “X” refuses it unless every place is funded on chain (here: no).',
    )
    expect(why([{ ...refusal, unmet, undecided: true }], rules)).toBe(
      'You are asked, because your rule “X” refuses it unless every place is funded on chain (here: not known yet).',
    )
    expect(why([{ ...refusal, undecided: true }], rules)).toBe(
      'You are asked, because your rule “X” refuses some publishers, and it is not known yet whether this is one of them.',
    )
  })

  it('opens with what was decided, in every language', () => {
    const opens = {
      en: { allow: /^Allowed,/, ask: /^You are asked,/, refuse: /^Refused,/ },
      de: { allow: /^Erlaubt,/, ask: /^Sie werden gefragt,/, refuse: /^Abgelehnt,/ },
      es: { allow: /^Se permite/, ask: /^Se te pregunta/, refuse: /^Se rechaza/ },
      ja: { allow: /許可されました。$/, ask: /確認が必要です。$/, refuse: /拒否されました。$/ },
    }
    fc.assert(
      fc.property(
        arbitraryRules,
        arbitraryRequest,
        arbitrarySettings,
        fc.constantFrom(...LANGUAGES),
        (rules, request, settings, language) => {
          const { effect, because } = decide(rules, request, settings)
          const sentence = explain(because, rules, language)
          expect(sentence).toMatch(opens[language][effect])
          expect(sentence).not.toMatch(/undefined|NaN|\[object|\n/)
        },
      ),
      { numRuns: 500 },
    )
  })
})

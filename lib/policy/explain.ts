import type { Reason } from './decision.ts'
import type { Effect, RuleRecord } from './rule.ts'
import { ruleHead, type Speech, speech, unmetWords } from './sentence.ts'
import type { Names } from './words/format.ts'
import type { Language } from './words/words.ts'

/** More reasons than these do not fit into a sentence; the rest is counted. */
const MOST_REASONS = 4

type RuleReason = Extract<Reason, { kind: 'rule' }>

/** Reasons keep what they decided: the effect of the decision that they belong to. */
const effectOf = (because: readonly Reason[]): Effect => {
  const refuses = (reason: Reason): boolean =>
    (reason.kind === 'special' && reason.undecided === undefined) ||
    (reason.kind !== 'unmet' &&
      'effect' in reason &&
      reason.effect === 'refuse' &&
      !('undecided' in reason && reason.undecided))
  if (because.some(refuses)) return 'refuse'
  const allows = because.every((reason) => reason.kind === 'rule' && reason.effect === 'allow')
  return allows && because.length > 0 ? 'allow' : 'ask'
}

/** A rule that gives no more reason than itself: such are named together. */
const isPlain = (reason: Reason): reason is RuleReason =>
  reason.kind === 'rule' && reason.unmet === undefined && reason.undecided === undefined

/** Says why it was decided so, in one sentence for the person. Rules that are gone are said to be gone. */
export const explain = (
  because: readonly Reason[],
  rules: readonly RuleRecord[],
  language: Language,
  names?: Names,
): string => {
  const spoken = speech(language, names)
  const { words, format } = spoken
  const byId = new Map(rules.map((rule) => [rule.id, rule]))
  const ruleWords = (id: string): string => {
    const rule = byId.get(id)
    return rule === undefined
      ? words.deletedRule
      : words.rule(words.quote(rule.name === undefined ? ruleHead(rule, spoken) : format.text(rule.name)))
  }
  const plain = because.filter(isPlain)
  const together = (['refuse', 'ask', 'allow'] as const).flatMap((effect) => {
    const named = plain.filter((reason) => reason.effect === effect).map(({ ruleId }) => ruleWords(ruleId))
    return named.length === 0 ? [] : [words.reasons.says[effect](format.and(named), named.length)]
  })
  const single = because.filter((reason) => !isPlain(reason)).map((reason) => say(reason, ruleWords, spoken))
  const all = [...together, ...single]
  const shown = all.length > MOST_REASONS + 1 ? all.slice(0, MOST_REASONS) : all
  const rest = all.length - shown.length
  const sentence = words.joinReasons(rest === 0 ? shown : [...shown, words.reasons.more(format.number(rest))])
  return words.because[effectOf(because)](sentence)
}

const say = (reason: Reason, ruleWords: (id: string) => string, spoken: Speech): string => {
  const { words, format } = spoken
  const { reasons } = words
  switch (reason.kind) {
    case 'rule': {
      const rule = ruleWords(reason.ruleId)
      if (reason.unmet === undefined) return reasons.mayRefuse(rule)
      const needs = unmetWords(reason.unmet, spoken)
      return reason.effect === 'refuse' ? reasons.refusesUnless(rule, needs) : reasons.asksUnless(rule, needs)
    }
    case 'unmet': {
      const rule = ruleWords(reason.ruleId)
      return reason.unmet.length === 0
        ? reasons.allowsOnlyAttested(rule)
        : reasons.allowsOnlyIf(rule, unmetWords(reason.unmet, spoken))
    }
    case 'special':
      return reasons.special(format.data(reason.category))
    case 'no-noise':
      return reason.effect === 'ask' ? reasons.noNoise : reasons.noNoiseRefused
    case 'no-rule':
      return reasons.noRule
    case 'ended-before':
      return reasons.endedBefore
    case 'unreadable':
      return reasons.unreadable
  }
}

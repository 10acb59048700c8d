import { formatAnd, formatOr } from '../i18n/format.ts'
import { t } from '../i18n/translate.ts'
import type { AnalysisResult, Contradiction, NeverReason } from '../policy/analysis/result.ts'
import type { Condition, Effect, RuleRecord } from '../policy/rule.ts'
import { calledOf, type Names } from './rulesWords.ts'

/** Something that the person should know of their rules, in a sentence. */
export interface Finding {
  /** `warn`: hardly what anybody means. `note`: as people write exceptions. */
  readonly tone: 'warn' | 'note'
  readonly text: string
}

type Analysed = Extract<AnalysisResult, { kind: 'analysed' }>

/** How many rules are named in one sentence. */
const NAMED = 3

const effectWord = (effect: Effect) => t(`rules.finding.${effect}`)

class Writer {
  readonly #rules: ReadonlyMap<string, RuleRecord>
  readonly #names: Names

  constructor(rules: readonly RuleRecord[], names: Names) {
    this.#rules = new Map(rules.map((rule) => [rule.id, rule]))
    this.#names = names
  }

  rule(id: string): string {
    const rule = this.#rules.get(id)
    return rule === undefined ? t('rules.finding.aRule') : `“${calledOf(rule, this.#names)}”`
  }

  rules(ids: readonly string[]): string {
    const named = ids.slice(0, NAMED).map((id) => this.rule(id))
    const rest = ids.length - named.length
    return formatAnd([...named, ...(rest === 0 ? [] : [t('rules.finding.more', { count: rest })])])
  }

  conditions(conditions: readonly Condition[]): string {
    return formatOr(conditions.map((condition) => `“${t(`rules.need.${condition}`)}”`))
  }

  never(why: NeverReason, effect: Effect): string {
    switch (why.kind) {
      case 'expired':
        return t('rules.finding.expired')
      case 'unreadable':
        return t('rules.finding.unreadable')
      case 'covers-nothing':
        return t('rules.finding.coversNothing', { field: t(`rules.${why.field}`) })
      case 'never-met':
        return t('rules.finding.neverMet', { conditions: this.conditions(why.conditions) })
      case 'always-met':
        return t(effect === 'ask' ? 'rules.finding.alwaysMetAsk' : 'rules.finding.alwaysMetRefuse', {
          conditions: this.conditions(why.conditions),
        })
      case 'shadowed':
        return t('rules.finding.shadowed', { rules: this.rules(why.by), count: why.by.length })
      case 'no-noise':
        return t('rules.finding.noNoise')
    }
  }

  /** Rules that lie to this one in the same way, in one sentence. */
  against(group: readonly Contradiction[], id: string): Finding {
    const [first] = group
    const wins = first?.winner.ruleId === id
    const rules = this.rules(group.map(({ winner, loser }) => (wins ? loser : winner).ruleId))
    const places = { count: group.length, rules, effect: effectWord(first?.winner.effect ?? 'refuse') }
    switch (first?.relation) {
      case 'exception':
        return {
          tone: 'note',
          text: wins ? t('rules.finding.isException', places) : t('rules.finding.hasException', places),
        }
      case 'overlap':
        return { tone: 'note', text: t('rules.finding.overlap', places) }
      default:
        return { tone: 'warn', text: t('rules.finding.always', places) }
    }
  }
}

/** By how they lie to this rule and which of the two wins. */
const grouped = (contradictions: readonly Contradiction[], id: string): readonly Contradiction[][] => {
  const groups = new Map<string, Contradiction[]>()
  for (const one of contradictions) {
    const key = [one.relation, one.winner.effect, one.winner.ruleId === id].join()
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

/** What an analysis says of one rule among the others. */
export const findingsOf = (
  { neverDecides, contradictions, undecided }: Analysed,
  id: string,
  rules: readonly RuleRecord[],
  names: Names,
): readonly Finding[] => {
  const writer = new Writer(rules, names)
  const effect = rules.find((rule) => rule.id === id)?.effect ?? 'ask'
  const own = neverDecides.find(({ ruleId }) => ruleId === id)
  const silenced = neverDecides
    .filter(({ why }) => why.kind === 'shadowed' && why.by.includes(id))
    .map(({ ruleId }) => ruleId)
  // A rule that never decides contradicts nobody worth naming.
  const against = contradictions.filter(
    ({ winner, loser }) =>
      own === undefined &&
      (winner.ruleId === id || loser.ruleId === id) &&
      !silenced.includes(winner.ruleId) &&
      !silenced.includes(loser.ruleId),
  )
  return [
    ...(own === undefined ? [] : [{ tone: 'warn' as const, text: writer.never(own.why, effect) }]),
    ...(silenced.length === 0
      ? []
      : [{ tone: 'warn' as const, text: t('rules.finding.silences', { rules: writer.rules(silenced) }) }]),
    ...grouped(against, id).map((group) => writer.against(group, id)),
    ...(undecided.includes(id) ? [{ tone: 'note' as const, text: t('rules.finding.undecided') }] : []),
  ]
}

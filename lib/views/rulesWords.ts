import { formatAmount } from '../i18n/amount.ts'
import { shortHex } from '../i18n/format.ts'
import { locale } from '../i18n/locale.ts'
import { inert } from '../i18n/untrusted.ts'
import type { RuleRecord } from '../policy/rule.ts'
import { ruleHead, ruleSentence, speech } from '../policy/sentence.ts'
import type { Names } from '../policy/words/format.ts'
import type { Language } from '../policy/words/words.ts'
import { sameAddress } from '../protocol/hex.ts'
import type { RulesView } from './rules.ts'
import { tokenKey } from './rulesForm.ts'

export type { Names }

/** Of the catalogue that the page is written in. */
export const language = (): Language => locale().split('-')[0] as Language

type Known = Pick<RulesView, 'datasets' | 'publishers' | 'tokens'>

/** What rules know by an id, by the names that the person knows. */
export const namesOf = ({ datasets, publishers, tokens }: Known): Names => ({
  dataset: (id) => datasets.find((dataset) => dataset.id === id)?.name,
  // Anybody may call themselves anything: the account stands beside the name.
  publisher: (address) => {
    const known = publishers.find((publisher) => sameAddress(publisher.address, address))
    return known && `${known.name}, ${shortHex(address)}`
  },
  amount: (reward) => {
    const known = tokens.find((token) => tokenKey(token) === tokenKey(reward))
    return known && `${formatAmount(BigInt(reward.perContribution), known.decimals)} ${known.symbol}`
  },
})

/** A rule as a sentence, also while it is written. */
export const sentenceOf = (
  rule: Pick<RuleRecord, 'effect' | 'who' | 'what' | 'needs'> & { readonly expiresAt: number | null },
  names: Names,
): string => ruleSentence({ id: '', source: 'person', createdAt: 0, ...rule }, language(), names)

/** How a rule is called among others: by its name, or by what it says without its conditions. */
export const calledOf = (rule: RuleRecord, names: Names): string =>
  rule.name === undefined ? ruleHead(rule, speech(language(), names)) : inert(rule.name, 80)

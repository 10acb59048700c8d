import type { RuleRecord } from '../policy/rule.ts'
import { canonicalJson } from '../protocol/canonical.ts'

/** What a rule says, and until when; not how it came to be or what it is called. */
const saying = ({ effect, who, what, needs, expiresAt }: RuleRecord): string =>
  canonicalJson({
    effect,
    expiresAt,
    ...(who === undefined ? {} : { who }),
    ...(what === undefined ? {} : { what }),
    ...(needs === undefined ? {} : { needs }),
  })

/** Those that say what no rule says yet, each once. */
export const notThereYet = (
  rules: readonly RuleRecord[],
  known: readonly RuleRecord[],
): readonly RuleRecord[] => {
  const said = new Set(known.map(saying))
  return rules.filter((rule) => {
    const words = saying(rule)
    if (said.has(words)) return false
    said.add(words)
    return true
  })
}

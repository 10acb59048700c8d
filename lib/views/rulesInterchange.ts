import { notThereYet } from '../consent/sameRules.ts'
import { fromOdrl, type Refused } from '../policy/odrl/fromOdrl.ts'
import { toOdrl } from '../policy/odrl/toOdrl.ts'
import type { RuleRecord } from '../policy/rule.ts'

/** The rules as an ODRL document. */
export const exportText = (rules: readonly RuleRecord[], now: number): string =>
  `${JSON.stringify(toOdrl(rules, now, crypto.randomUUID()), null, 2)}\n`

/** What an import would come to. The worker reads the text again when it is asked to keep it. */
export interface ReadImport {
  readonly text: string
  readonly fresh: readonly RuleRecord[]
  /** How many say what a rule says already. */
  readonly known: number
  readonly refused: readonly Refused[]
}

export const readImport = (text: string, known: readonly RuleRecord[], now: number): ReadImport => {
  const { rules, refused } = fromOdrl(text, { now, newId: () => crypto.randomUUID() })
  const fresh = notThereYet(rules, known)
  return { text, fresh, known: rules.length - fresh.length, refused }
}

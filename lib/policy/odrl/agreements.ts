import { isWithin } from '../../vocabulary/terms.ts'
import type { RuleRecord } from '../rule.ts'

/**
 * Agreements of IEEE 7012, as W3C's DPV names them, that a rule of ours can be: what a person proactively lets be done with
 * data. Those about services (SD-BASE and what is built on it) say nothing that our rules say: see docs/odrl-profile.md.
 */
export const AGREEMENTS = ['ieee-7012:PDC-AI', 'ieee-7012:PDC-GOOD'] as const
export type AgreementName = (typeof AGREEMENTS)[number]

/** The names that fit a rule: whatever is allowed here is training a model, and may be for the public good alone. */
export const agreementNames = ({ effect, what }: RuleRecord): readonly AgreementName[] => {
  if (effect !== 'allow') return []
  const isGood = what?.purposes?.every((purpose) => isWithin(purpose, 'dpv:PublicBenefit')) === true
  return isGood ? ['ieee-7012:PDC-AI', 'ieee-7012:PDC-GOOD'] : ['ieee-7012:PDC-AI']
}

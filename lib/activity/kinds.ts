/** Everything that the log speaks of, in the groups that its page filters by. */
export const KINDS = {
  requests: ['request'],
  decisions: ['allowed', 'refused'],
  permissions: [
    'grant-revoked',
    'grant-relinquished',
    'grant-completed',
    'grant-expired',
    'grant-paused',
    'grant-resumed',
    'grant-limited',
    'withdrawal-told',
    'withdrawal-anchored',
    'delegation-renewed',
  ],
  training: ['enrolled', 'round', 'run-cancelled', 'run-missed', 'run-failed'],
  budget: ['debit'],
  uploads: ['sent', 'accepted'],
  payments: ['paid', 'claimed'],
  rules: [
    'rule-saved',
    'rule-deleted',
    'preset-applied',
    'rules-imported',
    'rules-undone',
    'site-set',
    'site-forgotten',
    'gpc-on',
    'gpc-off',
  ],
  data: ['dataset-imported', 'dataset-deleted'],
  wallet: ['wallet-connected', 'wallet-forgotten'],
  log: ['stamped'],
} as const

export type KindGroup = keyof typeof KINDS
export type ActivityKind = (typeof KINDS)[KindGroup][number]

export const KIND_GROUPS = Object.keys(KINDS) as readonly KindGroup[]

/** The kinds of a group. None for a name that is no group. */
export const kindsOf = (group: string): readonly string[] =>
  Object.hasOwn(KINDS, group) ? KINDS[group as KindGroup] : []

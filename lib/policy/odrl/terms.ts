/** The namespace of ODRL 2.2, and the context that its recommendation has documents name. */
export const ODRL = 'http://www.w3.org/ns/odrl/2/'
export const ODRL_CONTEXT = 'http://www.w3.org/ns/odrl.jsonld'

/** Our profile of ODRL, described in docs/odrl-profile.md. Proviso has no domain of its own, so the name is one that nobody can take. */
export const PROFILE = 'urn:uuid:06970fa1-9792-4201-9822-b9ff310e483b'

/** What our documents shorten, and what documents from elsewhere need not explain. */
export const PREFIXES = {
  odrl: ODRL,
  dct: 'http://purl.org/dc/terms/',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  dpv: 'https://w3id.org/dpv#',
  pd: 'https://w3id.org/dpv/pd#',
  'ieee-7012': 'https://w3id.org/dpv/standards/ieee/7012#',
  proviso: `${PROFILE}#`,
} as const

/** What the rules are about: everything in the person's vault, or the part that constraints name. */
export const RECORDS = `${PREFIXES.proviso}records`

/** Terms of ODRL that we write or read, by what they are; a test looks them up in what W3C published. */
export const ODRL_TERMS = {
  class: ['Policy', 'Set', 'Offer', 'Permission', 'Prohibition', 'Duty', 'Constraint', 'LogicalConstraint'],
  property: [
    'uid',
    'profile',
    'conflict',
    'permission',
    'prohibition',
    'obligation',
    'assigner',
    'target',
    'action',
    'constraint',
    'duty',
    'leftOperand',
    'operator',
    'rightOperand',
    'unit',
    'or',
  ],
  ConflictTerm: ['prohibit', 'invalid'],
  Action: ['use', 'obtainConsent'],
  LeftOperand: ['purpose', 'recipient', 'dateTime', 'payAmount', 'virtualLocation'],
  Operator: ['eq', 'neq', 'lt', 'lteq', 'gt', 'gteq', 'isA', 'isAnyOf', 'isNoneOf', 'isPartOf'],
} as const

/** Terms that our profile adds: how a model is trained, what the device is doing, who is behind a request. */
export const OWN_TERMS = {
  Asset: ['records'],
  Action: ['train'],
  property: ['agreementName'],
  Operator: ['isNotPartOf'],
  LeftOperand: [
    'publisher',
    'attestation',
    'dataKind',
    'dataset',
    'protectedUnit',
    'noise',
    'epsilonPerRound',
    'epsilonPerTask',
    'epsilonPerPublisher',
    'epsilonPerDay',
    'epsilonPerWeek',
    'epsilonPerMonth',
    'epsilonPerYear',
    'aggregation',
    'cohort',
    'funded',
    'retentionDays',
    'modelLicense',
    'deviceIdle',
    'deviceCharging',
    'deviceUnmetered',
    'minuteOfDay',
    'minutesToday',
  ],
} as const

export type OdrlLeftOperand =
  | (typeof ODRL_TERMS.LeftOperand)[number]
  | `proviso:${(typeof OWN_TERMS.LeftOperand)[number]}`
  | 'dpv:hasPersonalData'
  | 'dpv:hasJurisdiction'
/** `neq` has its prefix: the context that W3C published has the bare name stand for a term that does not exist. */
export type OdrlOperator =
  | Exclude<(typeof ODRL_TERMS.Operator)[number], 'neq'>
  | 'odrl:neq'
  | `proviso:${(typeof OWN_TERMS.Operator)[number]}`

import type { ODRL_CONTEXT, OdrlLeftOperand, OdrlOperator, PREFIXES } from './terms.ts'

/** A value of a constraint, in JSON-LD. */
export type OdrlValue =
  | string
  | number
  | true
  | { readonly '@id': string }
  | { readonly '@value': string; readonly '@type': string }

export interface OdrlConstraint {
  readonly leftOperand: OdrlLeftOperand
  readonly operator: OdrlOperator
  /** ODRL has one value here; of operators on sets it is a list. */
  readonly rightOperand: OdrlValue | { readonly '@list': readonly OdrlValue[] }
  readonly unit?: { readonly '@id': string }
}

export interface OdrlLogical {
  readonly or: readonly OdrlConstraint[]
}

export interface OdrlRule {
  readonly target: string
  readonly action: 'proviso:train'
  readonly 'dct:title'?: string
  readonly 'dct:created': { readonly '@value': string; readonly '@type': 'xsd:dateTime' }
  /** Names of agreements of IEEE 7012 that fit. */
  readonly 'proviso:agreementName'?: readonly { readonly '@id': string }[]
  readonly constraint?: readonly (OdrlConstraint | OdrlLogical)[]
  /** Only of permissions: the person is asked each time. */
  readonly duty?: readonly [{ readonly action: 'obtainConsent' }]
}

/** A policy of ODRL 2.2 in JSON-LD, as we write it. */
export interface OdrlPolicy {
  readonly '@context': readonly [typeof ODRL_CONTEXT, typeof PREFIXES]
  readonly '@type': 'Set'
  readonly uid: string
  readonly profile: string
  readonly conflict: 'prohibit'
  readonly 'dct:issued': { readonly '@value': string; readonly '@type': 'xsd:dateTime' }
  readonly permission: readonly OdrlRule[]
  readonly prohibition: readonly OdrlRule[]
}

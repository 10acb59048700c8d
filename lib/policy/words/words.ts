import type { Needs } from '../needs.ts'
import type { Condition, Effect } from '../rule.ts'
import type { Format } from './format.ts'

export const LANGUAGES = ['en', 'de', 'es', 'ja'] as const
export type Language = (typeof LANGUAGES)[number]

/** What a rule covers, each part in words already; absent where it is not limited. */
export interface CoverWords {
  readonly purposes?: string
  readonly data?: string
  readonly kinds?: string
  readonly datasets?: string
  readonly who?: string
}

/**
 * One language's words for rules and reasons. Phrases are made so that they can be joined: a need reads after "if" and
 * after "unless", a reason after "because".
 */
export interface Words {
  /** For numbers and dates. */
  readonly locale: string
  readonly quote: (text: string) => string
  /** `Allow research on your pictures for https://a.example`. */
  readonly head: Readonly<Record<Effect, (covers: CoverWords) => string>>
  /** A purpose's published, English label as it reads after the verbs of `head`. */
  readonly purpose: (label: string) => string
  /** `your “Fingerprint” data`, where there is no better word. */
  readonly data: (category: string) => string
  /** Better words for the categories that people meet most. */
  readonly commonData: Readonly<Record<CommonCategory, string>>
  readonly publisher: (list: string) => string
  readonly attested: (by: string) => string
  readonly needs: { readonly [C in Condition]: (wanted: NonNullable<Needs[C]>, format: Format) => string }
  readonly units: Readonly<Record<'record' | 'contributor' | 'none', string>>
  readonly baseUnits: (amount: string, token: string, chainId: string) => string
  /** Joins needs: all of them. */
  readonly all: (needs: readonly string[]) => string
  readonly condition: Readonly<Record<Effect, (needs: string) => string>>
  readonly until: (date: string) => string
  readonly end: string
  /** `(here: 3)`. */
  readonly found: (value: string) => string
  readonly no: string
  readonly unknown: string
  readonly unbounded: string
  readonly rule: (quotedName: string) => string
  readonly deletedRule: string
  readonly more: (count: string) => string
  readonly because: Readonly<Record<Effect, (reasons: string) => string>>
  readonly joinReasons: (reasons: readonly string[]) => string
  readonly reasons: ReasonWords
}

export interface ReasonWords {
  /** Rules without open needs; `count` of them. */
  readonly says: Readonly<Record<Effect, (rules: string, count: number) => string>>
  readonly refusesUnless: (rule: string, needs: string) => string
  readonly asksUnless: (rule: string, needs: string) => string
  readonly mayRefuse: (rule: string) => string
  readonly allowsOnlyIf: (rule: string, needs: string) => string
  readonly allowsOnlyAttested: (rule: string) => string
  readonly special: (category: string) => string
  readonly noNoise: string
  readonly noNoiseRefused: string
  readonly noRule: string
  readonly endedBefore: string
  readonly unreadable: string
  readonly more: (count: string) => string
}

/** Categories with words of their own; the others read as published. */
export type CommonCategory =
  | 'pd:Picture'
  | 'pd:Health'
  | 'pd:MedicalHealth'
  | 'pd:HealthRecord'
  | 'pd:Location'
  | 'pd:Biometric'
  | 'pd:Genetic'
  | 'pd:Financial'
  | 'pd:Transaction'
  | 'pd:Purchase'
  | 'pd:Behavioural'
  | 'pd:BrowsingBehaviour'
  | 'pd:BrowserHistory'
  | 'pd:Communication'
  | 'pd:EmailContent'
  | 'pd:Contact'
  | 'pd:Demographic'
  | 'pd:Preference'
  | 'pd:Interest'
  | 'pd:Opinion'
  | 'pd:Religion'
  | 'pd:PoliticalAffiliation'
  | 'pd:SocialMedia'
  | 'pd:Language'

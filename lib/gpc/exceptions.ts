import { originKeys } from '../policy/origins.ts'
import type { RuleRecord } from '../policy/rule.ts'
import { isWithin } from '../vocabulary/terms.ts'

/** Of W3C DPV's purposes, the one that Global Privacy Control objects to. */
const SALE = 'dpv:SellDataToThirdParties'
/** The browser takes some thousands of rules; nobody allows so many sites to sell their data. */
const MAX_EXCEPTIONS = 500

const isPlain = ({ who = {}, what = {}, needs = {} }: RuleRecord): boolean =>
  who.publishers === undefined &&
  who.attested === undefined &&
  what.categories === undefined &&
  what.kinds === undefined &&
  what.datasets === undefined &&
  Object.keys(needs).length === 0

const namesSale = ({ what }: RuleRecord): boolean =>
  what?.purposes?.some((purpose) => isWithin(purpose, SALE)) === true

/** Whether a rule that asks or refuses speaks of selling: it covers whatever lies below what it names. */
const coversSale = ({ what }: RuleRecord): boolean =>
  what?.purposes === undefined || what.purposes.some((purpose) => isWithin(SALE, purpose))

const coversSite = ({ who }: RuleRecord, patterns: readonly string[]): boolean =>
  who?.origins === undefined || who.origins.some((pattern) => patterns.includes(pattern))

/**
 * The sites that the person allows to sell their data: one rule allows exactly that, names the site itself and has no
 * condition, and no rule asks or refuses. A pattern of sites, or a rule on more general purposes, says too little for
 * taking back an objection.
 */
export const exceptedOrigins = (rules: readonly RuleRecord[], now: number): readonly string[] => {
  const current = rules.filter(({ expiresAt }) => expiresAt === null || now < expiresAt)
  const objections = current.filter((rule) => rule.effect !== 'allow' && coversSale(rule))
  const isFree = (origin: string): boolean => {
    const { patterns, sound } = originKeys(origin)
    return sound && !objections.some((rule) => coversSite(rule, patterns))
  }
  const allowed = current
    .filter((rule) => rule.effect === 'allow' && isPlain(rule) && namesSale(rule))
    .flatMap(({ who }) => who?.origins ?? [])
    .filter((origin) => !origin.includes('*'))
  return [...new Set(allowed)].filter(isFree).sort().slice(0, MAX_EXCEPTIONS)
}

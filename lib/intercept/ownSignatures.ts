import { create, isArray, parse, uncurry } from './realm.ts'

/**
 * Whoever holds a delegation collects the pay of the account that signed it, so only Proviso's own bridge page may ask for
 * one (lib/protocol/statements.ts has its type). Every other page could have its own key named in it.
 */
const DOMAIN = 'Proviso'
const PRIMARY_TYPE = 'ContributionKey'
const SIGN_METHOD = 'eth_signTypedData'

const includes = uncurry(String.prototype.includes) as (text: string, part: string) => boolean
export const startsWith = uncurry(String.prototype.startsWith) as (text: string, part: string) => boolean

/** `eth_signTypedData`, and with each of its versions behind it. */
export const signsTypedData = (method: string): boolean => startsWith(method, SIGN_METHOD)

const typedDataIn = (param: unknown): unknown => {
  if (typeof param !== 'string') return param
  // Parsing takes long for long texts. A name that is written with escapes is none that can be searched for.
  if (!includes(param, PRIMARY_TYPE) && !includes(param, '\\u')) return undefined
  try {
    return parse(param)
  } catch {
    return undefined
  }
}

interface TypedData {
  readonly primaryType?: unknown
  readonly domain?: unknown
  readonly name?: unknown
}

const fieldsOf = (value: unknown): TypedData =>
  typeof value === 'object' && value !== null ? value : create(null)

const isDelegation = (param: unknown): boolean => {
  const { primaryType, domain } = fieldsOf(typedDataIn(param))
  return primaryType === PRIMARY_TYPE && fieldsOf(domain).name === DOMAIN
}

/** Whether these params of `eth_signTypedData*` ask for a delegation. Wallets differ in which of the params is the account. */
export const asksForDelegation = (params: unknown): boolean => {
  if (!isArray(params)) return isDelegation(params)
  for (let index = 0; index < params.length && index < 4; index += 1)
    if (isDelegation(params[index])) return true
  return false
}

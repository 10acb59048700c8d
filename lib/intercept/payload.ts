import type { Judge } from './judge.ts'
import { after, getOwnPropertyDescriptor, hasOwn, isArray } from './realm.ts'

/** What a page calls a wallet with. */
// biome-ignore lint/suspicious/noExplicitAny: it is whatever the page passes.
export type Payload = any

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

export const concernsPayload = (judge: Judge, payload: Payload): boolean =>
  isObject(payload) && judge.concerns((payload as Payload).method)

/**
 * The payload, or a copy where a second look could show another method (an accessor): what is decided about is what the
 * wallet gets.
 */
export const steady = (payload: Payload): Payload => {
  if (!isObject(payload) || isArray(payload)) return payload
  const method = getOwnPropertyDescriptor(payload, 'method')
  return method !== undefined && hasOwn(method, 'value')
    ? payload
    : { ...payload, method: (payload as Payload).method, params: (payload as Payload).params }
}

export const responseTo = (payload: Payload, result: unknown) => ({
  id: payload.id,
  jsonrpc: '2.0',
  result,
})

// biome-ignore lint/suspicious/noExplicitAny: wallets reject with all kinds of things.
export const errorResponseTo = (payload: Payload, error: any) => ({
  id: payload.id,
  jsonrpc: '2.0',
  error: { code: error?.code, message: error?.message, data: error?.data },
})

/**
 * The judge's answer to one request as a JSON-RPC response in the form's own `shape`, or, where it passed, what
 * the wallet gave back for it.
 */
export const judged = (
  judge: Judge,
  payload: Payload,
  viaWallet: (payload: Payload) => unknown,
  shape: (response: unknown) => unknown,
): Promise<unknown> => {
  const { method, params } = payload
  let passed = false
  const answer = judge.answer(method, params, (allowed) => {
    passed = true
    return viaWallet({ ...payload, method, params: allowed })
  })
  return after(answer, (result) => (passed ? result : shape(responseTo(payload, result))))
}

import type { ProviderRpcError } from '../protocol/errors.ts'
import type { DataUseEvents } from '../protocol/provider.ts'

/** Name of the one `runtime.Port` that a document opens, at its first request. */
export const DATA_USE_PORT = 'data-use'

/** First message of the page's script to the relay, with one end of a MessageChannel. Taken before the page sees it. */
export const HANDOVER = 'data-use:port'

/** Requests that one document may have open at a time. A page's side, its relay and the answers on disk know it. */
export const MAX_OPEN = 32

/** Page to relay, over the MessagePort. `id` is unique within the document. */
export interface PageRequest {
  readonly id: string
  readonly method: string
  readonly params: unknown
}

/** Method of the gate's own requests: one parameter, a `GateQuestion`. Its result is a `GateAnswer`. */
export const GATE_METHOD = 'gate_ask'

export type Answer =
  | { readonly id: string; readonly result: unknown }
  | { readonly id: string; readonly error: ProviderRpcError }

export interface EventMessage<Name extends keyof DataUseEvents = keyof DataUseEvents> {
  readonly event: Name
  readonly payload: DataUseEvents[Name]
}

/** Relay to page, over the MessagePort. `taken` says that somebody listens. */
export type ToPage = { readonly taken: true } | Answer | EventMessage

/** Relay to worker. */
export type ToWorker =
  | (PageRequest & { readonly type: 'request'; readonly replayed: boolean })
  | { readonly type: 'delivered'; readonly id: string }

/** Worker to relay. `acknowledged`: the request is on disk, its answer will come even if the worker dies. */
export type ToRelay =
  | { readonly type: 'acknowledged'; readonly id: string }
  | ({ readonly type: 'answer' } & Answer)

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const MAX_ID_LENGTH = 64
const MAX_METHOD_LENGTH = 64

export const isRequestId = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= MAX_ID_LENGTH

/** Strict: a hostile page can write to the relay's port, so shape and sizes are checked, and nothing is assumed. */
export const isPageRequest = (value: unknown): value is PageRequest =>
  isRecord(value) &&
  isRequestId(value['id']) &&
  typeof value['method'] === 'string' &&
  value['method'].length <= MAX_METHOD_LENGTH

/** Returns the message, or undefined where it is not one: unknown fields and types are refused. */
export const parseToWorker = (value: unknown): ToWorker | undefined => {
  if (!isRecord(value) || !isRequestId(value['id'])) return undefined
  const { type, id } = value as { type?: unknown; id: string }
  const fields = Object.keys(value).length
  if (type === 'delivered') return fields === 2 ? { type, id } : undefined
  if (type !== 'request' || !isPageRequest(value)) return undefined
  const { method, params, replayed } = value as PageRequest & { replayed?: unknown }
  // JSON drops an undefined `params`.
  const expected = 'params' in value ? 5 : 4
  return typeof replayed === 'boolean' && fields === expected
    ? { type, id, method, params, replayed }
    : undefined
}

import { create, RealmPromise } from '../../intercept/realm.ts'
import { ErrorCode, type ProviderRpcError } from '../../protocol/errors.ts'
import type { DataUseEvents } from '../../protocol/provider.ts'
import { HANDOVER, MAX_OPEN, type PageRequest } from '../messages.ts'
import { SnapshotError, snapshotParams } from '../snapshot.ts'
import {
  cancel,
  dataOf,
  firstPort,
  handPort,
  later,
  newId,
  postToPort,
  RealmMessageChannel,
  secondPort,
  setOnMessage,
} from './browser.ts'
import { DataUseRpcError, ownValue } from './errors.ts'

/** A relay answers a handover at once; where it is gone (`document.open`, a removed extension) nobody does. */
const HANDOVER_TIMEOUT_MS = 10_000

export interface PageChannel {
  /** Settles with the worker's answer. Rejects with a `DataUseRpcError`, also for arguments that are not valid. */
  request(args: unknown): Promise<unknown>
  /** Events of the extension for this document. They flow once the document has made its first request. */
  onEvent: <Name extends keyof DataUseEvents>(name: Name, payload: DataUseEvents[Name]) => void
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: DataUseRpcError) => void
}

const fault = (code: number, message: string) => new DataUseRpcError({ code, message })

const disconnected = () => fault(ErrorCode.disconnected, 'Proviso was updated or removed. Reload this page.')

const invalidParams = (message: string) => fault(ErrorCode.invalidParams, message)

/** Reads each field of the page's argument once: a getter may throw, and may answer differently the next time. */
const readArguments = (args: unknown): PageRequest => {
  if (typeof args !== 'object' || args === null) throw invalidParams('request takes an object.')
  let method: unknown
  let params: unknown
  try {
    method = (args as { method?: unknown }).method
    params = snapshotParams((args as { params?: unknown }).params)
  } catch (error) {
    throw invalidParams(error instanceof SnapshotError ? error.message : 'The request cannot be read.')
  }
  if (typeof method !== 'string') throw invalidParams('method is not a string.')
  return { id: newId(), method, params }
}

/**
 * The page's end of the channel. Nothing is connected before the first request. What the page has replaced or put on
 * prototypes is neither called nor read, so that it gets hold of no port, and settles nothing but by its own hand.
 */
export const createPageChannel = (): PageChannel => {
  /** By request id, without a prototype. */
  let waiting = create(null) as Record<string, Waiting>
  let open = 0
  let port: MessagePort | undefined

  const settle = (message: object) => {
    const id = ownValue(message, 'id') as string
    const promise = waiting[id]
    if (promise === undefined) return
    delete waiting[id]
    open -= 1
    const error = ownValue(message, 'error') as ProviderRpcError | undefined
    if (error === undefined) promise.resolve(ownValue(message, 'result'))
    else promise.reject(new DataUseRpcError(error))
  }

  const receive = (message: object) => {
    const event = ownValue(message, 'event') as keyof DataUseEvents | undefined
    if (event !== undefined) channel.onEvent(event, ownValue(message, 'payload') as never)
    else if (ownValue(message, 'taken') !== true) settle(message)
  }

  const failAll = () => {
    const failed = waiting
    waiting = create(null) as Record<string, Waiting>
    open = 0
    port = undefined
    for (const id in failed) failed[id]!.reject(disconnected())
  }

  const handOver = (): MessagePort => {
    const ends = new RealmMessageChannel()
    const end = firstPort(ends)
    const timer = later(failAll, HANDOVER_TIMEOUT_MS)
    setOnMessage(end, (event) => {
      cancel(timer)
      receive(dataOf(event) as object)
    })
    handPort(HANDOVER, secondPort(ends))
    return end
  }

  const channel: PageChannel = {
    request: (args) =>
      new RealmPromise((resolve, reject) => {
        if (open >= MAX_OPEN) throw fault(ErrorCode.rateLimited, 'Too many requests of this page are open.')
        const request = readArguments(args)
        port ??= handOver()
        waiting[request.id] = { resolve, reject }
        open += 1
        postToPort(port, request)
      }),
    onEvent: () => undefined,
  }
  return channel
}

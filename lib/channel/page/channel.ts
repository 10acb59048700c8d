import { ErrorCode } from '../../protocol/errors.ts'
import type { DataUseEvents } from '../../protocol/provider.ts'
import { HANDOVER, type PageRequest, type ToPage } from '../messages.ts'
import { snapshotParams } from '../snapshot.ts'
import { DataUseRpcError } from './errors.ts'

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

const disconnected = () =>
  new DataUseRpcError({
    code: ErrorCode.disconnected,
    message: 'Proviso was updated or removed. Reload this page.',
  })

const invalidParams = (message: string) => new DataUseRpcError({ code: ErrorCode.invalidParams, message })

/** `crypto.randomUUID` is missing on plain http; ids only need to be unique within this document. */
const newId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  )

const readArguments = (args: unknown): PageRequest => {
  if (typeof args !== 'object' || args === null) throw invalidParams('request takes an object.')
  const { method, params } = args as { method: unknown; params: unknown }
  if (typeof method !== 'string') throw invalidParams('method is not a string.')
  try {
    return { id: newId(), method, params: snapshotParams(params) }
  } catch (error) {
    throw invalidParams(error instanceof Error ? error.message : 'params cannot be read.')
  }
}

/**
 * The page's end of the channel. Nothing is connected before the first request. Built where no script of the page
 * has run yet, so `postMessage` is the browser's own.
 */
export const createPageChannel = (): PageChannel => {
  const postToWindow = window.postMessage.bind(window)
  const waiting = new Map<string, Waiting>()
  let port: MessagePort | undefined

  const settle = (message: ToPage) => {
    if ('taken' in message) return
    if ('event' in message) {
      channel.onEvent(message.event, message.payload)
      return
    }
    const promise = waiting.get(message.id)
    waiting.delete(message.id)
    if ('error' in message) promise?.reject(new DataUseRpcError(message.error))
    else promise?.resolve(message.result)
  }

  const handOver = (): MessagePort => {
    const ends = new MessageChannel()
    const timer = setTimeout(() => {
      port = undefined
      for (const { reject } of waiting.values()) reject(disconnected())
      waiting.clear()
    }, HANDOVER_TIMEOUT_MS)
    ends.port1.onmessage = ({ data }: MessageEvent<ToPage>) => {
      clearTimeout(timer)
      settle(data)
    }
    // '*' because an opaque origin has no name; the port goes to this very window.
    postToWindow(HANDOVER, '*', [ends.port2])
    return ends.port1
  }

  const channel: PageChannel = {
    request: (args) =>
      new Promise((resolve, reject) => {
        const request = readArguments(args)
        port ??= handOver()
        waiting.set(request.id, { resolve, reject })
        port.postMessage(request)
      }),
    onEvent: () => undefined,
  }
  return channel
}

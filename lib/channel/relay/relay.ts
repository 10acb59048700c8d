import {
  connectPort,
  isExtensionAlive,
  onDocumentMessage,
  type Port,
  takeLastError,
} from '../../platform/ports.ts'
import { ErrorCode, type ProviderRpcError } from '../../protocol/errors.ts'
import {
  DATA_USE_PORT,
  type EventMessage,
  HANDOVER,
  isPageRequest,
  isRecord,
  type PageRequest,
  type ToPage,
  type ToRelay,
  type ToWorker,
} from '../messages.ts'

/** Reconnects wait 0, 0.2, 0.4, ... seconds, at most this: a worker that dies at every start must not spin. */
const MAX_RETRY_MS = 10_000
const RETRY_STEP_MS = 200
/** Connections that end without one word from the worker, before unacknowledged requests are given up. */
const MAX_SILENT_ENDS = 5
/** An extension that is reloaded mostly takes its content scripts' events with it: nothing says that the port closed. */
const ALIVE_CHECK_MS = 1000

interface Pending {
  readonly request: PageRequest
  readonly page: MessagePort
  acknowledged: boolean
  sent: boolean
}

const GONE: ProviderRpcError = {
  code: ErrorCode.disconnected,
  message: 'Proviso was updated or removed. Reload this page.',
}
const UNREACHED: ProviderRpcError = {
  code: ErrorCode.disconnected,
  message: 'Proviso does not answer. Reload this page.',
}

/**
 * Bridges the page's MessagePort to the worker, and nothing else: it decides nothing and is believed by nobody.
 * Keeps each request until its answer has gone to the page, and sends it again whenever the worker comes back.
 */
export const startRelay = (): void => {
  const pending = new Map<string, Pending>()
  const pages = new Set<MessagePort>()
  let port: Port | undefined
  let silentEnds = 0
  let listening = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let watching: ReturnType<typeof setInterval> | undefined

  const toPage = (page: MessagePort, message: ToPage) => page.postMessage(message)

  const failAll = (error: ProviderRpcError, isAffected: (entry: Pending) => boolean = () => true) => {
    for (const [id, entry] of pending) {
      if (!isAffected(entry)) continue
      pending.delete(id)
      toPage(entry.page, { id, error })
    }
  }

  const toWorker = (message: ToWorker) => {
    try {
      port?.postMessage(message)
    } catch {
      // Closed under our hands: its onDisconnect follows, and sends everything again.
    }
  }

  const send = (entry: Pending) => {
    toWorker({ type: 'request', ...entry.request, replayed: entry.sent })
    entry.sent = true
  }

  const receive = (message: ToRelay) => {
    silentEnds = 0
    const entry = pending.get(message.id)
    if (message.type === 'acknowledged') {
      if (entry !== undefined) entry.acknowledged = true
      return
    }
    const { type: _, ...answer } = message
    pending.delete(message.id)
    if (entry !== undefined) toPage(entry.page, answer)
    // Also for an answer that came twice: the worker keeps it until this.
    toWorker({ type: 'delivered', id: message.id })
  }

  const onEnd = () => {
    takeLastError()
    port = undefined
    if (!isExtensionAlive()) return failAll(GONE)
    silentEnds += 1
    if (silentEnds > MAX_SILENT_ENDS) failAll(UNREACHED, (entry) => !entry.acknowledged)
    // With nothing to wait for, the worker is left asleep.
    if (pending.size === 0 || retry !== undefined) return
    retry = setTimeout(connect, Math.min((silentEnds - 1) * RETRY_STEP_MS, MAX_RETRY_MS))
  }

  const watchWhilePending = () => {
    watching ??= setInterval(() => {
      if (!isExtensionAlive()) failAll(GONE)
      if (pending.size > 0) return
      clearInterval(watching)
      watching = undefined
    }, ALIVE_CHECK_MS)
  }

  const connect = () => {
    clearTimeout(retry)
    retry = undefined
    if (port !== undefined) return
    try {
      port = connectPort(DATA_USE_PORT)
    } catch {
      failAll(GONE)
      return
    }
    port.onMessage.addListener(receive)
    port.onDisconnect.addListener(onEnd)
    if (!listening) {
      listening = true
      onDocumentMessage((message) => {
        if (isRecord(message) && 'event' in message)
          for (const page of pages) toPage(page, message as unknown as EventMessage)
      })
    }
    for (const entry of pending.values()) send(entry)
  }

  const accept = (page: MessagePort, request: unknown) => {
    if (!isPageRequest(request) || pending.has(request.id)) return
    const { id, method, params } = request
    const entry: Pending = { request: { id, method, params }, page, acknowledged: false, sent: false }
    pending.set(id, entry)
    watchWhilePending()
    if (port !== undefined) send(entry)
    else if (!('prerendering' in document && document.prerendering)) connect()
    // A page that nobody sees yet may not ask anything.
    else document.addEventListener('prerenderingchange', connect, { once: true })
  }

  addEventListener(
    'message',
    (event) => {
      const [page] = event.ports
      if (event.source !== window || event.data !== HANDOVER || page === undefined) return
      event.stopImmediatePropagation()
      pages.add(page)
      page.onmessage = ({ data }) => accept(page, data)
      toPage(page, { taken: true })
    },
    true,
  )

  // The back/forward cache closes runtime ports without telling the frozen page.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    port?.disconnect()
    port = undefined
    if (pending.size > 0) connect()
  })
}

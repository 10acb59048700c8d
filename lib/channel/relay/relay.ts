import { onDocumentMessage } from '../../platform/ports.ts'
import { ErrorCode, type ProviderRpcError } from '../../protocol/errors.ts'
import { type EventMessage, HANDOVER, isPageRequest, isRecord, MAX_OPEN, type ToRelay } from '../messages.ts'
import { SnapshotError, snapshotParams } from '../snapshot.ts'
import { createLink } from './link.ts'
import { type Pending, PendingRequests, toPage } from './pending.ts'

/** Runs `task` now, or once the person can see the page: a page that nobody has opened yet may not ask anything. */
const whenShown = (task: () => void): void => {
  if ('prerendering' in document && document.prerendering)
    document.addEventListener('prerenderingchange', task, { once: true })
  else task()
}

/** One for our script, some for scripts that bring their own: a document has no use for more. */
const MAX_PAGES = 8

const TOO_MANY: ProviderRpcError = {
  code: ErrorCode.rateLimited,
  message: 'Too many requests of this page are open.',
}

/** What is too large or too deep stops here, before it costs the worker anything; it checks again all the same. */
const faultOf = (params: unknown): ProviderRpcError | undefined => {
  try {
    snapshotParams(params)
    return undefined
  } catch (error) {
    const message = error instanceof SnapshotError ? error.message : 'params cannot be read.'
    return { code: ErrorCode.invalidParams, message }
  }
}

/** What runs once a page has handed over a port: takes requests from it. */
const createRelay = () => {
  const pending = new PendingRequests()
  const pages = new Set<MessagePort>()
  let hearsEvents = false

  const send = (entry: Pending) => {
    link.send({ type: 'request', ...entry.request, replayed: entry.sent })
    entry.sent = true
  }

  const receive = (message: ToRelay) => {
    if (message.type === 'acknowledged') {
      const entry = pending.get(message.id)
      if (entry !== undefined) entry.acknowledged = true
      return
    }
    const { type: _, ...answer } = message
    const entry = pending.take(message.id)
    if (entry !== undefined) toPage(entry.page, answer)
    // Also for an answer that came twice: the worker keeps it until this.
    link.send({ type: 'delivered', id: message.id })
  }

  const hearEvents = () => {
    if (hearsEvents) return
    hearsEvents = true
    onDocumentMessage((message) => {
      if (!isRecord(message) || !('event' in message)) return
      for (const page of pages) toPage(page, message as unknown as EventMessage)
    })
  }

  const link = createLink({
    onMessage: receive,
    onOpen: () => {
      hearEvents()
      for (const entry of pending.all()) send(entry)
    },
    onGone: () => pending.failAll(),
    onSilence: () => pending.failUnacknowledged(),
    isNeeded: () => pending.size > 0,
  })

  const accept = (page: MessagePort, request: unknown) => {
    if (!isPageRequest(request) || pending.get(request.id) !== undefined) return
    const { id, method, params } = request
    // Our own script does not send so many: whoever does is told here, and the worker sleeps on.
    const error = pending.size >= MAX_OPEN ? TOO_MANY : faultOf(params)
    if (error !== undefined) return toPage(page, { id, error })
    const entry = pending.add({ id, method, params }, page)
    if (link.isOpen) send(entry)
    else whenShown(link.open)
  }

  return (page: MessagePort) => {
    if (pages.size >= MAX_PAGES) return
    pages.add(page)
    page.onmessage = ({ data }) => accept(page, data)
    toPage(page, { taken: true })
  }
}

/**
 * Bridges the page's MessagePort to the worker, and nothing else: it decides nothing and is believed by nobody.
 * Keeps each request until its answer has gone to the page, and sends it again whenever the worker comes back. In
 * a page that never asks it is one listener.
 */
export const startRelay = (): void => {
  let take: ((page: MessagePort) => void) | undefined
  addEventListener(
    'message',
    (event) => {
      const [page] = event.ports
      if (event.source !== window || event.data !== HANDOVER || page === undefined) return
      event.stopImmediatePropagation()
      take ??= createRelay()
      take(page)
    },
    true,
  )
}

import { connectPort, isExtensionAlive, type Port, takeLastError } from '../../platform/ports.ts'
import { DATA_USE_PORT, type ToRelay, type ToWorker } from '../messages.ts'

/** Reconnects wait 0, 0.2, 0.4, ... seconds, at most this: a worker that dies at every start must not spin. */
const MAX_RETRY_MS = 10_000
const RETRY_STEP_MS = 200
/**
 * The worker counts as out of reach when this many connections have ended without one word from it, over this time. It
 * may well be killed several times in a second, and what it has on disk by then is not lost.
 */
const MAX_SILENT_ENDS = 5
const MAX_SILENCE_MS = 30_000

export interface LinkEvents {
  onMessage(message: ToRelay): void
  /** Connected, for the first time or again: whatever is open must be sent. */
  onOpen(): void
  /** The extension was updated or removed; it never comes back to this document. */
  onGone(): void
  /** The worker is not there, again and again. */
  onSilence(): void
  /** With nothing to wait for, a worker that went to sleep is left asleep. */
  isNeeded(): boolean
}

export interface Link {
  readonly isOpen: boolean
  open(): void
  send(message: ToWorker): void
}

/** The one `runtime.Port` of a document, opened again whenever the worker has died while it is needed. */
export const createLink = (events: LinkEvents): Link => {
  let port: Port | undefined
  let silentEnds = 0
  let silentSince = 0
  let retry: ReturnType<typeof setTimeout> | undefined

  const onEnd = () => {
    takeLastError()
    port = undefined
    if (!isExtensionAlive()) return events.onGone()
    if (silentEnds === 0) silentSince = performance.now()
    silentEnds += 1
    if (silentEnds > MAX_SILENT_ENDS && performance.now() - silentSince > MAX_SILENCE_MS) events.onSilence()
    if (!events.isNeeded() || retry !== undefined) return
    retry = setTimeout(open, Math.min((silentEnds - 1) * RETRY_STEP_MS, MAX_RETRY_MS))
  }

  const open = () => {
    clearTimeout(retry)
    retry = undefined
    if (port !== undefined) return
    try {
      port = connectPort(DATA_USE_PORT)
    } catch {
      events.onGone()
      return
    }
    port.onMessage.addListener((message: ToRelay) => {
      silentEnds = 0
      events.onMessage(message)
    })
    port.onDisconnect.addListener(onEnd)
    events.onOpen()
  }

  // The back/forward cache closes runtime ports without telling the frozen page.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return
    port?.disconnect()
    port = undefined
    if (events.isNeeded()) open()
  })

  return {
    get isOpen() {
      return port !== undefined
    },
    open,
    send: (message) => {
      try {
        port?.postMessage(message)
      } catch {
        // Closed under our hands: its end follows, and everything is sent again.
      }
    },
  }
}

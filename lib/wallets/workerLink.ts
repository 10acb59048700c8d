import { connectPort, isExtensionAlive, type Port, takeLastError } from '../platform/ports.ts'
import type { FromPlace, Shown, ToPlace } from './messages.ts'

const RETRY_MS = 1000

/** States in which nothing more comes from the worker: nobody needs to come back to it. */
const IDLE: readonly Shown[] = ['none', 'connected', 'failed']

export interface WorkerLink {
  connect(): void
  post(message: FromPlace): void
}

/** A page's way to the worker. It comes back after the worker has died for as long as something goes on. */
export const createWorkerLink = (
  portName: string,
  events: { onMessage(message: ToPlace): void; onConnected?(): void; onGone(): void },
): WorkerLink => {
  let port: Port | undefined
  let isIdle = false

  const post = (message: FromPlace) => {
    try {
      port?.postMessage(message)
    } catch {
      // Closing: the worker asks for the outcome again when it is back.
    }
  }
  const connect = () => {
    if (!isExtensionAlive()) return events.onGone()
    port = connectPort(portName)
    port.onMessage.addListener((message: ToPlace) => {
      if (message.type === 'state') isIdle = IDLE.includes(message.state)
      events.onMessage(message)
    })
    port.onDisconnect.addListener(() => {
      takeLastError()
      port = undefined
      if (!isIdle) setTimeout(connect, RETRY_MS)
    })
    events.onConnected?.()
  }
  return { connect, post }
}

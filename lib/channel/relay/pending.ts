import { isExtensionAlive } from '../../platform/ports.ts'
import { ErrorCode, type ProviderRpcError } from '../../protocol/errors.ts'
import type { PageRequest, ToPage } from '../messages.ts'

/** An extension that is reloaded mostly takes its content scripts' events with it: nothing says that the port closed. */
const ALIVE_CHECK_MS = 1000

const GONE: ProviderRpcError = {
  code: ErrorCode.disconnected,
  message: 'Proviso was updated or removed. Reload this page.',
}
const UNREACHED: ProviderRpcError = {
  code: ErrorCode.disconnected,
  message: 'Proviso does not answer. Reload this page.',
}

export interface Pending {
  readonly request: PageRequest
  readonly page: MessagePort
  /** It is on disk: its answer comes, however long that takes. */
  acknowledged: boolean
  sent: boolean
}

export const toPage = (page: MessagePort, message: ToPage): void => page.postMessage(message)

/** The document's requests that have no answer yet. */
export class PendingRequests {
  readonly #entries = new Map<string, Pending>()
  #watching: ReturnType<typeof setInterval> | undefined

  get size(): number {
    return this.#entries.size
  }

  all(): Iterable<Pending> {
    return this.#entries.values()
  }

  get(id: string): Pending | undefined {
    return this.#entries.get(id)
  }

  add(request: PageRequest, page: MessagePort): Pending {
    const entry: Pending = { request, page, acknowledged: false, sent: false }
    this.#entries.set(request.id, entry)
    this.#watching ??= setInterval(() => this.#check(), ALIVE_CHECK_MS)
    return entry
  }

  take(id: string): Pending | undefined {
    const entry = this.#entries.get(id)
    this.#entries.delete(id)
    return entry
  }

  failAll(): void {
    this.#fail(GONE, () => true)
  }

  failUnacknowledged(): void {
    this.#fail(UNREACHED, ({ acknowledged }) => !acknowledged)
  }

  #fail(error: ProviderRpcError, isAffected: (entry: Pending) => boolean): void {
    for (const [id, entry] of this.#entries) {
      if (!isAffected(entry)) continue
      this.#entries.delete(id)
      toPage(entry.page, { id, error })
    }
  }

  #check(): void {
    if (!isExtensionAlive()) this.failAll()
    if (this.#entries.size > 0) return
    clearInterval(this.#watching)
    this.#watching = undefined
  }
}

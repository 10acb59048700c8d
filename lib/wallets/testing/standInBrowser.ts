/** For tests: as much of `chrome` as the wallet flow uses, with tabs and ports that a test plays the other end of. */

class Event<Arguments extends readonly unknown[]> {
  readonly listeners = new Set<(...args: Arguments) => void>()
  addListener(listener: (...args: Arguments) => void) {
    this.listeners.add(listener)
  }
  removeListener(listener: (...args: Arguments) => void) {
    this.listeners.delete(listener)
  }
  fire(...args: Arguments) {
    for (const listener of [...this.listeners]) listener(...args)
  }
}

interface StandInSender {
  readonly id: string
  readonly url: string
  readonly origin: string
  readonly frameId: number
  readonly documentId: string
  readonly tab: { readonly id: number }
}

class StandInPort {
  readonly onMessage = new Event<[unknown]>()
  readonly onDisconnect = new Event<[]>()
  readonly name: string
  readonly sender: StandInSender
  readonly #hear: (message: unknown) => void
  constructor(name: string, sender: StandInSender, hear: (message: unknown) => void) {
    this.name = name
    this.sender = sender
    this.#hear = hear
  }
  postMessage(message: unknown) {
    this.#hear(structuredClone(message))
  }
}

export const EXTENSION = 'chrome-extension://proviso'

/** A page in a tab, which speaks with the worker. */
export interface StandInPage {
  say(message: unknown): void
}

export class StandInBrowser {
  readonly tabs = new Map<number, string>()
  #session: Record<string, unknown> = {}
  #onConnect = new Event<[StandInPort]>()
  #onRemoved = new Event<[number]>()
  #onUpdated = new Event<[number, { status: string }]>()
  #lastTab = 0

  /** What `globalThis.chrome` is to a worker that starts now. One that ran before hears nothing any more. */
  chrome() {
    this.#onConnect = new Event()
    this.#onRemoved = new Event()
    this.#onUpdated = new Event()
    return {
      runtime: {
        id: 'proviso',
        onConnect: this.#onConnect,
        getURL: (path: string) => `${EXTENSION}${path}`,
      },
      tabs: {
        onRemoved: this.#onRemoved,
        onUpdated: this.#onUpdated,
        query: async () => [],
        get: async (id: number) => {
          if (!this.tabs.has(id)) throw new Error(`No tab with id: ${id}.`)
          return { id, status: 'loading' }
        },
        create: async ({ url }: { url: string }) => {
          this.#lastTab += 1
          this.tabs.set(this.#lastTab, url)
          return { id: this.#lastTab }
        },
        remove: async (id: number) => this.closeTab(id),
      },
      storage: {
        session: {
          get: async (key: string) => structuredClone({ [key]: this.#session[key] }),
          set: async (values: Record<string, unknown>) => {
            this.#session = { ...this.#session, ...structuredClone(values) }
          },
        },
      },
    }
  }

  /** The tab that was opened last, if it is open still. */
  get lastTab(): { readonly id: number; readonly url: string } | undefined {
    const url = this.tabs.get(this.#lastTab)
    return url === undefined ? undefined : { id: this.#lastTab, url }
  }

  closeTab(id: number) {
    if (this.tabs.delete(id)) this.#onRemoved.fire(id)
  }

  /** Whether the worker is woken by every page that loads anywhere. */
  get wakesForLoads(): boolean {
    return this.#onUpdated.listeners.size > 0
  }

  /** A page's script connects; `changes` makes it another page than the one that was opened. */
  connect(name: string, hear: (message: unknown) => void, changes: Partial<StandInSender> = {}): StandInPage {
    const tab = this.lastTab ?? { id: -1, url: 'https://nowhere.example/' }
    const port = new StandInPort(
      name,
      {
        id: 'proviso',
        url: tab.url,
        origin: tab.url.startsWith(EXTENSION) ? EXTENSION : new URL(tab.url).origin,
        frameId: 0,
        documentId: `document-${tab.id}`,
        tab: { id: tab.id },
        ...changes,
      },
      hear,
    )
    this.#onConnect.fire(port)
    return { say: (message) => port.onMessage.fire(structuredClone(message)) }
  }
}

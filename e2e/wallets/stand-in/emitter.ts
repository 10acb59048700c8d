type Listener = (value: unknown) => void

/** What a wallet's provider needs of an emitter; `on` and `removeListener` return the provider, as Node's does. */
export class Emitter {
  readonly #listeners = new Map<string, Set<Listener>>()

  on(event: string, listener: Listener): this {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener))
    return this
  }

  removeListener(event: string, listener: Listener): this {
    this.#listeners.get(event)?.delete(listener)
    return this
  }

  emit(event: string, value: unknown): boolean {
    for (const listener of this.#listeners.get(event) ?? []) listener(value)
    return this.#listeners.has(event)
  }
}

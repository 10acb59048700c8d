import type { Judge } from './judge.ts'

// biome-ignore lint/suspicious/noExplicitAny: a wallet's method takes and gives whatever it likes.
export type Method = (this: unknown, ...args: any[]) => any

/** Makes what stands in for a wallet's method. Method shorthands: no `prototype`, like the methods of a class. */
export type Wrap = (original: Method, provider: object) => Method

/** By name, without a prototype: a wallet's own names are looked up in it. */
export type Table<Value> = Readonly<Record<PropertyKey, Value | undefined>>

export const table = <Value>(entries: Record<string, Value>): Table<Value> =>
  ({ __proto__: null, ...entries }) as unknown as Table<Value>

/** What is done to every wallet. */
export interface Layer {
  /** What stands in for methods of the provider. */
  wraps: Table<Wrap>
  /** What stands in for methods of MetaMask's `_metamask`. */
  readonly experimental: Table<Wrap>
  /** Values that are read through us: gets the wallet's own, gives what the page sees. */
  veils: Table<Veil>
  /** Does to a provider that can be changed in place what `veils` do elsewhere. Called at every look. */
  veil: (provider: object) => void
}

export type Veil = (value: unknown) => unknown

/** What `gate.content` adds, on sites that the person has spoken about. */
export interface Gate extends Pick<Layer, 'wraps' | 'veils' | 'veil'> {
  /** Asked before inpage's own. */
  readonly judge: Judge
}

/** Makes the gate; `ask` reaches the worker. */
export type CreateGate = (ask: (args: unknown) => Promise<unknown>) => Gate

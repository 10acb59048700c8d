import { onChange } from '../db/changes.ts'
import type { Stores } from '../db/database.ts'

/** What a page shows, read from the stores; `stores` are those whose change makes it stale. */
export interface View<Args extends readonly unknown[], T> {
  (...args: Args): Promise<T>
  readonly stores: Stores
}

export const view = <Args extends readonly unknown[], T>(
  stores: Stores,
  read: (...args: Args) => Promise<T>,
): View<Args, T> => Object.assign((...args: Args) => read(...args), { stores })

/** Hears when a view has become stale, from any page or worker of ours. Returns how to stop. */
export const subscribe = (stale: { readonly stores: Stores }, listener: () => void): (() => void) =>
  onChange(stale.stores, listener)

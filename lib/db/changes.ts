import type { StoreNames } from 'idb'
import type { ProvisoDB } from './schema.ts'

type Store = StoreNames<ProvisoDB>

const CHANNEL = 'proviso:changes'
let sender: BroadcastChannel | undefined
const local = new Set<(stores: readonly Store[]) => void>()

/** Tells every page, worker and offscreen document of ours which stores changed. Called after commit only. */
export const announceChange = (stores: readonly Store[]): void => {
  if (typeof BroadcastChannel !== 'undefined') {
    sender ??= new BroadcastChannel(CHANNEL)
    sender.postMessage(stores)
  }
  for (const listener of local) listener(stores)
}

/** Hears of committed changes to any of `stores`, from this context and from others. Returns how to stop. */
export const onChange = (stores: readonly Store[], listener: () => void): (() => void) => {
  const hear = (changed: readonly Store[]) => {
    if (changed.some((store) => stores.includes(store))) listener()
  }
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL)
  channel?.addEventListener('message', (event: MessageEvent<readonly Store[]>) => hear(event.data))
  local.add(hear)
  return () => {
    local.delete(hear)
    channel?.close()
  }
}

import { RealmWeakMap, weakGet, weakSet } from './realm.ts'

/**
 * Two scripts of ours may stand in one page: `inpage` everywhere, `gate` where a site has a rule. Each lays its own
 * functions over the same wallets, in either order, and each looks again later. Both must know which functions have
 * their own layer beneath, or each would cover the other's at every look, for ever.
 */
export const INPAGE = 1
export const GATE = 2
export type LayerBit = typeof INPAGE | typeof GATE

const SHARED = 'dataUse:layers'

/**
 * For each function and Proxy of ours, which layers lie in it. It holds nothing of a wallet's: a page that gets hold
 * of it can only talk us out of covering what is its own.
 */
let layers = new RealmWeakMap<object, number>()

/** Finds the other script, if it is here already, and is found by it, if it comes. Both run before the page does. */
export const joinLayers = (): void => {
  dispatchEvent(
    new CustomEvent(SHARED, {
      detail: (theirs: typeof layers) => {
        layers = theirs
      },
    }),
  )
  addEventListener(SHARED, (event) => {
    ;(event as CustomEvent<(ours: typeof layers) => void>).detail(layers)
  })
}

export const isCovered = (value: object, bit: LayerBit): boolean =>
  ((weakGet(layers, value) ?? 0) & bit) !== 0

/** Notes that `cover` lies over `beneath`. */
export const noteCover = (cover: object, beneath: object, bit: LayerBit): void => {
  weakSet(layers, cover, (weakGet(layers, beneath) ?? 0) | bit)
}

import { patchProvider, type RequestHandler } from './patch.ts'

const ANNOUNCE_WALLET = 'eip6963:announceProvider'

const announcedProvider = (event: Event): unknown => {
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined
  return typeof detail === 'object' && detail !== null
    ? (detail as { provider?: unknown }).provider
    : undefined
}

const windowWallet = (): unknown => {
  try {
    return (window as { ethereum?: unknown }).ethereum
  } catch {
    // A getter of the page's own that throws is not ours to trip over.
    return undefined
  }
}

/**
 * Lets `handle` answer `dataUse_*` through every wallet that the page has: those announced by EIP-6963, heard before
 * the page hears them, and `window.ethereum`, looked at whenever it may have changed. No accessor is put on
 * `window`: `'ethereum' in window` must stay false where there is no wallet. Since providers are patched in place, a
 * late look is as good as an early one for every call that comes after it, so the last look is at the click
 * that makes a page ask (Enkrypt sets `window.ethereum` only after `load`).
 */
export const interceptWallets = (handle: RequestHandler): void => {
  addEventListener(
    ANNOUNCE_WALLET,
    (event) => {
      patchProvider(announcedProvider(event), handle)
    },
    true,
  )
  const look = () => {
    const wallet = windowWallet()
    if (wallet !== undefined) patchProvider(wallet, handle)
  }
  look()
  for (const moment of [
    'ethereum#initialized',
    'DOMContentLoaded',
    'load',
    'pointerdown',
    'keydown',
    'click',
  ])
    addEventListener(moment, look, { capture: true, passive: true })
}

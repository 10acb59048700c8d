// Replaced by constants when a stand-in is bundled.
declare const __WALLET__: string
declare const __MODE__: string

/** The stand-in's own folder: it keeps the messages of several wallets in one page apart. */
export const WALLET = __WALLET__

/** How it injects, where a wallet has more than one way; each says its own. */
export const MODE = __MODE__

export const IN_PAGE = `${WALLET}:request`
export const TO_PAGE = `${WALLET}:response`
export const EVENT = `${WALLET}:event`

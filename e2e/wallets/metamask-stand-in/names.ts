/** Ends and channel of MetaMask's streams, as its extension names them. */
export const INPAGE = 'metamask-inpage'
export const CONTENT_SCRIPT = 'metamask-contentscript'
export const PROVIDER = 'metamask-provider'

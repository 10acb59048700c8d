import type { Asker } from '../../db/schema.ts'
import type { PortSender } from '../../platform/ports.ts'
import { ErrorCode, ProviderError } from '../../protocol/errors.ts'

const webOrigin = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, origin } = new URL(url)
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined
}

/**
 * Who asks, from the browser's own account of the sender and from nothing that a page can write.
 * Throws `ProviderError` 4100 for opaque origins (sandboxed frames, `data:`) and anything but http(s).
 */
export const askerOf = (sender: PortSender | undefined, requestId: string): Asker => {
  // An opaque origin is the string "null", which no URL parser accepts.
  const origin = webOrigin(sender?.origin)
  const { tab, frameId, documentId } = sender ?? {}
  const topOrigin = frameId === 0 ? origin : webOrigin(tab?.url)
  if (
    origin === undefined ||
    topOrigin === undefined ||
    tab?.id === undefined ||
    frameId === undefined ||
    documentId === undefined
  )
    throw new ProviderError(
      ErrorCode.unauthorized,
      'This frame has no origin that a person could recognise.',
      {
        todo: 'Ask from a page with an http(s) address, outside of a sandboxed frame.',
      },
    )
  return { origin, topOrigin, tabId: tab.id, frameId, documentId, requestId }
}

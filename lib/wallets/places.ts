import type { FoundWallet } from '../db/schema.ts'
import { ownPageUrl } from '../platform/ownPage.ts'
import type { PortSender } from '../platform/ports.ts'
import { openBackgroundTab, openTabInFront } from '../platform/tabs.ts'
import type { Place } from './messages.ts'
import { SMART_WALLET } from './smart/smartWallet.ts'

interface PlaceFacts {
  /** Opens a fresh page; resolves with its tab's id. */
  open(): Promise<number>
  /** What the browser says of a port's other end. */
  isItsPage(sender: PortSender | undefined): boolean
}

/** An extension's address has an origin in the browser only; elsewhere `URL` gives it none. */
const originOf = ({ protocol, host }: URL): string => `${protocol}//${host}`

/** Whether the browser says that the page at `url` itself is the sender, in a tab's top frame. */
const isPageAt = (url: string, sender: PortSender | undefined): boolean => {
  if (sender?.frameId !== 0 || sender.url === undefined) return false
  const [page, wanted] = [new URL(sender.url), new URL(url)]
  const origin = originOf(wanted)
  return originOf(page) === origin && page.pathname === wanted.pathname && sender.origin === origin
}

const WALLET_PAGE = '/wallet.html'

export const PLACES: Readonly<Record<Place, PlaceFacts>> = {
  bridge: {
    open: () => openBackgroundTab(__BRIDGE_URL__),
    isItsPage: (sender) => isPageAt(__BRIDGE_URL__, sender),
  },
  tab: {
    // In front: its popup needs a click there.
    open: () => openTabInFront(ownPageUrl(WALLET_PAGE)),
    isItsPage: (sender) => isPageAt(ownPageUrl(WALLET_PAGE), sender),
  },
}

export const placeOf = ({ id }: Pick<FoundWallet, 'id'>): Place => (id === SMART_WALLET.id ? 'tab' : 'bridge')

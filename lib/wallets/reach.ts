import type { FoundWallet, WalletState } from '../db/schema.ts'
import { onConnect, type Port } from '../platform/ports.ts'
import { closeTab, isTabLoaded, onTabLoaded } from '../platform/tabs.ts'
import { onTabClosed } from '../platform/windows.ts'
import {
  type Outcome,
  type Place,
  PORTS,
  SENDING,
  type Shown,
  type ToPlace,
  type WalletCall,
} from './messages.ts'
import { PLACES } from './places.ts'
import { readFromPlace } from './read.ts'
import { createSerial } from './serial.ts'
import { type ReachSession, readReachSession, writeReachSession } from './session.ts'

type Named = Pick<FoundWallet, 'id' | 'rdns'>

/** What the page that reaches a wallet reports. Each runs alone, after what was under way before it. */
export interface ReachEvents {
  /** The page is there, for the first time or again: what it should show. */
  onPage(): Promise<WalletState>
  onWallets(wallets: readonly FoundWallet[]): Promise<void>
  /** The answer to the open call. */
  onOutcome(call: WalletCall, outcome: Outcome): Promise<void>
  onAccounts(wallet: Named, accounts: readonly string[]): Promise<void>
  onChain(wallet: Named, chainId: string): Promise<void>
  /** The tab was closed, or reloaded while the wallet had a question that must not be asked twice. */
  onLost(): Promise<void>
  /** The tab has loaded, but not our page: no network, or nobody answers at its address. */
  onUnreachable(): Promise<void>
}

export interface Reach {
  /** Runs `task` alone. Nothing below may be called outside of one, and none inside another. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>
  /** Opens a fresh page at `place`; an earlier one is closed. */
  open(place: Place): Promise<void>
  /** Asks the wallet, once, however often worker or page come back. `facts` are kept beside the call. */
  ask(call: WalletCall, facts?: Pick<ReachSession, 'accounts' | 'statement'>): Promise<void>
  show(state: WalletState): void
  /** Closes the page and forgets the open call. */
  close(): Promise<void>
}

/** Our page's script speaks before its tab has finished loading; this much later it is not there. */
const SCRIPT_GRACE_MS = 3000

/** Of a wallet that is connected already, what the open call does says more than the state. */
const shownState = (state: WalletState['state'], call: WalletCall | undefined): Shown => {
  if (call === undefined || state === 'connecting' || state === 'signing') return state
  if (SENDING.includes(call.method)) return 'sending'
  return call.method === 'wallet_switchEthereumChain' ? 'switching' : 'asking'
}

const stateMessage = (state: WalletState, call?: WalletCall): ToPlace => {
  const named = 'wallet' in state ? state.wallet : 'standing' in state ? state.standing?.wallet : undefined
  return {
    type: 'state',
    state: shownState(state.state, call),
    ...(named === undefined ? {} : { wallet: named.name }),
  }
}

/** Registers its listeners at once, so call it while the worker starts. */
export const createReach = (events: ReachEvents): Reach => {
  const alone = createSerial()
  let port: Port | undefined

  const post = (to: Port | undefined, message: ToPlace) => {
    try {
      to?.postMessage(message)
    } catch {
      // The page is on its way out; it gets everything again when it connects.
    }
  }

  const greet = async (place: Place, arrived: Port) => {
    const session = await readReachSession()
    const { tab, documentId } = arrived.sender ?? {}
    const isExpected = place === session.place && tab?.id !== undefined && tab.id === session.tabId
    if (!PLACES[place].isItsPage(arrived.sender) || !isExpected) {
      post(arrived, stateMessage({ state: 'none' }))
      return
    }
    const isReload = session.documentId !== undefined && session.documentId !== documentId
    if (isReload && session.call !== undefined && SENDING.includes(session.call.method))
      return events.onLost()
    port = arrived
    stopAwaiting()
    await writeReachSession({ ...session, ...(documentId === undefined ? {} : { documentId }) })
    post(port, stateMessage(await events.onPage(), session.call))
    if (session.call !== undefined) post(port, { type: 'call', call: session.call })
  }

  const hear = async (from: Port, raw: unknown) => {
    const message = readFromPlace(raw)
    if (message === undefined || from !== port) return
    if (message.type === 'wallets') return events.onWallets(message.wallets)
    if (message.type === 'accounts') return events.onAccounts(message.wallet, message.accounts)
    if (message.type === 'chain') return events.onChain(message.wallet, message.chainId)
    const { call } = await readReachSession()
    if (call?.id === message.outcome.id) await events.onOutcome(call, message.outcome)
  }

  const logged = (task: () => Promise<void>) => {
    alone(task).catch((error: unknown) => console.error(error))
  }

  for (const place of ['bridge', 'tab'] as const)
    onConnect(PORTS[place], (arrived) => {
      arrived.onMessage.addListener((raw: unknown) => logged(() => hear(arrived, raw)))
      arrived.onDisconnect.addListener(() => {
        if (port === arrived) port = undefined
      })
      logged(() => greet(place, arrived))
    })
  onTabClosed((tabId) =>
    logged(async () => {
      const session = await readReachSession()
      if (session.tabId === tabId) await events.onLost()
    }),
  )

  const tabLoaded = async (tabId: number) => {
    if ((await readReachSession()).tabId !== tabId) return
    setTimeout(
      () =>
        logged(async () => {
          const session = await readReachSession()
          if (session.tabId === tabId && session.documentId === undefined) await events.onUnreachable()
        }),
      SCRIPT_GRACE_MS,
    )
  }

  let stopListening: (() => void) | undefined
  /** Listens for the tab to load until our page is in it, also when it has loaded already. */
  const awaitPage = async () => {
    const { tabId, documentId } = await readReachSession()
    if (tabId === undefined || documentId !== undefined) return
    stopListening ??= onTabLoaded((loaded) => void tabLoaded(loaded))
    if (await isTabLoaded(tabId)) await tabLoaded(tabId)
  }
  const stopAwaiting = () => {
    stopListening?.()
    stopListening = undefined
  }
  // The worker may have died since the tab was opened.
  void awaitPage()

  const close: Reach['close'] = async () => {
    const { tabId } = await readReachSession()
    // Forgotten first: closing it must not look as if the person had.
    await writeReachSession({})
    stopAwaiting()
    port = undefined
    if (tabId !== undefined) await closeTab(tabId)
  }

  return {
    alone,
    open: async (place) => {
      await close()
      await writeReachSession({ place, tabId: await PLACES[place].open() })
      await awaitPage()
    },
    ask: async (call, facts = {}) => {
      const { call: _, ...session } = await readReachSession()
      await writeReachSession({ ...session, ...facts, call })
      post(port, stateMessage(await events.onPage(), call))
      post(port, { type: 'call', call })
    },
    show: (state) => post(port, stateMessage(state)),
    close,
  }
}

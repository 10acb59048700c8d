import type { FoundWallet, WalletState } from '../db/schema.ts'
import { onConnect, type Port, type PortSender } from '../platform/ports.ts'
import { closeTab, onTabLoaded, openBackgroundTab } from '../platform/tabs.ts'
import { onTabClosed } from '../platform/windows.ts'
import { BRIDGE_PORT, type Outcome, type ToBridge, type WalletCall } from './messages.ts'
import { readFromBridge } from './read.ts'
import { createSerial } from './serial.ts'
import { type BridgeSession, readBridgeSession, writeBridgeSession } from './session.ts'

/** What the bridge page reports. Each runs alone, after what was under way before it. */
export interface BridgeEvents {
  /** The page is there, for the first time or again: what it should show. */
  onPage(): Promise<WalletState>
  onWallets(wallets: readonly FoundWallet[]): Promise<void>
  /** The answer to the open call. */
  onOutcome(call: WalletCall, outcome: Outcome): Promise<void>
  onAccounts(wallet: Pick<FoundWallet, 'id' | 'rdns'>, accounts: readonly string[]): Promise<void>
  /** The tab was closed, or reloaded while the wallet had a question that must not be asked twice. */
  onLost(): Promise<void>
  /** The tab has loaded, but not our page: no network, or nobody answers at its address. */
  onUnreachable(): Promise<void>
}

export interface Bridge {
  /** Runs `task` alone. Nothing below may be called outside of one, and none inside another. */
  readonly alone: <T>(task: () => Promise<T>) => Promise<T>
  /** Opens a fresh bridge page beside the person's tab; an earlier one is closed. */
  open(rest: Pick<BridgeSession, 'previous'>): Promise<void>
  /** Asks the wallet, once, however often worker or page come back. `facts` are kept beside the call. */
  ask(call: WalletCall, facts?: Pick<BridgeSession, 'account' | 'statement'>): Promise<void>
  show(state: WalletState): void
  /** Closes the page and forgets the open call; `rest` is what stays. */
  close(rest?: Pick<BridgeSession, 'previous'>): Promise<void>
}

/** Our page's script speaks before its tab has finished loading; this much later it is not there. */
const SCRIPT_GRACE_MS = 3000

const isBridgePage = (sender: PortSender | undefined): boolean => {
  if (sender?.frameId !== 0 || sender.url === undefined) return false
  const [page, bridge] = [new URL(sender.url), new URL(__BRIDGE_URL__)]
  return page.origin === bridge.origin && page.pathname === bridge.pathname && sender.origin === bridge.origin
}

const stateMessage = (state: WalletState): ToBridge => ({
  type: 'state',
  state: state.state,
  ...('wallet' in state && state.wallet !== undefined ? { wallet: state.wallet.name } : {}),
})

/** Registers its listeners at once, so call it while the worker starts. */
export const createBridge = (events: BridgeEvents): Bridge => {
  const alone = createSerial()
  let port: Port | undefined

  const post = (to: Port | undefined, message: ToBridge) => {
    try {
      to?.postMessage(message)
    } catch {
      // The page is on its way out; it gets everything again when it connects.
    }
  }

  const greet = async (arrived: Port) => {
    const session = await readBridgeSession()
    const { tab, documentId } = arrived.sender ?? {}
    if (!isBridgePage(arrived.sender) || tab?.id === undefined || tab.id !== session.tabId) {
      post(arrived, stateMessage({ state: 'none' }))
      return
    }
    const isReload = session.documentId !== undefined && session.documentId !== documentId
    if (isReload && session.call?.method === 'eth_sendTransaction') return events.onLost()
    port = arrived
    await writeBridgeSession({ ...session, ...(documentId === undefined ? {} : { documentId }) })
    post(port, stateMessage(await events.onPage()))
    if (session.call !== undefined) post(port, { type: 'call', call: session.call })
  }

  const hear = async (from: Port, raw: unknown) => {
    const message = readFromBridge(raw)
    if (message === undefined || from !== port) return
    if (message.type === 'wallets') return events.onWallets(message.wallets)
    if (message.type === 'accounts') return events.onAccounts(message.wallet, message.accounts)
    const { call } = await readBridgeSession()
    if (call?.id === message.outcome.id) await events.onOutcome(call, message.outcome)
  }

  const logged = (task: () => Promise<void>) => {
    alone(task).catch((error: unknown) => console.error(error))
  }

  onConnect(BRIDGE_PORT, (arrived) => {
    arrived.onMessage.addListener((raw: unknown) => logged(() => hear(arrived, raw)))
    arrived.onDisconnect.addListener(() => {
      if (port === arrived) port = undefined
    })
    logged(() => greet(arrived))
  })
  onTabClosed((tabId) =>
    logged(async () => {
      const session = await readBridgeSession()
      if (session.tabId === tabId) await events.onLost()
    }),
  )

  onTabLoaded(async (tabId) => {
    if ((await readBridgeSession()).tabId !== tabId) return
    setTimeout(
      () =>
        logged(async () => {
          const session = await readBridgeSession()
          if (session.tabId === tabId && session.documentId === undefined) await events.onUnreachable()
        }),
      SCRIPT_GRACE_MS,
    )
  })

  const close: Bridge['close'] = async (rest = {}) => {
    const { tabId } = await readBridgeSession()
    // Forgotten first: closing it must not look as if the person had.
    await writeBridgeSession(rest)
    port = undefined
    if (tabId !== undefined) await closeTab(tabId)
  }

  return {
    alone,
    open: async (rest) => {
      await close()
      await writeBridgeSession({ ...rest, tabId: await openBackgroundTab(__BRIDGE_URL__) })
    },
    ask: async (call, facts = {}) => {
      const { call: _, ...session } = await readBridgeSession()
      await writeBridgeSession({ ...session, ...facts, call })
      post(port, { type: 'call', call })
    },
    show: (state) => post(port, stateMessage(state)),
    close,
  }
}

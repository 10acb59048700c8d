import type { FoundWallet } from '../../db/schema.ts'
import {
  BRIDGE_HANDOVER,
  type FromBridge,
  GONE,
  type Outcome,
  type ToBridge,
  WALLET_METHODS,
  type WalletCall,
  type WalletFault,
} from '../messages.ts'
import { discoverWallets, type PageWallet } from './discover.ts'

/** A wallet that was here before may come late after a reload of the page. */
const WALLET_TIMEOUT_MS = 10_000

const MAX_MESSAGE_CHARS = 300

const faultOf = (error: unknown): WalletFault => {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as Partial<WalletFault>
  return {
    code: typeof code === 'number' ? code : -32603,
    message:
      typeof message === 'string' ? message.slice(0, MAX_MESSAGE_CHARS) : 'The wallet did not say why.',
  }
}

const described = ({ id, rdns, name, icon }: PageWallet): FoundWallet => ({ id, rdns, name, icon })

/**
 * The bridge page's own-world script: says which wallets there are and carries out the calls that the worker built,
 * each id once, however often it is asked.
 */
export const startBridgeWallet = (): void => {
  const ends = new MessageChannel()
  const port = ends.port1
  const post = (message: FromBridge) => port.postMessage(message)
  const outcomes = new Map<string, Outcome | undefined>()
  const watched = new WeakSet<object>()
  const waiting = new Set<() => void>()
  let wallets: readonly PageWallet[] = []

  const find = ({ id, rdns }: Pick<FoundWallet, 'id' | 'rdns'>): PageWallet | undefined =>
    wallets.find((wallet) => wallet.id === id) ??
    (rdns === '' ? undefined : wallets.find((wallet) => wallet.rdns === rdns))

  const findSoon = (wanted: Pick<FoundWallet, 'id' | 'rdns'>): Promise<PageWallet | undefined> =>
    new Promise((resolve) => {
      const settle = () => {
        const wallet = find(wanted)
        if (wallet !== undefined) finish(wallet)
      }
      const finish = (wallet: PageWallet | undefined) => {
        clearTimeout(timer)
        waiting.delete(settle)
        resolve(wallet)
      }
      const timer = setTimeout(finish, WALLET_TIMEOUT_MS, undefined)
      waiting.add(settle)
      settle()
    })

  const watch = ({ id, rdns, provider }: PageWallet) => {
    if (watched.has(provider)) return
    watched.add(provider)
    provider.on?.('accountsChanged', (accounts) => {
      if (Array.isArray(accounts))
        post({ type: 'accounts', wallet: { id, rdns }, accounts: accounts.map(String) })
    })
  }

  const carryOut = async ({ id, wallet: wanted, method, params }: WalletCall): Promise<Outcome> => {
    if (!WALLET_METHODS.includes(method))
      return { id, error: { code: -32601, message: `${method} is not for here.` } }
    const wallet = await findSoon(wanted)
    if (wallet === undefined) return { id, error: { code: GONE, message: 'The wallet is not on this page.' } }
    watch(wallet)
    try {
      return { id, result: await wallet.provider.request({ method, params }) }
    } catch (error) {
      return { id, error: faultOf(error) }
    }
  }

  const call = async (wanted: WalletCall) => {
    const { id } = wanted
    if (outcomes.has(id)) {
      // Still with the wallet, or answered to a worker that died before it could write the answer down.
      const outcome = outcomes.get(id)
      if (outcome !== undefined) post({ type: 'outcome', outcome })
      return
    }
    outcomes.set(id, undefined)
    const outcome = await carryOut(wanted)
    outcomes.set(id, outcome)
    post({ type: 'outcome', outcome })
  }

  port.onmessage = ({ data }: MessageEvent<ToBridge>) => {
    if (data.type === 'call') void call(data.call)
  }
  window.postMessage(BRIDGE_HANDOVER, location.origin, [ends.port2])
  discoverWallets((found) => {
    wallets = found
    for (const settle of [...waiting]) settle()
    post({ type: 'wallets', wallets: found.map(described) })
  })
}

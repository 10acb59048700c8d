import type { FoundWallet } from '../../db/schema.ts'
import {
  BRIDGE_HANDOVER,
  type FromPlace,
  GONE,
  type Outcome,
  type ToPlace,
  WALLET_METHODS,
  type WalletCall,
} from '../messages.ts'
import { discoverWallets, type PageWallet } from './discover.ts'
import { faultOf } from './fault.ts'
import { createOnce } from './once.ts'

/** A wallet that was here before may come late after a reload of the page. */
const WALLET_TIMEOUT_MS = 10_000

const described = ({ id, rdns, name, icon }: PageWallet): FoundWallet => ({ id, rdns, name, icon })

/**
 * The bridge page's own-world script: says which wallets there are and carries out the calls that the worker built,
 * each id once, however often it is asked.
 */
export const startBridgeWallet = (): void => {
  const ends = new MessageChannel()
  const port = ends.port1
  const post = (message: FromPlace) => port.postMessage(message)
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
    provider.on?.('chainChanged', (chainId) =>
      post({ type: 'chain', wallet: { id, rdns }, chainId: String(chainId) }),
    )
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

  const call = createOnce(carryOut, (outcome) => post({ type: 'outcome', outcome }))

  port.onmessage = ({ data }: MessageEvent<ToPlace>) => {
    if (data.type === 'call') void call(data.call)
  }
  window.postMessage(BRIDGE_HANDOVER, location.origin, [ends.port2])
  discoverWallets((found) => {
    wallets = found
    for (const settle of [...waiting]) settle()
    post({ type: 'wallets', wallets: found.map(described) })
  })
}

import { type Chain, type Client, createClient, type HttpTransport, http } from 'viem'
import { CHAINS } from '../protocol/chains.ts'

/** A connection to one chain's node. It reads; single viem actions are called on it, to keep bundles small. */
export type ChainClient = Client<HttpTransport, Chain>

export interface ChainClientOptions {
  readonly chainId: number
  readonly rpcUrl: string
  /** Stands in for `fetch`: in the extension, the one of `lib/net`. */
  readonly fetchFn?: (input: unknown, init?: RequestInit) => Promise<Response>
  /** How often a transaction's receipt is asked for: ms. */
  readonly pollingMs?: number
}

const chainOf = (id: number, rpcUrl: string): Chain => ({
  id,
  name: CHAINS[id]?.name ?? `Chain ${id}`,
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [rpcUrl] } },
})

export const chainClient = ({ chainId, rpcUrl, fetchFn, pollingMs }: ChainClientOptions): ChainClient =>
  createClient({
    chain: chainOf(chainId, rpcUrl),
    transport: http(rpcUrl, {
      retryCount: 1,
      timeout: 15_000,
      ...(fetchFn === undefined ? {} : { fetchFn }),
    }),
    ...(pollingMs === undefined ? {} : { pollingInterval: pollingMs }),
  })

import {
  createWalletClient,
  defineChain,
  http,
  isHex,
  recoverMessageAddress,
  type TypedDataDefinition,
  type TypedDataDomain,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import type { Hex } from '../../../lib/protocol/hex.ts'
import type { WalletConfig } from './words.ts'

export const accountOf = (privateKey: Hex): PrivateKeyAccount => privateKeyToAccount(privateKey)

/** `personal_sign` takes the message first, and from some dApps second; bytes in hex, or the text itself. */
export const signMessage = (account: PrivateKeyAccount, params: readonly unknown[]): Promise<Hex> => {
  const [first, second] = params as readonly string[]
  const message = (first?.toLowerCase() === account.address.toLowerCase() ? second : first) ?? ''
  return account.signMessage({ message: isHex(message) ? { raw: message } : message })
}

export const recoverSigner = async (params: readonly unknown[]): Promise<string> => {
  const [raw, signature] = params as readonly [Hex, Hex]
  return (await recoverMessageAddress({ message: { raw }, signature })).toLowerCase()
}

/** JSON has no big integers: EIP-712 values come as decimal strings and are read by their type. */
export const signTypedData = (account: PrivateKeyAccount, json: string): Promise<Hex> => {
  const { domain, types, primaryType, message } = JSON.parse(json) as TypedDataDefinition & {
    domain: TypedDataDomain
    types: Record<string, { name: string; type: string }[]>
    message: Record<string, unknown>
  }
  const fields = types[primaryType] ?? []
  const values = fields.map(({ name, type }) => {
    const value = message[name]
    return [name, /^u?int\d*$/.test(type) && typeof value === 'string' ? BigInt(value) : value]
  })
  const { EIP712Domain: _, ...ownTypes } = types
  return account.signTypedData({
    // dApps write the chain's number as text, too.
    ...(domain?.chainId === undefined
      ? { domain }
      : { domain: { ...domain, chainId: Number(domain.chainId) } }),
    types: ownTypes,
    primaryType,
    message: Object.fromEntries(values),
  })
}

/** Fills in nonce, gas and, where the dApp names none, fees from the chain, signs, sends. Resolves with the transaction's hash. */
export const sendTransaction = (
  account: PrivateKeyAccount,
  { rpcUrl, chainId }: WalletConfig,
  { to, data, value, gasPrice }: { to?: Hex; data?: Hex; value?: Hex; gasPrice?: Hex },
): Promise<Hex> => {
  const chain = defineChain({
    id: chainId,
    name: 'Test chain',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  })
  const client = createWalletClient({ account, chain, transport: http(rpcUrl) })
  return client.sendTransaction({
    ...(to === undefined ? {} : { to }),
    value: BigInt(value ?? '0x0'),
    ...(data === undefined ? {} : { data }),
    ...(gasPrice === undefined ? {} : { gasPrice: BigInt(gasPrice) }),
  })
}

/** Questions that need no account go to the chain as they are. */
export const forward = async (
  { rpcUrl }: WalletConfig,
  method: string,
  params: unknown,
): Promise<unknown> => {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: params ?? [] }),
  })
  const { result, error } = (await response.json()) as {
    result?: unknown
    error?: { code: number; message: string }
  }
  if (error !== undefined) throw error
  return result
}

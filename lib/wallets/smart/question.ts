import type { Address } from '../../protocol/hex.ts'
import type { WalletCall } from '../messages.ts'

/** What a call asks of the person, for our own words about it. */
export type Asks =
  | { readonly kind: 'connect' }
  | { readonly kind: 'sign'; readonly account: Address }
  | { readonly kind: 'switch'; readonly chainId: number }
  | {
      readonly kind: 'send'
      readonly chainId: number
      readonly to: readonly Address[]
      /** Host of the service that is asked to pay for gas. */
      readonly sponsor?: string
    }

/** The parts of a call's parameters that are shown. The worker built them, so they are as `calls.ts` and `batch.ts` write them. */
interface Sent {
  readonly chainId: string
  readonly to: Address
  readonly calls?: readonly { readonly to: Address }[]
  readonly capabilities?: { readonly paymasterService?: { readonly url: string } }
}

export const asksOf = ({ method, params }: Pick<WalletCall, 'method' | 'params'>): Asks => {
  const [first] = params
  switch (method) {
    case 'eth_signTypedData_v4':
      return { kind: 'sign', account: first as Address }
    case 'wallet_switchEthereumChain':
      return { kind: 'switch', chainId: Number((first as Sent).chainId) }
    case 'eth_sendTransaction':
    case 'wallet_sendCalls': {
      const { chainId, to, calls, capabilities } = first as Sent
      const url = capabilities?.paymasterService?.url
      return {
        kind: 'send',
        chainId: Number(chainId),
        to: calls?.map((call) => call.to) ?? [to],
        ...(url === undefined ? {} : { sponsor: new URL(url).host }),
      }
    }
    default:
      return { kind: 'connect' }
  }
}

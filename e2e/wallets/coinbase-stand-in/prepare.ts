import { prepareStandIn } from '../stand-in/prepare.ts'
import type { WalletConfig } from '../stand-in/words.ts'

/** Writes the stand-in for the Coinbase Wallet extension to `dir`. Resolves with the folder to load. */
export const prepareWallet = (wish: WalletConfig & { readonly dir: string }): Promise<string> =>
  prepareStandIn({ ...wish, kind: 'coinbase' })

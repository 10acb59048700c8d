import type { WalletState } from '../db/schema.ts'

export interface BridgeWords {
  readonly heading: string
  readonly text: string
}

/** What the bridge page says while it is open. `wallet` is the chosen wallet's name. */
export const bridgeWords = (state: WalletState['state'], wallet = 'your wallet'): BridgeWords => {
  switch (state) {
    case 'none':
      return {
        heading: 'Nothing is going on here.',
        text: 'Proviso opens this page when it has to reach your wallet, and closes it again. You can close it too.',
      }
    case 'choosing':
      return {
        heading: 'Looking for the wallets in this browser.',
        text: 'Go back to Proviso and choose one. Nothing has been asked of any wallet yet.',
      }
    case 'connecting':
      return {
        heading: `${wallet} is asked which account to use.`,
        text: 'Its own window asks you. This page learns the account’s address and its chain, nothing else.',
      }
    case 'confirming':
      return {
        heading: 'Go back to Proviso and confirm the account.',
        text: `Until you do, ${wallet} is asked for nothing more.`,
      }
    case 'signing':
      return {
        heading: `${wallet} is asked for one signature.`,
        text: 'It lets Proviso sign receipts and contributions for 30 days. It moves no money and costs nothing.',
      }
    case 'connected':
      return {
        heading: `${wallet} is connected.`,
        text: 'This page is not needed any more. You can close it.',
      }
    case 'failed':
      return {
        heading: 'That did not work.',
        text: 'Proviso says why, and what to do. You can close this page.',
      }
  }
}

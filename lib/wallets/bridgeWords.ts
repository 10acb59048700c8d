import type { Shown } from './messages.ts'

export interface BridgeWords {
  readonly heading: string
  readonly text: string
}

/** What the bridge page says while it is open. `wallet` is the chosen wallet's name. */
export const bridgeWords = (state: Shown, wallet = 'your wallet'): BridgeWords => {
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
    case 'asking':
      return {
        heading: `${wallet} is asked whether it is ready.`,
        text: 'Proviso looks which account and chain it is on, before it asks for a transaction.',
      }
    case 'switching':
      return {
        heading: `${wallet} is asked to change to another chain.`,
        text: 'The payment is on another chain than the wallet. Its own window asks you; nothing is sent yet.',
      }
    case 'sending':
      return {
        heading: `${wallet} is asked to send a transaction.`,
        text: 'Its own window shows the transaction and asks you. Leave this page open until it is sent.',
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

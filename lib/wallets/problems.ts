import type { Problem } from '../db/schema.ts'
import { GONE, POPUP_CLOSED, type WalletFault } from './messages.ts'

/** What can go wrong with a wallet, in words for the person. Codes are documented in docs/errors.md. */
const PROBLEMS = {
  'wallet/rejected': [
    'You declined in the wallet.',
    'Nothing was signed. Begin again if that was not what you meant.',
  ],
  'wallet/locked': ['The wallet is locked, or shows this page no account.', 'Unlock it, then begin again.'],
  'wallet/busy': [
    'The wallet is still busy with an earlier question.',
    'Open the wallet, answer it, begin again.',
  ],
  'wallet/vanished': [
    'The wallet is not there any more.',
    'Check that its extension is on, then begin again.',
  ],
  'wallet/account-changed': [
    'The wallet’s account changed in between.',
    'Nothing was signed. Choose the account in the wallet, then begin again.',
  ],
  'wallet/chain-changed': [
    'The wallet changed to another chain in between.',
    'Nothing was signed for it. Choose the chain in the wallet, then begin again.',
  ],
  'wallet/popup-blocked': [
    'The browser did not let the wallet’s window open.',
    'Allow windows for this page in the address bar, then try again. Nothing was asked yet.',
  ],
  'wallet/popup-closed': [
    'The wallet’s window was closed before it had answered.',
    'Open it again and answer there. Nothing was signed.',
  ],
  'wallet/unheard': [
    'The wallet’s window was closed before it had said whether anything was sent.',
    'Look in the wallet whether it was, before you try again.',
  ],
  'wallet/not-mined': [
    'The wallet has taken the transaction, and it is in no block yet.',
    'It counts once the chain has it, without you. Do not send it again.',
  ],
  'wallet/reverted': [
    'The chain refused the transaction.',
    'Nothing was paid and what is owed stays owed. Look at it in the wallet.',
  ],
  'wallet/dropped': ['The wallet gave up on the transaction.', 'Nothing was sent. Try again later.'],
  'wallet/wrong-signature': [
    'The wallet’s signature is not from the account that you confirmed.',
    'Choose that account in the wallet, then begin again.',
  ],
  'wallet/odd-answer': [
    'The wallet gave an answer that makes no sense.',
    'Update the wallet, or use another one.',
  ],
  'wallet/page-closed': ['The page that reaches the wallet was closed.', 'Begin again and leave it open.'],
  'wallet/page-unreachable': [
    'The page that reaches the wallet does not load.',
    'Check the network, then begin again.',
  ],
  'wallet/interrupted': ['Connecting was interrupted before the wallet had answered.', 'Begin again.'],
  'wallet/unverifiable': [
    'The signature could not be checked, because the chain cannot be reached.',
    'Begin again when the network is back.',
  ],
  'wallet/failed': [
    'The wallet reported an error.',
    'Begin again; if it stays, look into the wallet itself.',
  ],
} as const satisfies Record<string, readonly [message: string, todo: string]>

export type WalletProblemCode = keyof typeof PROBLEMS

export const walletProblem = (code: WalletProblemCode, details?: string): Problem => {
  const [message, todo] = PROBLEMS[code]
  return {
    code,
    message: details === undefined ? message : `${message} It said: ${details}`,
    todo,
    at: Date.now(),
  }
}

const EIP1193_REJECTED = 4001
const EIP1193_UNAUTHORIZED = 4100
const EIP1193_DISCONNECTED: readonly number[] = [4900, 4901]
/** Used by MetaMask and Coinbase Wallet for a second question while the first is open. */
const ALREADY_PENDING = -32002

export const problemOfFault = ({ code, message }: WalletFault): Problem => {
  if (code === EIP1193_REJECTED) return walletProblem('wallet/rejected')
  if (code === EIP1193_UNAUTHORIZED) return walletProblem('wallet/locked')
  if (code === ALREADY_PENDING) return walletProblem('wallet/busy')
  if (code === POPUP_CLOSED) return walletProblem('wallet/unheard')
  if (code === GONE || EIP1193_DISCONNECTED.includes(code)) return walletProblem('wallet/vanished')
  return walletProblem('wallet/failed', message)
}

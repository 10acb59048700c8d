import type { WalletState } from '../db/schema.ts'
import { readWallet } from '../db/settings.ts'
import { CHAINS } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Hex, sameAddress } from '../protocol/hex.ts'
import type { Bridge } from './bridge.ts'
import {
  accountsCall,
  chainIdCall,
  readAccounts,
  readChainId,
  readHex,
  sendTransactionCall,
  type Transaction,
} from './calls.ts'
import type { Outcome, WalletCall } from './messages.ts'
import { problemOfFault, type WalletProblemCode, walletProblem } from './problems.ts'
import { readBridgeSession } from './session.ts'

type Connected = Extract<WalletState, { state: 'connected' }>

interface Asked {
  readonly id: string
  readonly resolve: (result: unknown) => void
  readonly reject: (error: ProvisoError) => void
}

export interface Transactions {
  send(transaction: Transaction): Promise<Hex>
  /** True where the outcome was a transaction's. */
  settle(outcome: Outcome): boolean
  /** The page is gone. True where a transaction waited for it. */
  lose(code: WalletProblemCode): boolean
}

const toError = ({ code, message, todo }: ReturnType<typeof walletProblem>) =>
  new ProvisoError(code, message, todo === undefined ? {} : { todo })

const connected = async (): Promise<Connected> => {
  const state = await readWallet()
  if (state.state === 'connected') return state
  throw new ProvisoError('wallet/not-connected', 'No wallet is connected.', { todo: 'Connect one first.' })
}

const chainName = (chainId: number) => CHAINS[chainId]?.name ?? `chain ${chainId}`

/**
 * Transactions of the connected account, one at a time. Nothing of one is kept past the worker: what the wallet sent
 * shows on chain, and is never sent again by us.
 */
export const createTransactions = (bridge: Bridge): Transactions => {
  let asked: Asked | undefined
  let isSending = false

  const ask = async (call: WalletCall): Promise<unknown> => {
    const outcome = new Promise<unknown>((resolve, reject) => {
      asked = { id: call.id, resolve, reject }
    })
    await bridge.alone(() => bridge.ask(call))
    return outcome
  }

  const carryOut = async (transaction: Transaction): Promise<Hex> => {
    const { wallet, account } = await connected()
    await bridge.alone(() => bridge.open({}))
    const accounts = readAccounts(await ask(accountsCall(wallet)))
    if (accounts === undefined || !accounts.some((one) => sameAddress(one, account)))
      throw new ProvisoError(
        'wallet/other-account',
        'The wallet is on another account than the connected one.',
        {
          todo: `Choose ${account} in the wallet.`,
        },
      )
    if (readChainId(await ask(chainIdCall(wallet))) !== transaction.chainId)
      throw new ProvisoError('wallet/wrong-chain', 'The wallet is on another chain than this payment.', {
        todo: `Switch the wallet to ${chainName(transaction.chainId)}.`,
      })
    const hash = readHex(await ask(sendTransactionCall(wallet, account, transaction)), 32)
    if (hash === undefined) throw toError(walletProblem('wallet/odd-answer'))
    return hash
  }

  return {
    send: async (transaction) => {
      if (isSending || (await readBridgeSession()).tabId !== undefined)
        throw toError(walletProblem('wallet/busy'))
      isSending = true
      try {
        return await carryOut(transaction)
      } finally {
        isSending = false
        asked = undefined
        await bridge.alone(() => bridge.close())
      }
    },
    settle: (outcome) => {
      if (asked?.id !== outcome.id) return false
      if ('error' in outcome) asked.reject(toError(problemOfFault(outcome.error)))
      else asked.resolve(outcome.result)
      return true
    },
    lose: (code) => {
      asked?.reject(toError(walletProblem(code)))
      return isSending
    },
  }
}

import type { WalletConnection } from '../db/schema.ts'
import { connectionOf, readSettings, readWallet } from '../db/settings.ts'
import { CHAINS } from '../protocol/chains.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Hex, sameAddress } from '../protocol/hex.ts'
import {
  type BatchCall,
  callsStatusCall,
  capabilitiesCall,
  readBatchId,
  readBatchStatus,
  readCapabilities,
  sendCallsCall,
} from './batch.ts'
import {
  accountsCall,
  chainIdCall,
  readAccounts,
  readChainId,
  readHex,
  sendTransactionCall,
  switchChainCall,
} from './calls.ts'
import { type Outcome, SENDING, type WalletCall, type WalletFault } from './messages.ts'
import { placeOf } from './places.ts'
import { problemOfFault, type WalletProblemCode, walletProblem } from './problems.ts'
import type { Reach } from './reach.ts'
import { readReachSession } from './session.ts'

export interface BatchOptions {
  readonly chainId: number
  /** Who pays for gas (ERC-7677); the person's own setting for the chain where left out. */
  readonly paymasterUrl?: string
}

export type Batch = readonly [calls: readonly BatchCall[], options: BatchOptions]

interface Asked {
  readonly call: WalletCall
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: ProvisoError) => void
}

export interface Transactions {
  send(...batch: Batch): Promise<Hex>
  /** True where the outcome was a transaction's. */
  settle(outcome: Outcome): boolean
  /** The page is gone, or about to be. True where a transaction waited for it. */
  lose(code: WalletProblemCode): boolean
}

/** How long a wallet is asked what became of a batch, and how often: milliseconds, each wait half as long again. */
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 10_000
const PATIENCE_MS = 180_000

/**
 * EIP-5792's own refusals of a batch as such, and "no such method": nothing was asked of the person, so the calls may go
 * one by one.
 */
const CANNOT_BATCH: readonly number[] = [4200, -32601, 5700, 5710, 5740, 5760]

const toError = ({ code, message, todo }: ReturnType<typeof walletProblem>) =>
  new ProvisoError(code, message, todo === undefined ? {} : { todo })

const failure = (code: WalletProblemCode) => toError(walletProblem(code))
const failureOf = (fault: WalletFault) => toError(problemOfFault(fault))

const connected = async (): Promise<WalletConnection> => {
  const connection = connectionOf(await readWallet())
  if (connection !== undefined) return connection
  throw new ProvisoError('wallet/not-connected', 'No wallet is connected.', { todo: 'Connect one first.' })
}

const partly = (sent: number, all: number) =>
  new ProvisoError('wallet/partly-sent', `The wallet sent ${sent} of ${all} transactions.`, {
    todo: 'Those count. Try the rest again.',
  })

/** Handed to the wallet as it is, so it must be an address that a wallet may ask: https, or this machine. */
const usable = (url: string | undefined): string | undefined => {
  if (url === undefined || !URL.canParse(url)) return undefined
  const { protocol, hostname } = new URL(url)
  const isLocal = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  return protocol === 'https:' || isLocal ? url : undefined
}

const chainName = (chainId: number) => CHAINS[chainId]?.name ?? `chain ${chainId}`

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * Transactions of the connected account, one batch at a time. Nothing of one is kept past the worker: what the wallet sent
 * shows on chain, and is never sent again by us.
 */
export const createTransactions = (reach: Reach): Transactions => {
  let asked: Asked | undefined
  let isSending = false
  /** Why nobody will answer any more. */
  let lostBy: WalletProblemCode | undefined

  const outcomeOf = async (call: WalletCall): Promise<Outcome> => {
    if (lostBy !== undefined) throw failure(lostBy)
    const outcome = new Promise<Outcome>((resolve, reject) => {
      asked = { call, resolve, reject }
    })
    // Whoever asked may have failed at something else by then.
    outcome.catch(() => undefined)
    await reach.alone(() => reach.ask(call))
    return outcome
  }
  const ask = async (call: WalletCall): Promise<unknown> => {
    const outcome = await outcomeOf(call)
    if ('error' in outcome) throw failureOf(outcome.error)
    return outcome.result
  }

  const assertAccount = async ({ wallet, account }: WalletConnection) => {
    const accounts = readAccounts(await ask(accountsCall(wallet)))
    if (accounts?.some((one) => sameAddress(one, account))) return
    throw new ProvisoError(
      'wallet/other-account',
      'The wallet is on another account than the connected one.',
      { todo: `Choose ${account} in the wallet.` },
    )
  }

  const isOn = async ({ wallet }: WalletConnection, chainId: number) =>
    readChainId(await ask(chainIdCall(wallet))) === chainId

  /** Asks the wallet to change chains where it is on another one; only its own say that it has counts. */
  const assertChain = async (connection: WalletConnection, chainId: number) => {
    if (await isOn(connection, chainId)) return
    const switched = await outcomeOf(switchChainCall(connection.wallet, chainId))
    if ('result' in switched && (await isOn(connection, chainId))) return
    throw new ProvisoError('wallet/wrong-chain', 'The wallet is on another chain than this payment.', {
      todo: `Switch the wallet to ${chainName(chainId)}.`,
    })
  }

  const settled = async ({ wallet }: WalletConnection, id: string): Promise<Hex> => {
    const until = Date.now() + PATIENCE_MS
    for (let pause = FIRST_WAIT_MS; Date.now() < until; pause = Math.min(pause * 1.5, LONGEST_WAIT_MS)) {
      const outcome = await outcomeOf(callsStatusCall(wallet, id)).catch(() => undefined)
      // The page has gone; what the wallet took it took.
      if (outcome === undefined) break
      const status = 'result' in outcome ? readBatchStatus(outcome.result) : undefined
      if (status?.status === 'confirmed') return status.hash
      if (status?.status === 'reverted') throw failure('wallet/reverted')
      if (status?.status === 'dropped') throw failure('wallet/dropped')
      await wait(pause)
    }
    throw failure('wallet/not-mined')
  }

  /** In one question (EIP-5792). Undefined where the wallet cannot after all, and has asked the person nothing. */
  const sendTogether = async (connection: WalletConnection, ...[calls, options]: Batch) => {
    const { wallet, account } = connection
    const outcome = await outcomeOf(sendCallsCall(wallet, account, calls, options))
    if ('error' in outcome) {
      if (CANNOT_BATCH.includes(outcome.error.code)) return undefined
      throw failureOf(outcome.error)
    }
    const id = readBatchId(outcome.result)
    if (id === undefined) throw failure('wallet/odd-answer')
    return settled(connection, id)
  }

  const sendOneByOne = async ({ wallet, account }: WalletConnection, ...[calls, { chainId }]: Batch) => {
    let hash: Hex | undefined
    for (const [sent, { to, data }] of calls.entries()) {
      const outcome = await outcomeOf(sendTransactionCall(wallet, account, { chainId, to, data }))
      if ('error' in outcome) throw sent === 0 ? failureOf(outcome.error) : partly(sent, calls.length)
      hash = readHex(outcome.result, 32)
      if (hash === undefined) throw failure('wallet/odd-answer')
    }
    if (hash === undefined) throw new ProvisoError('wallet/nothing-to-send', 'There is nothing to send.')
    return hash
  }

  const carryOut = async (...[calls, { chainId, paymasterUrl: given }]: Batch): Promise<Hex> => {
    const connection = await connected()
    const configured = usable(given ?? (await readSettings()).paymasterUrls[chainId])
    await reach.alone(() => reach.open(placeOf(connection.wallet)))
    await assertAccount(connection)
    await assertChain(connection, chainId)
    if (calls.length > 1 || configured !== undefined) {
      const answer = await outcomeOf(capabilitiesCall(connection.wallet, connection.account, chainId))
      const { canBatch, canBeSponsored } = readCapabilities('result' in answer && answer.result, chainId)
      const paymasterUrl = canBeSponsored ? configured : undefined
      const hash =
        (calls.length > 1 && canBatch) || paymasterUrl !== undefined
          ? await sendTogether(connection, calls, {
              chainId,
              ...(paymasterUrl === undefined ? {} : { paymasterUrl }),
            })
          : undefined
      if (hash !== undefined) return hash
    }
    return sendOneByOne(connection, calls, { chainId })
  }

  return {
    send: async (...batch) => {
      if (isSending || (await readReachSession()).tabId !== undefined) throw failure('wallet/busy')
      isSending = true
      lostBy = undefined
      try {
        return await carryOut(...batch)
      } finally {
        isSending = false
        asked = undefined
        // Whoever closed it may have opened another one.
        if (lostBy === undefined) await reach.alone(() => reach.close())
      }
    },
    settle: (outcome) => {
      if (asked?.call.id !== outcome.id) return false
      asked.resolve(outcome)
      return true
    },
    lose: (code) => {
      const wasSending = asked !== undefined && SENDING.includes(asked.call.method)
      lostBy = wasSending ? 'wallet/unheard' : code
      asked?.reject(failure(lostBy))
      return isSending
    },
  }
}

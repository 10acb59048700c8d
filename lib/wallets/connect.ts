import { createContributionKey } from '../attest/contributionKey.ts'
import { newDelegation, verifyDelegation } from '../attest/delegation.ts'
import type { VerifyTypedData } from '../attest/signature.ts'
import { deviceVerify } from '../chain/deviceClient.ts'
import { write } from '../db/database.ts'
import type { FoundWallet, Problem, WalletState } from '../db/schema.ts'
import { readWallet } from '../db/settings.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Address, type Hex, sameAddress } from '../protocol/hex.ts'
import { createBridge } from './bridge.ts'
import {
  accountsCall,
  chainIdCall,
  readAccounts,
  readChainId,
  readHex,
  signDelegationCall,
  type Transaction,
} from './calls.ts'
import type { Outcome, WalletCall } from './messages.ts'
import { problemOfFault, type WalletProblemCode, walletProblem } from './problems.ts'
import { type BridgeSession, readBridgeSession } from './session.ts'
import { createTransactions } from './transactions.ts'

export interface WalletFlow {
  /** Opens the bridge page; wallets appear in the wallet's state. */
  begin(): Promise<void>
  /** Asks one of the found wallets for its account. Throws `wallet/unknown`. */
  choose(walletId: string): Promise<void>
  /** The person says that `account` is theirs: one signature is asked for. Throws `wallet/other-account`. */
  confirm(account: string): Promise<void>
  /** Ends what goes on. A connection that stood before stands again. */
  cancel(): Promise<void>
  /** Forgets the wallet. Grants go on with the delegation that they hold, until revoked or lapsed. */
  disconnect(): Promise<void>
  /**
   * Has the connected wallet send a transaction from the connected account. Resolves with its hash.
   * Throws `wallet/not-connected`, `wallet/other-account`, `wallet/wrong-chain` or the wallet's problem.
   */
  sendTransaction(transaction: Transaction): Promise<Hex>
}

/** Contract wallets' signatures carry their own deployment: bytes. */
const MAX_SIGNATURE_BYTES = 8192

type Connecting = Extract<WalletState, { wallet: FoundWallet; account: Address }>

const UNDER_WAY: readonly WalletState['state'][] = ['choosing', 'connecting', 'confirming', 'signing']

const notNow = () =>
  new ProvisoError('wallet/not-now', 'The wallet is at another step by now.', { todo: 'Look at it again.' })

const sameWallet = (a: Pick<FoundWallet, 'id' | 'rdns'>, b: Pick<FoundWallet, 'id' | 'rdns'>): boolean =>
  a.id === b.id || (a.rdns !== '' && a.rdns === b.rdns)

/** The standing connection, to come back to: now, or kept from before an attempt that failed. */
const standing = async (): Promise<Pick<BridgeSession, 'previous'>> => {
  const state = await readWallet()
  const previous = state.state === 'connected' ? state : (await readBridgeSession()).previous
  return previous === undefined ? {} : { previous }
}

/**
 * Connects a wallet, step by step, each step on disk before the next. `verify` checks signatures on a chain.
 * Registers its listeners at once, so call it while the worker starts.
 */
export const createWalletFlow = (verify: (chainId: number) => VerifyTypedData = deviceVerify): WalletFlow => {
  const setState = async (state: WalletState) => {
    await write(['state'], (transaction) => transaction.objectStore('state').put(state, 'wallet'))
    bridge.show(state)
  }

  const fail = async (problem: Problem) => {
    const state = await readWallet()
    await setState({
      state: 'failed',
      problem,
      ...('wallet' in state && state.wallet ? { wallet: state.wallet } : {}),
    })
    await bridge.close(await standing())
  }
  const failWith = (code: WalletProblemCode) => fail(walletProblem(code))

  const gotAccounts = async (wallet: FoundWallet, result: unknown) => {
    const accounts = readAccounts(result)
    if (accounts === undefined) return failWith('wallet/odd-answer')
    const [account] = accounts
    if (account === undefined) return failWith('wallet/locked')
    await bridge.ask(chainIdCall(wallet), { account })
  }

  const gotChainId = async (wallet: FoundWallet, result: unknown) => {
    const { account } = await readBridgeSession()
    const chainId = readChainId(result)
    if (account === undefined || chainId === undefined) return failWith('wallet/odd-answer')
    await setState({ state: 'confirming', wallet, account, chainId })
  }

  const gotSignature = async ({ wallet, account, chainId }: Connecting, result: unknown) => {
    const { statement } = await readBridgeSession()
    const signature = readHex(result, MAX_SIGNATURE_BYTES)
    if (statement === undefined || signature === undefined) return failWith('wallet/odd-answer')
    const delegation = { statement, signature }
    try {
      await verifyDelegation(delegation, { now: Date.now(), verify: verify(chainId) })
    } catch (error) {
      const isForged = error instanceof ProvisoError && error.code.startsWith('delegation/')
      return failWith(isForged ? 'wallet/wrong-signature' : 'wallet/unverifiable')
    }
    await setState({ state: 'connected', wallet, account, chainId, delegation })
    await bridge.close()
  }

  const lose = async (code: WalletProblemCode) => {
    if (transactions.lose(code)) return
    if (UNDER_WAY.includes((await readWallet()).state)) await failWith(code)
  }

  const onOutcome = async (call: WalletCall, outcome: Outcome) => {
    if (transactions.settle(outcome)) return
    const state = await readWallet()
    const { method } = call
    if (state.state !== 'connecting' && state.state !== 'signing') return
    if ('error' in outcome) return fail(problemOfFault(outcome.error))
    if (state.state === 'signing' && method === 'eth_signTypedData_v4')
      return gotSignature(state, outcome.result)
    if (state.state !== 'connecting') return
    if (method === 'eth_requestAccounts') return gotAccounts(state.wallet, outcome.result)
    if (method === 'eth_chainId') return gotChainId(state.wallet, outcome.result)
  }

  const bridge = createBridge({
    onPage: readWallet,
    onOutcome,
    onWallets: async (wallets) => {
      if ((await readWallet()).state === 'choosing') await setState({ state: 'choosing', wallets })
    },
    onAccounts: async (wallet, accounts) => {
      const state = await readWallet()
      if (state.state !== 'confirming' && state.state !== 'signing') return
      const [account] = accounts
      if (!sameWallet(wallet, state.wallet)) return
      if (account === undefined) return failWith('wallet/locked')
      if (!sameAddress(account, state.account)) return failWith('wallet/account-changed')
    },
    onLost: () => lose('wallet/page-closed'),
    onUnreachable: () => lose('wallet/page-unreachable'),
  })
  const transactions = createTransactions(bridge)

  /**
   * A browser that was closed half-way took the page and its session with it; a worker that died between writing the
   * step and the call that belongs to it leaves a step that nothing would end.
   */
  const recover = async () => {
    const { state } = await readWallet()
    const { tabId, call } = await readBridgeSession()
    if (!UNDER_WAY.includes(state)) return
    const isCallMissing =
      (state === 'connecting' && call === undefined) ||
      (state === 'signing' && call?.method !== 'eth_signTypedData_v4')
    if (tabId === undefined || isCallMissing) await failWith('wallet/interrupted')
  }
  bridge.alone(recover).catch((error: unknown) => console.error(error))

  return {
    begin: () =>
      bridge.alone(async () => {
        await bridge.open(await standing())
        await setState({ state: 'choosing', wallets: [] })
      }),
    choose: (walletId) =>
      bridge.alone(async () => {
        const state = await readWallet()
        if (state.state !== 'choosing') throw notNow()
        const wallet = state.wallets.find(({ id }) => id === walletId)
        if (wallet === undefined)
          throw new ProvisoError('wallet/unknown', 'This wallet is not there any more.', {
            todo: 'Choose one that is shown.',
          })
        await setState({ state: 'connecting', wallet })
        await bridge.ask(accountsCall(wallet))
      }),
    confirm: (account) =>
      bridge.alone(async () => {
        const state = await readWallet()
        if (state.state !== 'confirming') throw notNow()
        if (!sameAddress(account, state.account))
          throw new ProvisoError('wallet/other-account', 'The wallet named another account.', {
            todo: 'Look at the account again before you confirm it.',
          })
        const { wallet, chainId } = state
        const statement = newDelegation({
          account: state.account,
          key: await createContributionKey(),
          chainId,
          payee: state.account,
          now: Date.now(),
        })
        await setState({ ...state, state: 'signing' })
        await bridge.ask(signDelegationCall(wallet, statement), { statement })
      }),
    cancel: () =>
      bridge.alone(async () => {
        const { previous } = await standing()
        await setState(previous ?? { state: 'none' })
        await bridge.close()
      }),
    disconnect: () =>
      bridge.alone(async () => {
        await setState({ state: 'none' })
        await bridge.close()
      }),
    sendTransaction: (transaction) => transactions.send(transaction),
  }
}

import { type ActivityEntry, appendActivity } from '../activity/log.ts'
import { createContributionKey } from '../attest/contributionKey.ts'
import { newDelegation, verifyDelegation } from '../attest/delegation.ts'
import type { VerifyTypedData } from '../attest/signature.ts'
import { deviceVerify } from '../chain/deviceClient.ts'
import { write } from '../db/database.ts'
import type { FoundWallet, Problem, WalletConnection, WalletState } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Hex, sameAddress } from '../protocol/hex.ts'
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
import { placeOf } from './places.ts'
import { problemOfFault, type WalletProblemCode, walletProblem } from './problems.ts'
import { createReach } from './reach.ts'
import { readReachSession } from './session.ts'
import { SMART_WALLET } from './smart/smartWallet.ts'
import { type Batch, createTransactions } from './transactions.ts'

export interface WalletFlow {
  /** Opens the bridge page; injected wallets appear in the wallet's state. */
  begin(): Promise<void>
  /** Asks one of the found wallets, or Coinbase Smart Wallet, for its accounts. Throws `wallet/unknown`. */
  choose(walletId: string): Promise<void>
  /** The person says that `account`, of those named, is theirs: one signature is asked for. Throws `wallet/other-account`. */
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
  /**
   * The same for several calls: in one question where the wallet can (EIP-5792), else one after the other. Where the wallet
   * can have gas paid for and the person has set an address for that, it is handed over. Resolves with the last hash.
   */
  sendCalls(...batch: Batch): Promise<Hex>
}

/** Contract wallets' signatures carry their own deployment: bytes. */
const MAX_SIGNATURE_BYTES = 8192

type Signing = Extract<WalletState, { state: 'signing' }>

const UNDER_WAY: readonly WalletState['state'][] = ['choosing', 'connecting', 'confirming', 'signing']

const notNow = () =>
  new ProvisoError('wallet/not-now', 'The wallet is at another step by now.', { todo: 'Look at it again.' })

type Named = Pick<FoundWallet, 'id' | 'rdns'>

const sameWallet = (a: Named, b: Named): boolean => a.id === b.id || (a.rdns !== '' && a.rdns === b.rdns)

/** The connection that an attempt leaves standing: kept with every step of it. */
const standing = async (): Promise<{ standing?: WalletConnection }> => {
  const connection = connectionOf(await readWallet())
  if (connection === undefined) return {}
  const { wallet, account, chainId, delegation } = connection
  return { standing: { wallet, account, chainId, delegation } }
}

const sameAccounts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.some((other) => sameAddress(one, other)))

/**
 * Connects a wallet, step by step, each step on disk before the next. `verify` checks signatures on a chain.
 * Registers its listeners at once, so call it while the worker starts.
 */
export const createWalletFlow = (verify: (chainId: number) => VerifyTypedData = deviceVerify): WalletFlow => {
  const setState = async (state: WalletState, entry?: ActivityEntry) => {
    await write(['state', 'activity'], async (transaction) => {
      await transaction.objectStore('state').put(state, 'wallet')
      if (entry !== undefined) await appendActivity(transaction, entry)
    })
    reach.show(state)
  }

  const fail = async (problem: Problem) => {
    const state = await readWallet()
    await setState({
      state: 'failed',
      problem,
      ...('wallet' in state && state.wallet ? { wallet: state.wallet } : {}),
      ...(await standing()),
    })
    await reach.close()
  }
  const failWith = (code: WalletProblemCode) => fail(walletProblem(code))

  const gotAccounts = async (wallet: FoundWallet, result: unknown) => {
    const accounts = readAccounts(result)
    if (accounts === undefined) return failWith('wallet/odd-answer')
    if (accounts.length === 0) return failWith('wallet/locked')
    await reach.ask(chainIdCall(wallet), { accounts })
  }

  const gotChainId = async (wallet: FoundWallet, result: unknown) => {
    const { accounts } = await readReachSession()
    const chainId = readChainId(result)
    if (accounts === undefined || chainId === undefined) return failWith('wallet/odd-answer')
    await setState({ state: 'confirming', wallet, accounts, chainId, ...(await standing()) })
  }

  const gotSignature = async ({ wallet, account, chainId }: Signing, result: unknown) => {
    const { statement } = await readReachSession()
    const signature = readHex(result, MAX_SIGNATURE_BYTES)
    if (statement === undefined || signature === undefined) return failWith('wallet/odd-answer')
    const delegation = { statement, signature }
    try {
      await verifyDelegation(delegation, { now: Date.now(), verify: verify(chainId) })
    } catch (error) {
      const isForged = error instanceof ProvisoError && error.code.startsWith('delegation/')
      return failWith(isForged ? 'wallet/wrong-signature' : 'wallet/unverifiable')
    }
    await setState(
      { state: 'connected', wallet, account, chainId, delegation },
      {
        kind: 'wallet-connected',
        text: `You connected ${wallet.name}, and it signed for Proviso's contribution key.`,
        data: { account, chainId, key: statement.key, until: statement.notAfter },
      },
    )
    await reach.close()
  }

  const lose = async (code: WalletProblemCode) => {
    if (!transactions.lose(code) && UNDER_WAY.includes((await readWallet()).state)) return failWith(code)
    await reach.close()
  }

  const onOutcome = async (call: WalletCall, outcome: Outcome) => {
    if (transactions.settle(outcome)) return
    const state = await readWallet()
    const { method } = call
    // The worker that sent this has died. The chain knows what became of it; the page is not needed any more.
    if (!UNDER_WAY.includes(state.state)) return reach.close()
    if (state.state !== 'connecting' && state.state !== 'signing') return
    if ('error' in outcome) return fail(problemOfFault(outcome.error))
    if (state.state === 'signing' && method === 'eth_signTypedData_v4')
      return gotSignature(state, outcome.result)
    if (state.state !== 'connecting') return
    if (method === 'eth_requestAccounts') return gotAccounts(state.wallet, outcome.result)
    if (method === 'eth_chainId') return gotChainId(state.wallet, outcome.result)
  }

  const onAccounts = async (wallet: Named, accounts: readonly string[]) => {
    const state = await readWallet()
    if (state.state !== 'confirming' && state.state !== 'signing') return
    if (!sameWallet(wallet, state.wallet)) return
    if (accounts.length === 0) return failWith('wallet/locked')
    const isStillThere =
      state.state === 'confirming'
        ? sameAccounts(accounts, state.accounts)
        : accounts.some((one) => sameAddress(one, state.account))
    if (!isStillThere) return failWith('wallet/account-changed')
  }

  /** What is confirmed says on which chain; a statement that is being signed names it. */
  const onChain = async (wallet: Named, result: string) => {
    const state = await readWallet()
    const chainId = readChainId(result)
    if (state.state !== 'confirming' && state.state !== 'signing') return
    if (!sameWallet(wallet, state.wallet) || chainId === undefined || chainId === state.chainId) return
    if (state.state === 'confirming') return setState({ ...state, chainId })
    return failWith('wallet/chain-changed')
  }

  const reach = createReach({
    onPage: readWallet,
    onOutcome,
    onWallets: async (wallets) => {
      const state = await readWallet()
      if (state.state !== 'choosing') return
      await setState({ ...state, wallets: wallets.filter(({ id }) => id !== SMART_WALLET.id) })
    },
    onAccounts,
    onChain,
    onLost: () => lose('wallet/page-closed'),
    onUnreachable: () => lose('wallet/page-unreachable'),
  })
  const transactions = createTransactions(reach)

  /**
   * A browser that was closed half-way took the page and its session with it; a worker that died between writing the
   * step and the call that belongs to it leaves a step that nothing would end.
   */
  const recover = async () => {
    const { state } = await readWallet()
    const { tabId, call } = await readReachSession()
    if (!UNDER_WAY.includes(state)) return
    const isCallMissing =
      (state === 'connecting' && call === undefined) ||
      (state === 'signing' && call?.method !== 'eth_signTypedData_v4')
    if (tabId === undefined || isCallMissing) await failWith('wallet/interrupted')
  }
  reach.alone(recover).catch((error: unknown) => console.error(error))

  return {
    begin: () =>
      reach.alone(async () => {
        transactions.lose('wallet/page-closed')
        await reach.open('bridge')
        await setState({ state: 'choosing', wallets: [], ...(await standing()) })
      }),
    choose: (walletId) =>
      reach.alone(async () => {
        const state = await readWallet()
        if (state.state !== 'choosing') throw notNow()
        const wallet = [SMART_WALLET, ...state.wallets].find(({ id }) => id === walletId)
        if (wallet === undefined)
          throw new ProvisoError('wallet/unknown', 'This wallet is not there any more.', {
            todo: 'Choose one that is shown.',
          })
        await setState({ state: 'connecting', wallet, ...(await standing()) })
        const place = placeOf(wallet)
        if (place !== 'bridge') await reach.open(place)
        await reach.ask(accountsCall(wallet, { anew: true }))
      }),
    confirm: (account) =>
      reach.alone(async () => {
        const state = await readWallet()
        if (state.state !== 'confirming') throw notNow()
        const chosen = state.accounts.find((one) => sameAddress(one, account))
        if (chosen === undefined)
          throw new ProvisoError('wallet/other-account', 'The wallet named another account.', {
            todo: 'Look at the accounts again before you confirm one.',
          })
        const { wallet, chainId } = state
        const statement = newDelegation({
          account: chosen,
          key: await createContributionKey(),
          chainId,
          payee: chosen,
          now: Date.now(),
        })
        await setState({ state: 'signing', wallet, account: chosen, chainId, ...(await standing()) })
        await reach.ask(signDelegationCall(wallet, statement), { statement })
      }),
    cancel: () =>
      reach.alone(async () => {
        transactions.lose('wallet/page-closed')
        const connection = connectionOf(await readWallet())
        await setState(connection === undefined ? { state: 'none' } : { ...connection, state: 'connected' })
        await reach.close()
      }),
    disconnect: () =>
      reach.alone(async () => {
        transactions.lose('wallet/page-closed')
        const connection = connectionOf(await readWallet())
        await setState(
          { state: 'none' },
          connection && {
            kind: 'wallet-forgotten',
            text: `You disconnected ${connection.wallet.name}.`,
            data: { account: connection.account },
          },
        )
        await reach.close()
      }),
    sendTransaction: ({ chainId, to, data }) => transactions.send([{ to, data }], { chainId }),
    sendCalls: (...batch) => transactions.send(...batch),
  }
}

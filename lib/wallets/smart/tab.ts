import type { Problem } from '../../db/schema.ts'
import {
  type Outcome,
  POPUP_CLOSED,
  PORTS,
  SENDING,
  type Shown,
  WALLET_METHODS,
  type WalletCall,
  type WalletMethod,
} from '../messages.ts'
import { faultOf } from '../page/fault.ts'
import { createOnce } from '../page/once.ts'
import { walletProblem } from '../problems.ts'
import { createWorkerLink } from '../workerLink.ts'
import { PopupFault, type Popups } from './popups.ts'
import type { SmartProvider } from './provider.ts'
import { type Asks, asksOf } from './question.ts'
import { SMART_WALLET } from './smartWallet.ts'

/** A question that waits for the person's click, or for their answer in the wallet's window. */
export interface Question {
  readonly asks: Asks
  readonly isOpen: boolean
  /** Why it stands here again. */
  readonly problem?: Problem
}

export interface TabView {
  readonly shown: Shown | undefined
  readonly question: Question | undefined
}

/** The wallet tab's half of the conversation: the worker's calls on one side, the person's clicks and the wallet on the other. */
export interface WalletTab {
  subscribe(listener: () => void): () => void
  view(): TabView
  /** The person's click: the wallet's window opens now. */
  open(): void
  /** Brings the open window to the front. */
  focus(): void
}

/** What the wallet answers in its window and nowhere else: shown here before it is asked there. */
const ASKED_THERE: readonly WalletMethod[] = ['eth_signTypedData_v4', ...SENDING]

const { id, rdns } = SMART_WALLET

/** Speaks to the worker at once. */
export const startWalletTab = (provider: SmartProvider, popups: Popups): WalletTab => {
  const listeners = new Set<() => void>()
  let now: TabView = { shown: undefined, question: undefined }
  let click: (() => void) | undefined

  const change = (changes: Partial<TabView>) => {
    now = { ...now, ...changes }
    for (const listener of listeners) listener()
  }
  const clicked = (asks: Asks, problem: Problem | undefined) =>
    new Promise<void>((resolve) => {
      click = resolve
      change({ question: { asks, isOpen: false, ...(problem === undefined ? {} : { problem }) } })
    })

  const needsWindow = async ({ method, anew }: WalletCall) =>
    method === 'eth_requestAccounts'
      ? anew === true || !(await provider.isConnected())
      : ASKED_THERE.includes(method)

  /** Asks until there is an answer. Where no window could be opened or it was closed, the person may try again. */
  const answered = async (call: WalletCall): Promise<unknown> => {
    const asks = asksOf(call)
    let isAsked = await needsWindow(call)
    let problem: Problem | undefined
    for (;;) {
      if (isAsked) {
        await clicked(asks, problem)
        change({ question: { asks, isOpen: true } })
      }
      try {
        return await popups.during(() => provider.request(call), isAsked)
      } catch (error) {
        if (!(error instanceof PopupFault)) throw error
        // Whether it was sent, nobody here knows: it is not asked again.
        if (error.trouble === 'closed' && SENDING.includes(call.method))
          throw { code: POPUP_CLOSED, message: error.message }
        isAsked = true
        problem = error.trouble === 'needs-click' ? undefined : walletProblem(`wallet/popup-${error.trouble}`)
      }
    }
  }

  const carryOut = async (call: WalletCall): Promise<Outcome> => {
    if (!WALLET_METHODS.includes(call.method))
      return { id: call.id, error: { code: -32601, message: `${call.method} is not for here.` } }
    try {
      return { id: call.id, result: await answered(call) }
    } catch (error) {
      return { id: call.id, error: faultOf(error) }
    } finally {
      change({ question: undefined })
    }
  }

  const ask = createOnce(carryOut, (outcome) => link.post({ type: 'outcome', outcome }))
  const link = createWorkerLink(PORTS.tab, {
    onMessage: (message) => {
      if (message.type === 'call') void ask(message.call)
      else change({ shown: message.state })
    },
    onGone: () => change({ shown: 'none' }),
  })
  provider.onAccounts((accounts) => link.post({ type: 'accounts', wallet: { id, rdns }, accounts }))
  link.connect()

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    view: () => now,
    open: () => {
      const begin = click
      click = undefined
      begin?.()
    },
    focus: popups.focus,
  }
}

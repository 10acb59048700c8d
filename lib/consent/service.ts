import type { VerifyTypedData } from '../attest/signature.ts'
import { database } from '../db/database.ts'
import type { Asker, Decision, GrantRecord } from '../db/schema.ts'
import type { DataUseEvents } from '../protocol/provider.ts'
import type { GateQuestion } from '../protocol/walletCalls.ts'
import { answerRequest, type PersonsAnswer } from './answerRequest.ts'
import { type Outcome, waitingAnswers } from './answers.ts'
import { runChecks } from './checks.ts'
import { grantsOf, publicGrant } from './grants.ts'
import { type Incoming, receive, requestIdOf } from './receive.ts'
import { handOver, settle } from './settle.ts'
import { answerWalletCall, receiveWalletCall } from './walletCalls.ts'

export interface ConsentPorts {
  /** Hands the kept answer to the page if it is connected. */
  readonly deliver: (documentId: string, requestId: string) => Promise<void>
  readonly emit: <Name extends keyof DataUseEvents>(
    origin: string,
    event: Name,
    payload: DataUseEvents[Name],
  ) => void
  /** Opens the prompt window unless it is open. Resolves once it can be read, or as good as never will. */
  readonly ensurePrompt: () => Promise<void>
  readonly verifyOnChain: (chainId: number) => VerifyTypedData
  /** A permission exists: there may be work. */
  readonly onGrant: (grant: GrantRecord) => void
}

/** Life of a request: received, checked, asked or decided, answered. State is on disk; this only moves it along. */
export interface Consent {
  /** Resolves with an answer that nothing has to be kept for, or when request or answer are on disk. */
  onRequest(incoming: Incoming): Promise<Outcome | undefined>
  /** A question to the wallet that the gate of a page stopped. */
  onWalletCall(asker: Asker, question: GateQuestion): Promise<Outcome | undefined>
  decideWalletCall(callId: string, answer: Decision & { readonly remember: boolean }): Promise<void>
  decide(requestId: string, answer: PersonsAnswer): Promise<void>
  /**
   * The prompt window was closed: what it showed is refused, the others go on waiting. Where what it showed was answered, it
   * closed itself: what came in that moment, and was seen by nobody, gets a window of its own.
   */
  promptClosed(shownId: string): Promise<void>
  /** After the worker woke: continues checks and answers that were under way. Shows no second prompt. */
  resume(): Promise<void>
  announceGrants(origin: string): Promise<void>
}

const pending = async () => {
  const requests = await (await database()).getAllFromIndex('requests', 'state', 'pending')
  return requests.toSorted((a, b) => a.receivedAt - b.receivedAt)
}

const waitingCalls = async () => {
  const calls = await (await database()).getAllFromIndex('walletCalls', 'state', 'pending')
  return calls.toSorted((a, b) => a.receivedAt - b.receivedAt)
}

const isCallWaiting = async (callId: string): Promise<boolean> =>
  (await (await database()).get('walletCalls', callId))?.state === 'pending'

export const createConsent = (ports: ConsentPorts): Consent => {
  const deliverAt = (documentId: string, requestId: string, readyAt: number): void => {
    // A worker that dies in between finds the answer on disk when it wakes.
    setTimeout(
      () => {
        // Timers and the clock do not agree to the millisecond, and a moment too early nothing may be told.
        if (Date.now() < readyAt) deliverAt(documentId, requestId, readyAt)
        else void ports.deliver(documentId, requestId)
      },
      Math.max(0, readyAt - Date.now()),
    )
  }

  const announceGrants = async (origin: string): Promise<void> => {
    ports.emit(origin, 'grantsChanged', (await grantsOf(origin)).map(publicGrant))
  }

  const decide = async (requestId: string, answer: PersonsAnswer): Promise<void> => {
    const grant = await answerRequest(requestId, answer)
    const request = await (await database()).get('requests', requestId)
    if (request !== undefined) {
      const { documentId, requestId: asked } = request.asker
      if (answer.readyAt === undefined) await ports.deliver(documentId, asked)
      else deliverAt(documentId, asked, answer.readyAt)
    }
    if (grant === undefined) return
    await announceGrants(grant.origin)
    ports.onGrant(grant)
  }

  const decideWalletCall: Consent['decideWalletCall'] = async (callId, answer) => {
    const { documentId, requestId } = await answerWalletCall(callId, answer)
    await ports.deliver(documentId, requestId)
  }

  /** The request is on disk and acknowledged either way: the badge shows it if no window can be opened. */
  const openPrompt = (): Promise<void> =>
    ports.ensurePrompt().catch((error: unknown) => console.error('proviso: no prompt window', error))

  const check = async (requestId: string): Promise<void> => {
    const request = await (await database()).get('requests', requestId)
    if (request?.state === 'pending') await runChecks(request)
  }

  /** Asks the chain first: a rule must not train for an empty escrow, and may speak of what only the chain knows. */
  const checkAndSettle = async (requestId: string): Promise<void> => {
    await check(requestId)
    const settled = await settle(requestId)
    if (settled.state === 'ask') void openPrompt()
    if (settled.state !== 'answer') return
    try {
      await decide(requestId, settled.answer)
    } catch {
      // What a rule cannot allow yet the person may look at.
      if (await handOver(requestId)) void openPrompt()
    }
  }

  return {
    decide,
    announceGrants,
    onWalletCall: async (asker, question) => {
      const received = await receiveWalletCall(asker, question)
      if (received.state === 'told') return received.outcome
      if (received.state === 'waiting') void openPrompt()
      else if (received.state === 'answered') deliverAt(asker.documentId, asker.requestId, received.readyAt)
      else if (await isCallWaiting(requestIdOf(asker))) void openPrompt()
      else deliverAt(asker.documentId, asker.requestId, 0)
      return undefined
    },
    decideWalletCall,
    onRequest: async (incoming) => {
      let prompt: Promise<void> | undefined
      const received = await receive(incoming, {
        verifyOnChain: ports.verifyOnChain,
        onAsk: () => {
          prompt = openPrompt()
        },
      })
      const { documentId, requestId } = incoming.asker
      switch (received.state) {
        case 'told':
          return received.outcome
        case 'answered':
          deliverAt(documentId, requestId, received.readyAt)
          return undefined
        case 'repeated': {
          // The page's channel replays after a lost connection: the worker may have died before the prompt opened.
          const request = await (await database()).get('requests', requestIdOf(incoming.asker))
          if (request?.state === 'pending') {
            if (request.undecided === undefined) void openPrompt()
          } else deliverAt(documentId, requestId, 0)
          return undefined
        }
        case 'waiting':
          // The prompt first: somebody waits for it, and the checks fill their rows afterwards.
          void (prompt ?? openPrompt()).then(() => check(received.requestId))
          return undefined
        case 'undecided':
          void checkAndSettle(received.requestId)
          return undefined
      }
    },
    promptClosed: async (shownId) => {
      const closed = { effect: 'refuse', by: 'person', reason: 'You closed the window.' } as const
      const [requests, calls] = await Promise.all([pending(), waitingCalls()])
      const isShown = ({ id }: { readonly id: string }) => id === shownId
      if (requests.some(isShown)) await decide(shownId, closed).catch(() => undefined)
      else if (calls.some(isShown))
        await decideWalletCall(shownId, { ...closed, remember: false }).catch(() => undefined)
      else if (requests.some(({ undecided }) => undecided === undefined) || calls.length > 0)
        void openPrompt()
    },
    resume: async () => {
      for (const { documentId, requestId, readyAt } of await waitingAnswers())
        deliverAt(documentId, requestId, readyAt)
      for (const { id, undecided } of await pending())
        void (undecided === undefined ? check(id) : checkAndSettle(id))
    },
  }
}

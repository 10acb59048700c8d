import type { Outcome } from '../../consent/answers.ts'
import type { AnswerRecord, Asker } from '../../db/schema.ts'
import { onConnect, type Port } from '../../platform/ports.ts'
import { onTabClosed } from '../../platform/windows.ts'
import { ErrorCode, ProviderError, type ProviderRpcError } from '../../protocol/errors.ts'
import { type DataUseEvents, type DataUseMethod, isDataUseMethod } from '../../protocol/provider.ts'
import type { GateQuestion } from '../../protocol/walletCalls.ts'
import { DATA_USE_PORT, GATE_METHOD, parseToWorker, type ToRelay, type ToWorker } from '../messages.ts'
import { SnapshotError, snapshotParams } from '../snapshot.ts'
import { askerOf } from './asker.ts'
import { forgetDocuments, rememberDocument, sendToOrigin } from './documents.ts'
import { readGateQuestion } from './gateQuestion.ts'
import { createRateLimit } from './rateLimit.ts'

export interface DataUseRequest {
  readonly asker: Asker
  readonly method: DataUseMethod
  /** Plain JSON, at most 256 KB; undefined where the page sent none. */
  readonly params: unknown
  /** The relay sends it again because a worker died: (documentId, requestId) may be on disk already. */
  readonly replayed: boolean
}

export interface DataUseHandlers {
  /**
   * Resolves when the request is on disk, or its answer is; or with an answer that needs no disk, because asking again
   * gives the same. Rejects with a `ProviderError` to answer at once.
   */
  onRequest(request: DataUseRequest): Promise<Outcome | undefined>
  /** As `onRequest`, for a question to the wallet that the gate stopped. */
  onWalletCall(asker: Asker, question: GateQuestion): Promise<Outcome | undefined>
  takeAnswer(documentId: string, requestId: string): Promise<AnswerRecord | undefined>
  /** The relay has handed the answer to the page: it can be forgotten. */
  answerDelivered(documentId: string, requestId: string): Promise<void>
}

export interface DataUseServer {
  /** Sends the answer on disk to its document, if that is connected; otherwise it goes when the document is. */
  deliver(documentId: string, requestId: string): Promise<void>
  /** Tells each document of `origin` that has asked something before. */
  emit<Name extends keyof DataUseEvents>(origin: string, event: Name, payload: DataUseEvents[Name]): void
}

type PortRequest = Extract<ToWorker, { type: 'request' }>

const asRpcError = (error: unknown): ProviderRpcError => {
  if (error instanceof ProviderError) return error.toJSON()
  // Our own fault: its words could say more than a page may know.
  console.error(error)
  return { code: ErrorCode.internal, message: 'Proviso could not handle the request.' }
}

const checkedParams = (params: unknown): unknown => {
  try {
    return snapshotParams(params)
  } catch (cause) {
    if (!(cause instanceof SnapshotError)) throw cause
    throw new ProviderError(ErrorCode.invalidParams, cause.message, { cause })
  }
}

/** A request that a person may have to see costs checks of signatures and of the network: as much as ten others. */
const costOf = (method: string): number => (method === 'dataUse_request' ? 10 : 1)

const tooFast = () =>
  new ProviderError(ErrorCode.rateLimited, 'This site asks too fast.', { todo: 'Ask less often.' })

const unsupported = () =>
  new ProviderError(ErrorCode.unsupported, 'Proviso does not know this method.', {
    todo: 'dataUse_getCapabilities lists what this version offers.',
  })

/** Registers the listener at once, so call it while the worker starts. */
export const createDataUseServer = (handlers: DataUseHandlers): DataUseServer => {
  /** The port of each document that is connected now. */
  const ports = new Map<string, Port>()
  /** What is being handled: sent again meanwhile, after a page came back, it is not handled twice. */
  const handling = new Set<string>()
  const rate = createRateLimit()

  const post = (port: Port | undefined, message: ToRelay) => {
    try {
      port?.postMessage(message)
    } catch {
      // The document went away; its relay asks again if it comes back.
    }
  }

  const tell = (
    port: Port | undefined,
    id: string,
    { result, error }: Pick<AnswerRecord, 'result' | 'error'>,
  ) => post(port, { type: 'answer', id, ...(error === undefined ? { result: result ?? null } : { error }) })

  const deliver = async (documentId: string, requestId: string) => {
    if (!ports.has(documentId)) return
    const answer = await handlers.takeAnswer(documentId, requestId)
    if (answer !== undefined) tell(ports.get(documentId), requestId, answer)
  }

  /** A page answers for the frames in it: many origins do not make many pages of it. */
  const isTooFast = ({ origin, topOrigin }: Asker, cost: number): boolean => {
    const now = Date.now()
    return [...new Set([origin, topOrigin])].some((key) => !rate.take(key, cost, now))
  }

  const carryOut = async (asker: Asker, message: PortRequest): Promise<Outcome | undefined> => {
    const { method, replayed } = message
    if (!isDataUseMethod(method) && method !== GATE_METHOD) throw unsupported()
    // What our relay sends again was let through before.
    if (!replayed && isTooFast(asker, costOf(method))) throw tooFast()
    const params = checkedParams(message.params)
    await rememberDocument(asker)
    return method === GATE_METHOD
      ? handlers.onWalletCall(asker, readGateQuestion(params))
      : handlers.onRequest({ asker, method, params, replayed })
  }

  const handle = async (asker: Asker, message: PortRequest) => {
    const { id, replayed } = message
    const { documentId } = asker
    // An answer that is on disk needs no second handling, only delivery.
    if (!replayed || (await handlers.takeAnswer(documentId, id)) === undefined) {
      const outcome = await carryOut(asker, message)
      // To the port of now: the one that it came by may have been replaced.
      if (outcome !== undefined) return tell(ports.get(documentId), id, outcome)
      post(ports.get(documentId), { type: 'acknowledged', id })
    }
    await deliver(documentId, id)
  }

  const receive = async (port: Port, message: PortRequest) => {
    const { id } = message
    let documentId: string | undefined
    try {
      const asker = askerOf(port.sender, id)
      documentId = asker.documentId
      ports.set(documentId, port)
      const key = `${documentId}:${id}`
      if (handling.has(key)) return
      handling.add(key)
      await handle(asker, message).finally(() => handling.delete(key))
    } catch (error) {
      tell(documentId === undefined ? port : ports.get(documentId), id, { error: asRpcError(error) })
    }
  }

  const forget = async (port: Port, id: string) =>
    handlers.answerDelivered(askerOf(port.sender, id).documentId, id)

  onConnect(DATA_USE_PORT, (port) => {
    port.onMessage.addListener((raw: unknown) => {
      const message = parseToWorker(raw)
      // Our relay writes no such message; whoever does gets no service on this port.
      if (message === undefined) return port.disconnect()
      if (message.type === 'request') void receive(port, message)
      else
        forget(port, message.id).catch((error: unknown) => {
          // The answer stays until it expires; nothing is shown twice, since the relay knows it no more.
          console.error(error)
        })
    })
    port.onDisconnect.addListener(() => {
      const { documentId } = port.sender ?? {}
      if (documentId !== undefined && ports.get(documentId) === port) ports.delete(documentId)
    })
  })
  onTabClosed((tabId) => void forgetDocuments(tabId))

  return {
    deliver,
    emit: (origin, event, payload) => {
      sendToOrigin(origin, { event, payload }).catch((error: unknown) => console.error(error))
    },
  }
}

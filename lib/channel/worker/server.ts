import type { AnswerRecord, Asker } from '../../db/schema.ts'
import { onConnect, type Port } from '../../platform/ports.ts'
import { ErrorCode, ProviderError, type ProviderRpcError } from '../../protocol/errors.ts'
import { type DataUseEvents, type DataUseMethod, isDataUseMethod } from '../../protocol/provider.ts'
import type { GateQuestion } from '../../protocol/walletCalls.ts'
import { DATA_USE_PORT, GATE_METHOD, parseToWorker, type ToRelay, type ToWorker } from '../messages.ts'
import { SnapshotError, snapshotParams } from '../snapshot.ts'
import { askerOf } from './asker.ts'
import { rememberDocument, sendToOrigin } from './documents.ts'
import { readGateQuestion } from './gateQuestion.ts'

export interface DataUseRequest {
  readonly asker: Asker
  readonly method: DataUseMethod
  /** Plain JSON, at most 256 KB; undefined where the page sent none. */
  readonly params: unknown
  /** The relay sends it again because a worker died: (documentId, requestId) may be on disk already. */
  readonly replayed: boolean
}

export interface DataUseHandlers {
  /** Resolves when the request is on disk, or its answer is. Rejects with a `ProviderError` to answer at once. */
  onRequest(request: DataUseRequest): Promise<void>
  /** As `onRequest`, for a question to the wallet that the gate stopped. */
  onWalletCall(asker: Asker, question: GateQuestion): Promise<void>
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

const unsupported = () =>
  new ProviderError(ErrorCode.unsupported, 'Proviso does not know this method.', {
    todo: 'dataUse_getCapabilities lists what this version offers.',
  })

/** Registers the listener at once, so call it while the worker starts. */
export const createDataUseServer = (handlers: DataUseHandlers): DataUseServer => {
  const ports = new Map<string, Port>()

  const post = (port: Port, message: ToRelay) => {
    try {
      port.postMessage(message)
    } catch {
      // The document went away; its relay asks again if it comes back.
    }
  }

  const deliver = async (documentId: string, requestId: string) => {
    const port = ports.get(documentId)
    const answer = port && (await handlers.takeAnswer(documentId, requestId))
    if (answer === undefined) return
    const outcome = answer.error === undefined ? { result: answer.result ?? null } : { error: answer.error }
    post(port!, { type: 'answer', id: requestId, ...outcome })
  }

  const handle = async (port: Port, message: PortRequest) => {
    const { id } = message
    const asker = askerOf(port.sender, id)
    const { documentId } = asker
    ports.set(documentId, port)
    const { method, replayed } = message
    if (!isDataUseMethod(method) && method !== GATE_METHOD) throw unsupported()
    const params = checkedParams(message.params)
    await rememberDocument(asker)
    // An answer that is on disk needs no second handling, only delivery.
    if (!replayed || (await handlers.takeAnswer(documentId, id)) === undefined) {
      if (method === GATE_METHOD) await handlers.onWalletCall(asker, readGateQuestion(params))
      else await handlers.onRequest({ asker, method, params, replayed })
      post(port, { type: 'acknowledged', id })
    }
    await deliver(documentId, id)
  }

  const forget = async (port: Port, id: string) =>
    handlers.answerDelivered(askerOf(port.sender, id).documentId, id)

  onConnect(DATA_USE_PORT, (port) => {
    port.onMessage.addListener((raw: unknown) => {
      const message = parseToWorker(raw)
      // Our relay writes no such message; whoever does gets no service on this port.
      if (message === undefined) return port.disconnect()
      const { type, id } = message
      if (type === 'request')
        handle(port, message).catch((error: unknown) => {
          post(port, { type: 'answer', id, error: asRpcError(error) })
        })
      else
        forget(port, id).catch((error: unknown) => {
          // The answer stays until it expires; nothing is shown twice, since the relay knows it no more.
          console.error(error)
        })
    })
    port.onDisconnect.addListener(() => {
      const { documentId } = port.sender ?? {}
      if (documentId !== undefined && ports.get(documentId) === port) ports.delete(documentId)
    })
  })

  return {
    deliver,
    emit: (origin, event, payload) => {
      sendToOrigin(origin, { event, payload }).catch((error: unknown) => console.error(error))
    },
  }
}

import { createDataUseServer, type DataUseRequest } from '../../lib/channel/worker/server.ts'
import type { AnswerRecord } from '../../lib/db/schema.ts'
import type { DataUseEvents } from '../../lib/protocol/provider.ts'

// Stands in for lib/consent, for tests of the channel alone: it keeps requests on disk and answers when the test says so.

type Outcome = Pick<AnswerRecord, 'result' | 'error'>

const read = async <T>(key: string): Promise<T | undefined> =>
  (await chrome.storage.local.get(key))[key] as T | undefined

const answerKey = (documentId: string, requestId: string) => `answer:${documentId}:${requestId}`
const requestKey = ({ asker }: DataUseRequest) => `request:${asker.documentId}:${asker.requestId}`

const server = createDataUseServer({
  onRequest: async (request) => {
    const key = requestKey(request)
    const earlier = await read<StoredRequest>(key)
    await chrome.storage.local.set({ [key]: { ...request, arrivals: (earlier?.arrivals ?? 0) + 1 } })
  },
  onWalletCall: async (asker, question) => {
    await chrome.storage.local.set({ [`call:${asker.documentId}:${asker.requestId}`]: { asker, question } })
  },
  takeAnswer: (documentId, requestId) => read<AnswerRecord>(answerKey(documentId, requestId)),
  answerDelivered: (documentId, requestId) => chrome.storage.local.remove(answerKey(documentId, requestId)),
})

export interface StoredRequest extends DataUseRequest {
  /** How often the channel handed it over. */
  readonly arrivals: number
}

const standIn = {
  requests: async (): Promise<StoredRequest[]> =>
    Object.entries(await chrome.storage.local.get(null))
      .filter(([key]) => key.startsWith('request:'))
      .map(([, value]) => value as StoredRequest),
  undelivered: async (): Promise<number> =>
    Object.keys(await chrome.storage.local.get(null)).filter((key) => key.startsWith('answer:')).length,
  answer: async (documentId: string, requestId: string, outcome: Outcome) => {
    const now = Date.now()
    const answer: AnswerRecord = { documentId, requestId, ...outcome, readyAt: now, expiresAt: now + 600_000 }
    await chrome.storage.local.set({ [answerKey(documentId, requestId)]: answer })
    await server.deliver(documentId, requestId)
  },
  emit: <Name extends keyof DataUseEvents>(origin: string, event: Name, payload: DataUseEvents[Name]) =>
    server.emit(origin, event, payload),
}

export type StandIn = typeof standIn
Object.assign(globalThis, { standIn })

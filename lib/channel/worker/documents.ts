import type { Asker } from '../../db/schema.ts'
import { sendToDocument } from '../../platform/ports.ts'
import { listSession, removeSession, writeSession } from '../../platform/sessionRecords.ts'
import type { EventMessage } from '../messages.ts'

/** Documents that have asked something, kept past the worker's death: only these hear events. */
interface KnownDocument {
  readonly origin: string
  readonly tabId: number
  readonly documentId: string
  readonly at: number
}

const PREFIX = 'document:'
const MAX_DOCUMENTS = 500

const keyOf = (documentId: string) => `${PREFIX}${documentId}`

/** What this worker has written already: a document that asks often is written once. */
const written = new Set<string>()

const forget = async (keys: readonly string[]): Promise<void> => {
  for (const key of keys) {
    written.delete(key)
    await removeSession(key)
  }
}

/** A page that makes frames without end only pushes out the oldest documents. */
export const rememberDocument = async ({ origin, tabId, documentId }: Asker): Promise<void> => {
  const key = keyOf(documentId)
  if (written.has(key)) return
  written.add(key)
  await writeSession(key, { origin, tabId, documentId, at: Date.now() } satisfies KnownDocument)
  const known = await listSession<KnownDocument>(PREFIX)
  const byAge = known.toSorted(([, a], [, b]) => a.at - b.at).map(([oldest]) => oldest)
  await forget(byAge.slice(0, Math.max(0, known.length - MAX_DOCUMENTS)))
}

/** The documents of a tab that was closed hear nothing any more. */
export const forgetDocuments = async (tabId: number): Promise<void> => {
  const known = await listSession<KnownDocument>(PREFIX)
  await forget(known.filter(([, document]) => document.tabId === tabId).map(([key]) => key))
}

/** Sends to each document of `origin`, and forgets those that are gone. */
export const sendToOrigin = async (origin: string, message: EventMessage): Promise<void> => {
  const known = await listSession<KnownDocument>(PREFIX)
  await Promise.all(
    known
      .filter(([, document]) => document.origin === origin)
      .map(async ([key, { tabId, documentId }]) => {
        if (!(await sendToDocument(tabId, documentId, message))) await forget([key])
      }),
  )
}

import type { Asker } from '../../db/schema.ts'
import { sendToDocument } from '../../platform/ports.ts'
import { listSession, removeSession, writeSession } from '../../platform/sessionRecords.ts'
import type { EventMessage } from '../messages.ts'

/** Documents that have asked something, kept past the worker's death: only these hear events. */
interface KnownDocument {
  readonly origin: string
  readonly tabId: number
  readonly documentId: string
}

const PREFIX = 'document:'

export const rememberDocument = ({ origin, tabId, documentId }: Asker): Promise<void> =>
  writeSession(`${PREFIX}${documentId}`, { origin, tabId, documentId } satisfies KnownDocument)

/** Sends to each document of `origin`, and forgets those that are gone. */
export const sendToOrigin = async (origin: string, message: EventMessage): Promise<void> => {
  const known = await listSession<KnownDocument>(PREFIX)
  await Promise.all(
    known
      .filter(([, document]) => document.origin === origin)
      .map(async ([key, { tabId, documentId }]) => {
        if (!(await sendToDocument(tabId, documentId, message))) await removeSession(key)
      }),
  )
}

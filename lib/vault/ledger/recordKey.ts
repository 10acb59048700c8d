import { database, write } from '../../db/database.ts'
import type { ProvisoDB, RecordKeyRecord } from '../../db/schema.ts'

const isRecordKey = (record: ProvisoDB['keys']['value'] | undefined): record is RecordKeyRecord =>
  record?.id === 'records'

/**
 * The key under which records are hashed: HMAC-SHA-256, random, not extractable by script, kept beside the vault key and like it
 * never sent. Without it the hashes tell nothing. Made at first use; when two contexts race, both get the first one's.
 */
export const recordKey = async (): Promise<CryptoKey> => {
  const stored = await (await database()).get('keys', 'records')
  if (isRecordKey(stored)) return stored.key
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return write(['keys'], async (transaction) => {
    const store = transaction.objectStore('keys')
    const earlier = await store.get('records')
    if (isRecordKey(earlier)) return earlier.key
    await store.put({ id: 'records', key })
    return key
  })
}

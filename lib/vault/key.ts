import { database, write } from '../db/database.ts'
import type { ProvisoDB, VaultKeyRecord } from '../db/schema.ts'

const isVaultKey = (record: ProvisoDB['keys']['value'] | undefined): record is VaultKeyRecord =>
  record?.id === 'vault'

/**
 * The vault key: AES-GCM, 256 bits, encrypts and decrypts, not extractable by script. It lies in this browser profile's
 * IndexedDB, so whoever copies the profile has it. Made at first use; when two contexts race, both get the first one's.
 */
export const vaultKey = async (): Promise<CryptoKey> => {
  const stored = await (await database()).get('keys', 'vault')
  if (isVaultKey(stored)) return stored.key
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return write(['keys'], async (transaction) => {
    const store = transaction.objectStore('keys')
    const earlier = await store.get('vault')
    if (isVaultKey(earlier)) return earlier.key
    await store.put({ id: 'vault', key })
    return key
  })
}

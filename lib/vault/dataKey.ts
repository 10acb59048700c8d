import { vaultKey } from './key.ts'
import { seal, unseal } from './seal.ts'

const IV_BYTES = 12

const contextOf = (datasetId: string) => ({ purpose: 'dataset-key', version: 1, datasetId }) as const

const importKey = (raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])

export interface DataKey {
  readonly key: CryptoKey
  /** Nonce and ciphertext of the raw key under the vault key, bound to the dataset. 60 bytes. */
  readonly wrapped: Uint8Array<ArrayBuffer>
}

/** A fresh AES-GCM key for one dataset. Deleting `wrapped` makes the dataset unreadable, whatever remains on disk. */
export const createDataKey = async (datasetId: string): Promise<DataKey> => {
  const raw = crypto.getRandomValues(new Uint8Array(32))
  const { iv, ciphertext } = await seal(await vaultKey(), raw, contextOf(datasetId))
  const wrapped = new Uint8Array(IV_BYTES + ciphertext.byteLength)
  wrapped.set(iv)
  wrapped.set(new Uint8Array(ciphertext), IV_BYTES)
  const key = await importKey(raw)
  raw.fill(0)
  return { key, wrapped }
}

/** Throws `vault/cannot-decrypt` for a key that was not wrapped for this dataset by this vault. */
export const unwrapDataKey = async (
  datasetId: string,
  wrapped: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> => {
  const sealed = { iv: wrapped.slice(0, IV_BYTES), ciphertext: wrapped.slice(IV_BYTES).buffer }
  const raw = await unseal(await vaultKey(), sealed, contextOf(datasetId))
  const key = await importKey(raw)
  raw.fill(0)
  return key
}

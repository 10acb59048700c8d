import { canonicalBytes } from '../protocol/canonical.ts'
import { ProvisoError } from '../protocol/errors.ts'

/** NIST SP 800-38D: 96-bit nonces, random; one key seals far fewer than 2^32 messages. */
const IV_BYTES = 12

/** AES-GCM: a nonce, and the ciphertext with its 128-bit tag. */
export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly ciphertext: ArrayBuffer
}

/** What a sealed thing is and where it belongs. It opens only under the same words, so that nothing can be swapped. */
export type Context = Readonly<Record<string, string | number | boolean>> & { readonly purpose: string }

/** Encrypts under a fresh random nonce, bound to `context` as associated data (its canonical JSON). */
export const seal = async (
  key: CryptoKey,
  plaintext: Uint8Array<ArrayBuffer>,
  context: Context,
): Promise<Sealed> => {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES))
  const ciphertext = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: canonicalBytes(context) },
    key,
    plaintext,
  )
  return { iv, ciphertext }
}

/** Throws `vault/cannot-decrypt` for another key, another context, or a single changed bit. */
export const unseal = async (
  key: CryptoKey,
  sealed: Sealed,
  context: Context,
): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    const additionalData = canonicalBytes(context)
    const { iv } = sealed
    return new Uint8Array(
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, sealed.ciphertext),
    )
  } catch (cause) {
    throw new ProvisoError('vault/cannot-decrypt', 'Stored data cannot be decrypted.', {
      details: `It is not what was stored as ${context.purpose}, or its key is gone.`,
      todo: 'Delete this dataset and import it again.',
      cause,
    })
  }
}

// The encrypted channel between the SDK and its popup, from the popup's side: ECDH on P-256, each key as SPKI in hexadecimal,
// then AES-256-GCM with 12 random bytes for each message.

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly cipherText: ArrayBuffer
}

const toHex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))

export interface Channel {
  /** This side's public key, as it is sent. */
  readonly publicKey: string
  seal(peer: string, content: unknown): Promise<Sealed>
  open(peer: string, sealed: Sealed): Promise<unknown>
}

/** Popups come and go and the session stays: the key pair is kept in this origin's storage. */
const keyPair = async (): Promise<{ privateKey: CryptoKey; publicKey: string }> => {
  const kept = localStorage.getItem('stand-in:key')
  if (kept !== null) {
    const { privateKey, publicKey } = JSON.parse(kept)
    const imported = await crypto.subtle.importKey('pkcs8', fromHex(privateKey), CURVE, false, ['deriveKey'])
    return { privateKey: imported, publicKey }
  }
  const made = await crypto.subtle.generateKey(CURVE, true, ['deriveKey'])
  const publicKey = toHex(await crypto.subtle.exportKey('spki', made.publicKey))
  const privateKey = toHex(await crypto.subtle.exportKey('pkcs8', made.privateKey))
  localStorage.setItem('stand-in:key', JSON.stringify({ privateKey, publicKey }))
  return { privateKey: made.privateKey, publicKey }
}

export const openChannel = async (): Promise<Channel> => {
  const { privateKey, publicKey } = await keyPair()
  const secretWith = async (peer: string) => {
    const theirs = await crypto.subtle.importKey('spki', fromHex(peer), CURVE, false, [])
    return crypto.subtle.deriveKey(
      { name: 'ECDH', public: theirs },
      privateKey,
      { name: 'AES-GCM', length: 256 },
      false,
      ['encrypt', 'decrypt'],
    )
  }
  return {
    publicKey,
    seal: async (peer, content) => {
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(content))
      return {
        iv,
        cipherText: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await secretWith(peer), plain),
      }
    },
    open: async (peer, { iv, cipherText }) => {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await secretWith(peer), cipherText)
      return JSON.parse(new TextDecoder().decode(plain))
    },
  }
}

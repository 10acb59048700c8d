import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToHex, getAddress, hashTypedData, hexToBytes, keccak256 } from 'viem/utils'
import type { Address, Hex } from '../protocol/hex.ts'
import type { TypedData } from './signature.ts'

/** Whatever signs typed data for one address: a key held here, a wallet, a hardware device. */
export interface Signer {
  readonly address: Address
  signTypedData(typedData: TypedData): Promise<Hex>
}

/** EIP-55 address of a 32-byte secp256k1 private key. */
const addressOf = (privateKey: Uint8Array): Address => {
  const point = secp256k1.getPublicKey(privateKey, false).subarray(1)
  return getAddress(`0x${keccak256(point).slice(-40)}`)
}

/**
 * Signs with a 32-byte private key: RFC 6979 (the same data always gives the same signature), low s, 65 bytes
 * `r || s || v` with v 27 or 28. Throws where the bytes are not a private key.
 */
export const signerFromPrivateKey = (privateKey: Uint8Array): Signer => {
  const key = Uint8Array.from(privateKey)
  return {
    address: addressOf(key),
    signTypedData: async (typedData) => {
      const digest = hexToBytes(hashTypedData({ ...typedData }))
      const recovered = secp256k1.sign(digest, key, { prehash: false, lowS: true, format: 'recovered' })
      const signature = new Uint8Array(65)
      signature.set(recovered.subarray(1), 0)
      signature[64] = 27 + recovered[0]!
      return bytesToHex(signature)
    },
  }
}

/** A fresh 32-byte private key from the system's randomness. */
export const newPrivateKey = (): Uint8Array<ArrayBuffer> => Uint8Array.from(secp256k1.utils.randomSecretKey())

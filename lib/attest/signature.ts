import { secp256k1 } from '@noble/curves/secp256k1.js'
import { hashTypedData, hexToBytes, isHex, keccak256, size } from 'viem/utils'
import { type Address, type Hex, sameAddress } from '../protocol/hex.ts'

/** EIP-712 typed data as `lib/protocol` builds it. */
export interface TypedData {
  readonly domain: {
    readonly name?: string
    readonly version?: string
    readonly chainId?: number
    readonly verifyingContract?: Address
  }
  readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
  readonly primaryType: string
  readonly message: Readonly<Record<string, unknown>>
}

/** Whether `signature` is `address`'s over `typedData`. Rejects only when that cannot be found out (no network). */
export type VerifyTypedData = (args: {
  readonly address: Address
  readonly typedData: TypedData
  readonly signature: Hex
}) => Promise<boolean>

/** Half the order of secp256k1: a higher s is the same signature again in another form (EIP-2). */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** How a signature's last byte names one of two keys: 27 and 28, or 0 and 1. */
const RECOVERY: Readonly<Record<number, number>> = { 0: 0, 1: 1, 27: 0, 28: 1 }

/**
 * Who signed. Curve and hash are part of this file's own bundle: viem's function of this kind loads its curve only when it is
 * called, and a service worker may not load anything then.
 */
const signerOf = (typedData: TypedData, signature: Hex): Address => {
  const bytes = hexToBytes(signature)
  const recovery = RECOVERY[bytes[64] ?? -1]
  if (recovery === undefined) throw new RangeError('The last byte of this signature names no key.')
  const digest = hexToBytes(hashTypedData({ ...typedData }))
  const key = secp256k1.recoverPublicKey(Uint8Array.of(recovery, ...bytes.subarray(0, 64)), digest, {
    prehash: false,
  })
  const point = secp256k1.Point.fromBytes(key).toBytes(false).subarray(1)
  return `0x${keccak256(point).slice(-40)}`
}

/** Signatures of plain accounts, without a network. Malleable (high s) and other than 65-byte signatures are false. */
export const verifyEoa: VerifyTypedData = async ({ address, typedData, signature }) => {
  if (!isHex(signature) || size(signature) !== 65 || signature.length !== 132) return false
  if (BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return false
  try {
    return sameAddress(signerOf(typedData, signature), address)
  } catch {
    // No public key belongs to this signature, or a value does not fit its type: nobody signed this.
    return false
  }
}

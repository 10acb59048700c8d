import { hexToNumber, slice } from 'viem/utils'
import { ATTEST_TYPES, type OffchainAttestation } from '../protocol/eas.ts'
import type { Address, Hex } from '../protocol/hex.ts'

/**
 * An off-chain attestation as the EAS SDK and easscan.org write it: what was signed, how it is typed, and by whom. Large
 * numbers are decimal strings.
 */
export interface EasPackage {
  readonly sig: {
    readonly version: number
    readonly uid: Hex
    readonly domain: {
      readonly name: string
      readonly version: string
      readonly chainId: string
      readonly verifyingContract: Address
    }
    readonly primaryType: string
    readonly types: Readonly<Record<string, readonly { readonly name: string; readonly type: string }[]>>
    readonly message: Readonly<Record<string, string | number | boolean>>
    readonly signature: { readonly r: Hex; readonly s: Hex; readonly v: number }
  }
  readonly signer: Address
}

/** Of a 65-byte signature, as contribution keys make them. */
export const toEasPackage = (attestation: OffchainAttestation, signer: Address): EasPackage => {
  const { uid, domain, message, signature } = attestation
  return {
    sig: {
      version: message.version,
      uid,
      domain: { ...domain, chainId: String(domain.chainId) },
      primaryType: 'Attest',
      types: { Attest: ATTEST_TYPES.Attest },
      message: {
        ...message,
        time: String(message.time),
        expirationTime: String(message.expirationTime),
      },
      signature: {
        r: slice(signature, 0, 32),
        s: slice(signature, 32, 64),
        v: hexToNumber(slice(signature, 64)),
      },
    },
    signer,
  }
}

import {
  attestTypedData,
  type EasDomain,
  type EasMessage,
  type OffchainAttestation,
  offchainUid,
} from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Address, sameAddress } from '../protocol/hex.ts'
import { verifyEoa } from './signature.ts'
import type { Signer } from './signer.ts'

/** Signs an EAS off-chain attestation, version 2, with the UID that the EAS SDK computes. */
export const signAttestation = async (
  domain: EasDomain,
  message: EasMessage,
  signer: Signer,
): Promise<OffchainAttestation> => ({
  uid: offchainUid(message),
  domain,
  message,
  signature: await signer.signTypedData(attestTypedData(domain, message)),
})

const sameDomain = (a: EasDomain, b: EasDomain): boolean =>
  a.name === b.name &&
  a.version === b.version &&
  a.chainId === b.chainId &&
  sameAddress(a.verifyingContract, b.verifyingContract)

/**
 * An attestation as `key` signed it, for this EAS. Contribution keys are plain keys, so no network is needed. Throws
 * `attestation/wrong-domain`, `attestation/wrong-uid` or `attestation/wrong-key`.
 */
export const verifyAttestation = async (
  attestation: OffchainAttestation,
  { key, domain }: { readonly key: Address; readonly domain: EasDomain },
): Promise<void> => {
  if (!sameDomain(attestation.domain, domain))
    throw new ProvisoError('attestation/wrong-domain', 'This attestation is for another EAS or chain.')
  if (attestation.uid !== offchainUid(attestation.message))
    throw new ProvisoError('attestation/wrong-uid', "This attestation's UID is not of its content.")
  const typedData = attestTypedData(domain, attestation.message)
  if (!(await verifyEoa({ address: key, typedData, signature: attestation.signature })))
    throw new ProvisoError(
      'attestation/wrong-key',
      'This attestation is not signed by the delegated key, or was altered.',
    )
}

/** 32 random bytes: two attestations of the same words have different UIDs. */
export const newSalt = (): `0x${string}` => {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

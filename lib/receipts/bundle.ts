import { canonicalJson } from '../protocol/canonical.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import type { Hex } from '../protocol/hex.ts'
import type { SignedDelegation, SignedRevocation } from '../protocol/statements.ts'
import type { SignedTask } from '../protocol/task.ts'
import { parseAttestation, parseSignedDelegation, parseSignedRevocation } from '../protocol/wire.ts'
import { consentReceipt } from './consentReceipt.ts'
import { type EasPackage, toEasPackage } from './easJson.ts'
import type { JsonLd } from './jsonld.ts'

export const BUNDLE_FORMAT = 'proviso/receipt/1'
export const LIST_FORMAT = 'proviso/receipts/1'

/** A receipt as a file: everything that somebody needs to check it, and nothing that names the data. docs/receipts.md. */
export interface ReceiptBundle {
  readonly format: typeof BUNDLE_FORMAT
  /** TS 27560 receipt, JSON-LD. Holds the consent record as given and, where it has ended, as ended. */
  readonly consentReceipt: JsonLd
  /** The signature over it, as EAS's own tools read it. */
  readonly receipt: EasPackage
  readonly delegation: SignedDelegation
  readonly task: SignedTask
  readonly revocation?: SignedRevocation
}

export interface BundleParts {
  readonly task: SignedTask
  readonly delegation: SignedDelegation
  readonly receipt: OffchainAttestation
  /** Canonical JSON, as both sides hold it. */
  readonly record: string
  readonly ended?: string
  readonly revocation?: SignedRevocation
}

/** Wallets write signatures in either case; a file has one form. */
export const withPlainSignature = ({ manifest, signature }: SignedTask): SignedTask => ({
  manifest,
  signature: signature.toLowerCase() as Hex,
})

/** Addresses and signatures are written in one form, so that a file can be compared byte for byte. */
export const receiptBundle = (parts: BundleParts): ReceiptBundle => {
  const receipt = parseAttestation(parts.receipt)
  const delegation = parseSignedDelegation(parts.delegation)
  const given: JsonLd = JSON.parse(parts.record)
  const records: [JsonLd, JsonLd?] =
    parts.ended === undefined ? [given] : [given, JSON.parse(parts.ended) as JsonLd]
  return {
    format: BUNDLE_FORMAT,
    consentReceipt: consentReceipt(receipt, records),
    receipt: toEasPackage(receipt, delegation.statement.key),
    delegation,
    task: withPlainSignature(parts.task),
    ...(parts.revocation === undefined ? {} : { revocation: parseSignedRevocation(parts.revocation) }),
  }
}

/** Whether two values are the same JSON. */
export const isSameJson = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)

import { decodeAbiParameters } from 'viem/utils'
import {
  type EasDomain,
  encodeReceiptData,
  NO_REFERENCE,
  type OffchainAttestation,
  RECEIPT_SCHEMA_UID,
  type ReceiptData,
  receiptParameters,
} from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Bytes32, sameAddress } from '../protocol/hex.ts'
import { delegationHash, type SignedDelegation } from '../protocol/statements.ts'
import { type TaskManifest, taskIdOf, termsHash } from '../protocol/task.ts'
import { type ConsentFacts, consentRecord, recordHash } from '../receipts/consentRecord.ts'
import { newSalt, signAttestation, verifyAttestation } from './attestation.ts'
import type { Signer } from './signer.ts'

/**
 * The grant as evidence that both sides hold, addressed to the publisher. `expires`: seconds since 1970, 0 for no end
 * of its own. `now`: milliseconds since 1970. `signer` is the delegated contribution key.
 */
export const buildReceipt = async (args: {
  readonly manifest: TaskManifest
  readonly delegation: SignedDelegation
  readonly origin: string
  readonly expires: number
  readonly datasetCommitment: Bytes32
  readonly domain: EasDomain
  readonly signer: Signer
  readonly now: number
}): Promise<OffchainAttestation> => {
  const { manifest, expires } = args
  const facts: ConsentFacts = {
    account: args.delegation.statement.account,
    delegation: delegationHash(args.delegation.statement),
    origin: args.origin,
    givenAt: Math.floor(args.now / 1000),
    expires,
    datasetCommitment: args.datasetCommitment,
  }
  return signAttestation(
    args.domain,
    {
      version: 2,
      schema: RECEIPT_SCHEMA_UID,
      recipient: manifest.publisher.address,
      time: facts.givenAt,
      expirationTime: expires,
      revocable: true,
      refUID: NO_REFERENCE,
      data: encodeReceiptData({
        task: taskIdOf(manifest),
        termsHash: termsHash(manifest),
        account: facts.account,
        delegation: facts.delegation,
        origin: facts.origin,
        expires,
        datasetCommitment: facts.datasetCommitment,
        record: recordHash(consentRecord(manifest, facts)),
      }),
      salt: newSalt(),
    },
    args.signer,
  )
}

/** The words of a receipt. Throws `receipt/malformed` where its data are not a receipt's, encoded in the one way. */
export const decodeReceipt = (receipt: OffchainAttestation): ReceiptData => {
  const { schema, data } = receipt.message
  const malformed = (cause?: unknown) =>
    new ProvisoError('receipt/malformed', 'This attestation is not a consent receipt.', { cause })
  if (schema !== RECEIPT_SCHEMA_UID) throw malformed()
  let decoded: ReceiptData
  try {
    const [task, terms, account, delegation, origin, expires, datasetCommitment, record] =
      decodeAbiParameters(receiptParameters, data)
    decoded = {
      task,
      termsHash: terms,
      account,
      delegation,
      origin,
      expires: Number(expires),
      datasetCommitment,
      record,
    }
  } catch (cause) {
    throw malformed(cause)
  }
  if (encodeReceiptData(decoded) !== data.toLowerCase()) throw malformed()
  return decoded
}

/**
 * The consent record that a receipt for this task commits to, derived from what the receipt itself says: canonical JSON.
 * Throws `receipt/malformed`; `receipt/wrong-record` where the receipt commits to another.
 */
export const recordOf = (manifest: TaskManifest, receipt: OffchainAttestation): string => {
  const { record: committed, ...data } = decodeReceipt(receipt)
  const record = consentRecord(manifest, { ...data, givenAt: receipt.message.time })
  if (recordHash(record) !== committed)
    throw new ProvisoError('receipt/wrong-record', 'This receipt commits to another consent record.')
  return record
}

/** That a receipt's words are of this task and under this delegation. Says nothing of its signature. Throws `receipt/…`. */
export const assertReceiptWords = (
  { message }: OffchainAttestation,
  data: ReceiptData,
  { manifest, delegation }: { readonly manifest: TaskManifest; readonly delegation: SignedDelegation },
): void => {
  if (message.refUID !== NO_REFERENCE || !message.revocable || message.expirationTime !== data.expires)
    throw new ProvisoError('receipt/malformed', 'This attestation is not a consent receipt.')
  if (!sameAddress(message.recipient, manifest.publisher.address))
    throw new ProvisoError('receipt/wrong-recipient', 'This receipt is for another publisher.')
  if (data.task !== taskIdOf(manifest) || data.termsHash !== termsHash(manifest))
    throw new ProvisoError('receipt/wrong-task', 'This receipt is for another task or other terms.')
  if (!sameAddress(data.account, delegation.statement.account))
    throw new ProvisoError('receipt/wrong-account', "This receipt is not the delegation's account's.")
  if (data.delegation !== delegationHash(delegation.statement))
    throw new ProvisoError('receipt/wrong-delegation', 'This receipt names another delegation.')
}

/**
 * A receipt for this task, under this delegation, unexpired at `now` (milliseconds since 1970). The delegation's own
 * signature is `verifyDelegation`'s business. Throws `receipt/…` or `attestation/…`, one code per situation.
 */
export const verifyReceipt = async (
  receipt: OffchainAttestation,
  args: {
    readonly manifest: TaskManifest
    readonly delegation: SignedDelegation
    readonly domain: EasDomain
    readonly now: number
  },
): Promise<ReceiptData> => {
  const { manifest, delegation, domain, now } = args
  const data = decodeReceipt(receipt)
  await verifyAttestation(receipt, { key: delegation.statement.key, domain })
  assertReceiptWords(receipt, data, { manifest, delegation })
  recordOf(manifest, receipt)
  if (data.expires !== 0 && now / 1000 > data.expires)
    throw new ProvisoError('receipt/expired', 'This receipt has expired.')
  return data
}

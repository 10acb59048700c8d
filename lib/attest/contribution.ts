import { decodeAbiParameters } from 'viem/utils'
import {
  CONTRIBUTION_SCHEMA_UID,
  type ContributionData,
  contributionParameters,
  type EasDomain,
  encodeContributionData,
  type OffchainAttestation,
} from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Bytes32, sameAddress } from '../protocol/hex.ts'
import { delegationHash, type SignedDelegation } from '../protocol/statements.ts'
import { type TaskManifest, taskIdOf } from '../protocol/task.ts'
import { newSalt, signAttestation, verifyAttestation } from './attestation.ts'
import { verifyDelegation } from './delegation.ts'
import { verifyReceipt } from './receipt.ts'
import type { VerifyTypedData } from './signature.ts'
import type { Signer } from './signer.ts'

/** States that the update with SHA-256 `updateHash`, for this round, came from this account under this receipt. */
export const buildContribution = (args: {
  readonly manifest: TaskManifest
  readonly delegation: SignedDelegation
  readonly receipt: OffchainAttestation
  readonly round: number
  readonly roundHash: Bytes32
  readonly updateHash: Bytes32
  readonly domain: EasDomain
  readonly signer: Signer
  /** Milliseconds since 1970. */
  readonly now: number
}): Promise<OffchainAttestation> =>
  signAttestation(
    args.domain,
    {
      version: 2,
      schema: CONTRIBUTION_SCHEMA_UID,
      recipient: args.manifest.publisher.address,
      time: Math.floor(args.now / 1000),
      expirationTime: 0,
      revocable: false,
      refUID: args.receipt.uid,
      data: encodeContributionData({
        task: taskIdOf(args.manifest),
        round: args.round,
        roundHash: args.roundHash,
        updateHash: args.updateHash,
        account: args.delegation.statement.account,
        delegation: delegationHash(args.delegation.statement),
      }),
      salt: newSalt(),
    },
    args.signer,
  )

/** The words of a contribution. Throws `contribution/malformed`. */
export const decodeContribution = (attestation: OffchainAttestation): ContributionData => {
  const { schema, data } = attestation.message
  const malformed = (cause?: unknown) =>
    new ProvisoError('contribution/malformed', 'This attestation is not a contribution.', { cause })
  if (schema !== CONTRIBUTION_SCHEMA_UID) throw malformed()
  let decoded: ContributionData
  try {
    const [task, round, roundHash, updateHash, account, delegation] = decodeAbiParameters(
      contributionParameters,
      data,
    )
    decoded = { task, round, roundHash, updateHash, account, delegation }
  } catch (cause) {
    throw malformed(cause)
  }
  if (encodeContributionData(decoded) !== data.toLowerCase()) throw malformed()
  return decoded
}

export interface ContributionExpectation {
  readonly manifest: TaskManifest
  readonly delegation: SignedDelegation
  readonly receipt: OffchainAttestation
  readonly round: number
  readonly roundHash: Bytes32
  readonly domain: EasDomain
  /** Milliseconds since 1970. */
  readonly now: number
  readonly verify: VerifyTypedData
}

/**
 * Walks contribution -> delegation -> receipt; the update's bytes are compared with the returned `updateHash` by
 * whoever holds them. Throws `attestation/…`, `delegation/…`, `receipt/…` or `contribution/…`, one code per situation.
 */
export const verifyContribution = async (
  attestation: OffchainAttestation,
  expected: ContributionExpectation,
): Promise<ContributionData> => {
  const { manifest, delegation, receipt, domain, now, verify } = expected
  const data = decodeContribution(attestation)
  await verifyAttestation(attestation, { key: delegation.statement.key, domain })
  await verifyDelegation(delegation, { now, verify })
  await verifyReceipt(receipt, { manifest, delegation, domain, now })
  assertMatches(attestation, data, expected)
  return data
}

const assertMatches = (
  { message }: OffchainAttestation,
  data: ContributionData,
  { manifest, delegation, receipt, round, roundHash }: ContributionExpectation,
): void => {
  const mismatch = (situation: string, sentence: string): never => {
    throw new ProvisoError(`contribution/${situation}`, sentence)
  }
  if (message.refUID !== receipt.uid) mismatch('wrong-receipt', 'This contribution names another receipt.')
  if (!sameAddress(message.recipient, manifest.publisher.address))
    mismatch('wrong-recipient', 'This contribution is for another publisher.')
  if (message.revocable || message.expirationTime !== 0)
    mismatch('malformed', 'A contribution can neither be revoked nor expire.')
  if (data.task !== taskIdOf(manifest)) mismatch('wrong-task', 'This contribution is for another task.')
  if (data.round !== round) mismatch('wrong-round', 'This contribution is for another round.')
  if (data.roundHash !== roundHash)
    mismatch('wrong-round-hash', 'This contribution was made for another statement of this round.')
  if (!sameAddress(data.account, delegation.statement.account))
    mismatch('wrong-account', "This contribution is not the delegation's account's.")
  if (data.delegation !== delegationHash(delegation.statement))
    mismatch('wrong-delegation', 'This contribution names another delegation.')
}

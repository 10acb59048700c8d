import * as v from 'valibot'
import { getAddress } from 'viem/utils'
import type {
  AcceptancesAnswer,
  ApiError,
  ContributionAnswer,
  EnrolmentAnswer,
  EnrolmentRequest,
  PayoutProofAnswer,
  ReceiptAnswer,
  RoundAnswer,
  TaskAnswer,
} from './coordinator.ts'
import type { OffchainAttestation } from './eas.ts'
import { ProvisoError } from './errors.ts'
import { type Address, type Bytes32, type Hex, isAddress } from './hex.ts'
import { firstIssue } from './issues.ts'
import type {
  SignedAcceptance,
  SignedDelegation,
  SignedRevocation,
  SignedRound,
  SignedSeatAccess,
} from './statements.ts'
import { parseSignedTask } from './task.ts'

/**
 * Everything that arrives as JSON from the other side, read strictly: an unknown field is refused, and so is a hash in
 * another case than ours, because equal values must be equal strings. Every parser throws `wire/invalid`, naming the
 * field.
 */

/** The longest signature that is read, ERC-6492 wrappers included: bytes. */
const MAX_SIGNATURE_BYTES = 8192
const MAX_ATTESTATION_DATA_BYTES = 4096
/** The longest consent record that is read: characters. */
const MAX_RECORD_LENGTH = 65_536
/** Depth of the largest Merkle tree: 2^32 seats. */
const MAX_PROOF_LENGTH = 32

/** Any case is read; the checksummed form (EIP-55) is kept, because encoders refuse a wrong checksum. */
const address = v.pipe(
  v.custom<Address>((x) => typeof x === 'string' && isAddress(x), 'must be a 20-byte address'),
  v.transform((x) => getAddress(x.toLowerCase())),
)
const bytes32 = v.custom<Bytes32>(
  (x) => typeof x === 'string' && /^0x[0-9a-f]{64}$/.test(x),
  'must be 32 bytes in lower-case hexadecimal',
)
const bytes = (max: number) =>
  v.custom<Hex>(
    (x) => typeof x === 'string' && x.length <= 2 + 2 * max && /^0x([0-9a-f]{2})*$/.test(x),
    `must be at most ${max} bytes in lower-case hexadecimal`,
  )
const integer = (max: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(max))
const uint32 = integer(0xffff_ffff)
/** Seconds since 1970, up to the year 9999. */
const seconds = integer(253_402_300_799)
const amount = v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,28})$/, 'must be base units, in decimal digits'))
const chainId = v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,15}$/, 'must be a chain id, in decimal digits'))
const proof = v.pipe(v.array(bytes32), v.maxLength(MAX_PROOF_LENGTH))
const text = (max: number) => v.pipe(v.string(), v.maxLength(max))

/** Wallets write signatures in either case; one form is kept. */
const signature = v.pipe(
  v.string(),
  v.maxLength(2 + 2 * MAX_SIGNATURE_BYTES),
  v.regex(/^0x([0-9a-fA-F]{2})*$/, 'must be bytes in hexadecimal'),
  v.transform((x) => x.toLowerCase() as Hex),
)

const signed = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject({ statement: v.strictObject(entries), signature })

const DelegationSchema = signed({
  account: address,
  key: address,
  chainId,
  notBefore: seconds,
  notAfter: seconds,
  scope: bytes32,
  payee: address,
})
const RoundSchema = signed({
  task: bytes32,
  round: uint32,
  baseWeights: bytes32,
  prevRound: bytes32,
  closes: seconds,
})
const AcceptanceSchema = signed({
  task: bytes32,
  round: uint32,
  seat: uint32,
  account: address,
  contribution: bytes32,
  cumulative: amount,
})
const RevocationSchema = signed({ receipt: bytes32, account: address, time: seconds })
const SeatAccessSchema = signed({ task: bytes32, seat: uint32, time: seconds })

const AttestationSchema = v.strictObject({
  uid: bytes32,
  domain: v.strictObject({
    name: v.literal('EAS Attestation'),
    version: text(32),
    chainId: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
    verifyingContract: address,
  }),
  message: v.strictObject({
    version: v.literal(2),
    schema: bytes32,
    recipient: address,
    time: seconds,
    expirationTime: seconds,
    revocable: v.boolean(),
    refUID: bytes32,
    data: bytes(MAX_ATTESTATION_DATA_BYTES),
    salt: bytes32,
  }),
  signature,
})

const EnrolmentRequestSchema = v.strictObject({ delegation: DelegationSchema, receipt: AttestationSchema })
const EnrolmentAnswerSchema = v.variant('state', [
  v.strictObject({ state: v.literal('pending'), seat: uint32 }),
  v.strictObject({ state: v.literal('seated'), seat: uint32, rootIndex: uint32, proof }),
])
const RoundAnswerSchema = v.variant('state', [
  v.strictObject({ state: v.literal('open'), round: RoundSchema }),
  v.strictObject({ state: v.literal('waiting'), nextRound: uint32 }),
  v.strictObject({ state: v.literal('finished') }),
])
const TaskAnswerSchema = v.strictObject({
  task: v.unknown(),
  state: v.picklist(['open', 'running', 'finished']),
})
const ContributionAnswerSchema = v.strictObject({ uid: bytes32, acceptance: AcceptanceSchema })
const AcceptancesAnswerSchema = v.strictObject({
  acceptances: v.pipe(v.array(AcceptanceSchema), v.maxLength(10_000)),
})
const PayoutProofAnswerSchema = v.variant('state', [
  v.strictObject({ state: v.literal('none') }),
  v.strictObject({ state: v.literal('posted'), round: uint32, cumulative: amount, proof, account: address }),
])
const ReceiptAnswerSchema = v.strictObject({
  delegation: DelegationSchema,
  receipt: AttestationSchema,
  record: text(MAX_RECORD_LENGTH),
  ended: v.optional(text(MAX_RECORD_LENGTH)),
  revocation: v.optional(RevocationSchema),
})
const ApiErrorSchema = v.strictObject({
  error: v.strictObject({ code: text(100), message: text(1000), todo: v.optional(text(1000)) }),
})

const parser =
  <Output>(what: string, schema: v.GenericSchema<unknown, unknown>) =>
  (value: unknown): Output => {
    const result = v.safeParse(schema, value, { abortEarly: true })
    if (result.success) return result.output as Output
    throw new ProvisoError('wire/invalid', `This is not a valid ${what}.`, {
      details: firstIssue(result.issues, what),
    })
  }

export const parseSignedDelegation = parser<SignedDelegation>('delegation', DelegationSchema)
export const parseSignedRound = parser<SignedRound>('round', RoundSchema)
export const parseSignedAcceptance = parser<SignedAcceptance>('acceptance', AcceptanceSchema)
export const parseSignedRevocation = parser<SignedRevocation>('revocation', RevocationSchema)
export const parseSignedSeatAccess = parser<SignedSeatAccess>('seat token', SeatAccessSchema)
export const parseAttestation = parser<OffchainAttestation>('attestation', AttestationSchema)
export const parseEnrolmentRequest = parser<EnrolmentRequest>('enrolment', EnrolmentRequestSchema)
export const parseEnrolmentAnswer = parser<EnrolmentAnswer>('enrolment answer', EnrolmentAnswerSchema)
export const parseRoundAnswer = parser<RoundAnswer>('round answer', RoundAnswerSchema)
export const parseContributionAnswer = parser<ContributionAnswer>(
  'contribution answer',
  ContributionAnswerSchema,
)
export const parseAcceptancesAnswer = parser<AcceptancesAnswer>('acceptances answer', AcceptancesAnswerSchema)
export const parsePayoutProofAnswer = parser<PayoutProofAnswer>(
  'payout proof answer',
  PayoutProofAnswerSchema,
)
export const parseReceiptAnswer = parser<ReceiptAnswer>('receipt answer', ReceiptAnswerSchema)
export const parseApiError = parser<ApiError>('error answer', ApiErrorSchema)

const readTaskAnswer = parser<{ task: unknown; state: TaskAnswer['state'] }>('task answer', TaskAnswerSchema)

/** Throws `wire/invalid`, or `task/…` where the task itself is not valid. */
export const parseTaskAnswer = (value: unknown): TaskAnswer => {
  const { task, state } = readTaskAnswer(value)
  return { task: parseSignedTask(task), state }
}

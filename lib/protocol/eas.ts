import { encodeAbiParameters, encodePacked, keccak256, stringToHex } from 'viem/utils'
import { type Address, type Bytes32, type Hex, ZERO_ADDRESS, ZERO_BYTES32 } from './hex.ts'

/**
 * Receipts and contributions are EAS off-chain attestations, version 2, so that other people's tools verify them:
 * typed data and UID exactly as the EAS SDK computes them (eas-sdk `Offchain.getOffchainUID`). Resolver zero.
 * They are never attested on chain: a `refUID` to an off-chain UID reverts there.
 */
export const RECEIPT_SCHEMA =
  'bytes32 task,bytes32 termsHash,address account,bytes32 delegation,string origin,uint64 expires,bytes32 datasetCommitment,bytes32 record'
export const CONTRIBUTION_SCHEMA =
  'bytes32 task,uint32 round,bytes32 roundHash,bytes32 updateHash,address account,bytes32 delegation'

/** EAS SchemaRegistry UID: `keccak256(schema, resolver, revocable)`, packed. */
export const schemaUid = (schema: string, revocable: boolean): Bytes32 =>
  keccak256(encodePacked(['string', 'address', 'bool'], [schema, ZERO_ADDRESS, revocable]))

export const RECEIPT_SCHEMA_UID = schemaUid(RECEIPT_SCHEMA, true)
export const CONTRIBUTION_SCHEMA_UID = schemaUid(CONTRIBUTION_SCHEMA, false)

export interface EasDomain {
  readonly name: 'EAS Attestation'
  /** `EAS.version()` of the deployed contract. */
  readonly version: string
  readonly chainId: number
  readonly verifyingContract: Address
}

/** The message of an off-chain attestation, v2. Times are seconds since 1970; JSON-safe. */
export interface EasMessage {
  readonly version: 2
  readonly schema: Bytes32
  readonly recipient: Address
  readonly time: number
  readonly expirationTime: number
  readonly revocable: boolean
  readonly refUID: Bytes32
  readonly data: Hex
  readonly salt: Bytes32
}

export interface OffchainAttestation {
  readonly uid: Bytes32
  readonly domain: EasDomain
  readonly message: EasMessage
  readonly signature: Hex
}

export const ATTEST_TYPES = {
  Attest: [
    { name: 'version', type: 'uint16' },
    { name: 'schema', type: 'bytes32' },
    { name: 'recipient', type: 'address' },
    { name: 'time', type: 'uint64' },
    { name: 'expirationTime', type: 'uint64' },
    { name: 'revocable', type: 'bool' },
    { name: 'refUID', type: 'bytes32' },
    { name: 'data', type: 'bytes' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const

export const attestTypedData = (domain: EasDomain, message: EasMessage) =>
  ({
    domain,
    types: ATTEST_TYPES,
    primaryType: 'Attest',
    message: { ...message, time: BigInt(message.time), expirationTime: BigInt(message.expirationTime) },
  }) as const

/** The UID hashes the schema's hexadecimal *string*, an accident of the EAS SDK that everybody now shares. */
export const offchainUid = (m: EasMessage): Bytes32 =>
  keccak256(
    encodePacked(
      [
        'uint16',
        'bytes',
        'address',
        'address',
        'uint64',
        'uint64',
        'bool',
        'bytes32',
        'bytes',
        'bytes32',
        'uint32',
      ],
      [
        m.version,
        stringToHex(m.schema),
        m.recipient,
        ZERO_ADDRESS,
        BigInt(m.time),
        BigInt(m.expirationTime),
        m.revocable,
        m.refUID,
        m.data,
        m.salt,
        0,
      ],
    ),
  )

export interface ReceiptData {
  readonly task: Bytes32
  readonly termsHash: Bytes32
  readonly account: Address
  /** `delegationHash` of the embedded delegation. */
  readonly delegation: Bytes32
  /** Origin that asked, as the browser reported it. */
  readonly origin: string
  /** Seconds since 1970; 0 where the grant has no end of its own. */
  readonly expires: number
  /** Salted commitment to the dataset's id: proves later which data was meant without saying it now. */
  readonly datasetCommitment: Bytes32
  /** `keccak256` of the consent record's bytes (`lib/receipts`): the signature covers every word of it. */
  readonly record: Bytes32
}

export interface ContributionData {
  readonly task: Bytes32
  readonly round: number
  readonly roundHash: Bytes32
  /** SHA-256 of the update's bytes as they are sent. */
  readonly updateHash: Bytes32
  readonly account: Address
  readonly delegation: Bytes32
}

const receiptParameters = [
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'string' },
  { type: 'uint64' },
  { type: 'bytes32' },
  { type: 'bytes32' },
] as const
const contributionParameters = [
  { type: 'bytes32' },
  { type: 'uint32' },
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'address' },
  { type: 'bytes32' },
] as const

export const encodeReceiptData = (d: ReceiptData): Hex =>
  encodeAbiParameters(receiptParameters, [
    d.task,
    d.termsHash,
    d.account,
    d.delegation,
    d.origin,
    BigInt(d.expires),
    d.datasetCommitment,
    d.record,
  ])

export const encodeContributionData = (d: ContributionData): Hex =>
  encodeAbiParameters(contributionParameters, [
    d.task,
    d.round,
    d.roundHash,
    d.updateHash,
    d.account,
    d.delegation,
  ])

export const NO_REFERENCE = ZERO_BYTES32
export { contributionParameters, receiptParameters }

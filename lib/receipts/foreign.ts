import * as v from 'valibot'
import {
  concatHex,
  encodePacked,
  getAddress,
  keccak256,
  numberToHex,
  recoverTypedDataAddress,
  stringToHex,
} from 'viem/utils'
import { type TypedData, verifyEoa } from '../attest/signature.ts'
import { canonicalJson } from '../protocol/canonical.ts'
import { ATTEST_TYPES, type OffchainAttestation, offchainUid } from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { type Address, type Bytes32, type Hex, isAddress, ZERO_ADDRESS } from '../protocol/hex.ts'
import { firstIssue } from '../protocol/issues.ts'

/** The largest data of an attestation that is read: bytes. */
const MAX_DATA_BYTES = 32_768

/** In lower case, or with the checksum that its capitals are (EIP-55). */
const isSpelled = (x: unknown): boolean =>
  typeof x === 'string' &&
  isAddress(x) &&
  (x === getAddress(x.toLowerCase()) || x.slice(2) === x.slice(2).toLowerCase())

const address = v.pipe(
  v.custom<Address>(isSpelled, 'must be a 20-byte address'),
  v.transform((x) => getAddress(x)),
)
const bytes32 = v.custom<Bytes32>((x) => typeof x === 'string' && /^0x[0-9a-f]{64}$/.test(x))
const data = v.custom<Hex>(
  (x) => typeof x === 'string' && x.length <= 2 + 2 * MAX_DATA_BYTES && /^0x([0-9a-f]{2})*$/.test(x),
)
/** Tools write numbers as numbers or, since they may be large, as decimal strings. */
const integer = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,15})$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(0),
)

const SigSchema = v.strictObject({
  version: v.optional(v.picklist([0, 1, 2])),
  uid: bytes32,
  domain: v.strictObject({
    name: v.literal('EAS Attestation'),
    version: v.pipe(v.string(), v.maxLength(32)),
    chainId: integer,
    verifyingContract: address,
  }),
  primaryType: v.picklist(['Attest', 'Attestation']),
  types: v.pipe(
    v.record(
      v.picklist(['Attest', 'Attestation']),
      v.pipe(v.array(v.strictObject({ name: v.string(), type: v.string() })), v.maxLength(16)),
    ),
  ),
  message: v.strictObject({
    version: v.optional(v.picklist([0, 1, 2])),
    schema: bytes32,
    recipient: address,
    time: integer,
    expirationTime: integer,
    revocable: v.boolean(),
    refUID: bytes32,
    data,
    salt: v.optional(bytes32),
    /** easscan.org writes it; the signature does not cover it, so it may say nothing. */
    nonce: v.optional(v.literal(0)),
  }),
  signature: v.strictObject({ r: bytes32, s: bytes32, v: v.picklist([27, 28]) }),
})
const PackageSchema = v.strictObject({ sig: SigSchema, signer: address })

type Sig = v.InferOutput<typeof SigSchema>
type Fields = readonly { readonly name: string; readonly type: string }[]

const V2: Fields = ATTEST_TYPES.Attest
const V1: Fields = V2.filter(({ name }) => name !== 'salt')
const LEGACY: Fields = V1.filter(({ name }) => name !== 'version')
/** What was signed in each version of the SDK. */
const FORMS: readonly { readonly version: 0 | 1 | 2; readonly fields: Fields }[] = [
  { version: 2, fields: V2 },
  { version: 1, fields: V1 },
  { version: 0, fields: LEGACY },
]

/** An off-chain attestation of any version of the EAS SDK. */
export interface ForeignAttestation {
  readonly version: 0 | 1 | 2
  readonly sig: Sig
  /** As the file says; the signature alone decides. */
  readonly signer: Address | undefined
  readonly signature: Hex
  readonly typedData: TypedData
}

const malformed = (details: string) =>
  new ProvisoError('attestation/malformed', 'This is not an off-chain attestation of EAS.', { details })

const formOf = (sig: Sig): { readonly version: 0 | 1 | 2; readonly name: string } => {
  const [name, ...others] = Object.keys(sig.types)
  const fields = sig.types[sig.primaryType] ?? (name === undefined ? undefined : sig.types[name as 'Attest'])
  const form = FORMS.find((known) => canonicalJson(known.fields) === canonicalJson(fields ?? []))
  if (name === undefined || others.length > 0 || form === undefined) throw malformed('Its types are unknown.')
  const { version } = form
  const isNamed = version === 0 || (sig.primaryType === 'Attest' && name === 'Attest')
  const isStated =
    (sig.version === undefined || sig.version === version) &&
    (sig.message.version === version || (version === 0 && sig.message.version === undefined))
  if (!isNamed || !isStated || (sig.message.salt === undefined) !== version < 2)
    throw malformed('Its version and its fields do not agree.')
  return { version, name }
}

/** Reads the `{ sig, signer }` package or the signature object alone. Throws `attestation/malformed`. */
export const readForeign = (value: unknown): ForeignAttestation => {
  const packed = v.safeParse(PackageSchema, value)
  const plain = packed.success ? undefined : v.safeParse(SigSchema, value)
  if (!packed.success && !plain?.success) {
    const isPackage = typeof value === 'object' && value !== null && 'sig' in value
    const issues = isPackage ? packed.issues : (plain?.issues ?? packed.issues)
    throw malformed(firstIssue(issues, 'file'))
  }
  const sig = packed.success ? packed.output.sig : (plain?.output as Sig)
  const { version, name } = formOf(sig)
  const { nonce: _unsigned, ...message } = sig.message
  const { r, s, v: parity } = sig.signature
  return {
    version,
    sig,
    signer: packed.success ? packed.output.signer : undefined,
    signature: concatHex([r, s, numberToHex(parity, { size: 1 })]),
    typedData: {
      domain: sig.domain,
      types: { [name]: sig.types[name as 'Attest'] ?? [] },
      primaryType: name,
      message: { ...message, time: BigInt(message.time), expirationTime: BigInt(message.expirationTime) },
    },
  }
}

/** The UID that the SDK of that version computes: of the schema's hexadecimal string, as everybody does. */
export const foreignUid = ({ version, sig: { message: m } }: ForeignAttestation): Bytes32 => {
  if (version === 2) return offchainUid({ ...m, version: 2, salt: m.salt ?? '0x' })
  const types = [
    'bytes',
    'address',
    'address',
    'uint64',
    'uint64',
    'bool',
    'bytes32',
    'bytes',
    'uint32',
  ] as const
  const values = [
    stringToHex(m.schema),
    m.recipient,
    ZERO_ADDRESS,
    BigInt(m.time),
    BigInt(m.expirationTime),
    m.revocable,
    m.refUID,
    m.data,
    0,
  ] as const
  return keccak256(
    version === 1 ? encodePacked(['uint16', ...types], [1, ...values]) : encodePacked(types, values),
  )
}

/** Whose plain key signed it; nobody's where the signature is none, or another form of one (high s). */
export const signerOf = async ({
  typedData,
  signature,
}: ForeignAttestation): Promise<Address | undefined> => {
  try {
    const address = await recoverTypedDataAddress({ ...typedData, signature })
    return (await verifyEoa({ address, typedData, signature })) ? address : undefined
  } catch {
    return undefined
  }
}

/** One of version 2, in the form that is kept here. */
export const toOffchain = ({ version, sig, signature }: ForeignAttestation): OffchainAttestation => {
  const { message, uid, domain } = sig
  if (version !== 2 || message.salt === undefined) throw malformed('It is of an earlier version.')
  const { nonce: _unsigned, ...words } = message
  return { uid, domain, message: { ...words, version: 2, salt: message.salt }, signature }
}

import * as v from 'valibot'
import { canonicalJson } from '../protocol/canonical.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { SignedDelegation, SignedRevocation } from '../protocol/statements.ts'
import { parseSignedTask, type SignedTask } from '../protocol/task.ts'
import { parseSignedDelegation, parseSignedRevocation } from '../protocol/wire.ts'
import { BUNDLE_FORMAT, isSameJson, withPlainSignature } from './bundle.ts'
import { toEasPackage } from './easJson.ts'
import { readForeign, toOffchain } from './foreign.ts'
import type { JsonLd } from './jsonld.ts'

/** The longest bundle that is read, as canonical JSON: characters. */
const MAX_BUNDLE_LENGTH = 524_288

const Schema = v.strictObject({
  format: v.literal(BUNDLE_FORMAT),
  consentReceipt: v.looseObject({
    'dpv:hasRecordOfActivity': v.pipe(
      v.array(v.record(v.string(), v.unknown())),
      v.minLength(1),
      v.maxLength(2),
    ),
  }),
  receipt: v.unknown(),
  delegation: v.unknown(),
  task: v.unknown(),
  revocation: v.optional(v.unknown()),
})

export interface ParsedBundle {
  readonly consentReceipt: JsonLd
  readonly records: readonly [given: JsonLd, ended?: JsonLd]
  readonly receipt: OffchainAttestation
  readonly delegation: SignedDelegation
  readonly task: SignedTask
  readonly revocation?: SignedRevocation
}

/**
 * Reads a bundle strictly: no field more, none less, and each in the one form in which it is written, so that nothing in the
 * file goes unchecked. Throws `receipt/unreadable`, or what is wrong with a part.
 */
export const parseBundle = (value: unknown): ParsedBundle => {
  const unreadable = () =>
    new ProvisoError('receipt/unreadable', 'This file is not a receipt in the form that Proviso writes.')
  const read = v.safeParse(Schema, value, { abortEarly: true })
  if (!read.success || canonicalJson(value).length > MAX_BUNDLE_LENGTH) throw unreadable()
  const { consentReceipt, ...parts } = read.output
  const receipt = toOffchain(readForeign(parts.receipt))
  const delegation = parseSignedDelegation(parts.delegation)
  const task = withPlainSignature(parseSignedTask(parts.task))
  const revocation = parts.revocation === undefined ? undefined : parseSignedRevocation(parts.revocation)
  const again = {
    format: BUNDLE_FORMAT,
    consentReceipt,
    receipt: toEasPackage(receipt, delegation.statement.key),
    delegation,
    task,
    ...(revocation === undefined ? {} : { revocation }),
  }
  if (!isSameJson(again, value)) throw unreadable()
  return {
    consentReceipt: consentReceipt as JsonLd,
    records: consentReceipt['dpv:hasRecordOfActivity'] as unknown as [JsonLd, JsonLd?],
    receipt,
    delegation,
    task,
    ...(revocation === undefined ? {} : { revocation }),
  }
}

import * as v from 'valibot'
import { ProvisoError } from '../protocol/errors.ts'
import { LIST_FORMAT } from './bundle.ts'
import type { VerifiedFile } from './checks.ts'
import { type VerifyPorts, verifyReceiptBundle } from './verify.ts'
import { verifyLoneAttestation } from './verifyAttestation.ts'

/** The largest file that is read: bytes. */
const MAX_FILE_BYTES = 16_777_216
const MAX_RECEIPTS = 500

const ListSchema = v.strictObject({
  format: v.literal(LIST_FORMAT),
  receipts: v.pipe(v.array(v.unknown()), v.minLength(1), v.maxLength(MAX_RECEIPTS)),
})

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)

/** Ours is known by its parts, so that one with a part missing is said to be broken, not to be something else. */
const isBundle = (value: unknown): boolean => has(value, 'format') || has(value, 'consentReceipt')
const isAttestation = (value: unknown): boolean => has(value, 'sig') || has(value, 'uid')

const verifyOne = (value: unknown, ports: VerifyPorts): Promise<VerifiedFile> =>
  isBundle(value) || !isAttestation(value) ? verifyReceiptBundle(value, ports) : verifyLoneAttestation(value)

/** Before it is read. Throws `receipt/too-large`. */
export const assertFileSize = (bytes: number): void => {
  if (bytes > MAX_FILE_BYTES)
    throw new ProvisoError('receipt/too-large', 'This file is too large to be a receipt.')
}

/**
 * Checks a file that somebody chose: one receipt, many, or an attestation of any tool. Throws `receipt/too-large` or
 * `receipt/not-json`; everything else that is wrong stands in the checks.
 */
export const verifyReceiptFile = async (
  text: string,
  ports: VerifyPorts,
): Promise<readonly VerifiedFile[]> => {
  assertFileSize(text.length)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ProvisoError('receipt/not-json', 'This file is not a receipt: it is not JSON.', { cause })
  }
  const list = v.safeParse(ListSchema, value)
  if (!list.success) return [await verifyOne(value, ports)]
  const results: VerifiedFile[] = []
  for (const receipt of list.output.receipts) results.push(await verifyOne(receipt, ports))
  return results
}

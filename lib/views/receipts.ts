import { database } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { inert } from '../i18n/untrusted.ts'
import type { BundleParts } from '../receipts/bundle.ts'
import type { VerifiedFile } from '../receipts/checks.ts'
import { type TaskName, taskName } from './publisher.ts'
import { view } from './view.ts'

/** `alone`: an earlier version made it; the signature is there, and no consent record. */
export type ReceiptState = 'given' | 'withdrawn' | 'expired' | 'alone'

export interface ReceiptLine extends TaskName {
  readonly grantId: string
  readonly origin: string
  readonly uid: string
  readonly state: ReceiptState
  readonly givenAt: number
  /** When consent ended, or will by itself; undefined where it has no end of its own. */
  readonly endsAt?: number
}

const isWithdrawn = ({ state }: GrantRecord): boolean => state === 'revoked' || state === 'relinquished'

const stateOf = (grant: GrantRecord, now: number): ReceiptState => {
  const { expirationTime } = grant.receipt.message
  if (grant.consentRecord === undefined) return 'alone'
  if (isWithdrawn(grant)) return 'withdrawn'
  return expirationTime !== 0 && expirationTime * 1000 <= now ? 'expired' : 'given'
}

const receiptLine = (grant: GrantRecord, now: number): ReceiptLine => {
  const { id, origin, receipt, endedAt } = grant
  const state = stateOf(grant, now)
  const { time, expirationTime } = receipt.message
  const ends = state === 'withdrawn' ? endedAt : expirationTime === 0 ? undefined : expirationTime * 1000
  return {
    ...taskName(grant.task.manifest),
    grantId: id,
    origin: inert(origin, 80),
    uid: receipt.uid,
    state,
    givenAt: time * 1000,
    ...(ends === undefined ? {} : { endsAt: ends }),
  }
}

const newestFirst = (grants: readonly GrantRecord[]): readonly GrantRecord[] =>
  grants.toSorted((a, b) => b.createdAt - a.createdAt)

/** Every receipt on this device, newest first. */
export const receiptsView = view(['grants'], async (): Promise<readonly ReceiptLine[]> => {
  const now = Date.now()
  return newestFirst(await (await database()).getAll('grants')).map((grant) => receiptLine(grant, now))
})

export interface ReceiptFile {
  readonly name: string
  readonly text: string
}

/** What stands in a grant's file: how consent ended too, where the file can prove it. */
const partsOf = async (grant: GrantRecord, record: string): Promise<BundleParts> => {
  const { task, delegation, receipt, revocation, endedRecord } = grant
  const given = { task, delegation, receipt, record }
  if (revocation !== undefined && endedRecord !== undefined)
    return { ...given, ended: endedRecord, revocation }
  if (stateOf(grant, Date.now()) !== 'expired') return given
  const { expiredRecord } = await import('../receipts/endedRecord.ts')
  return { ...given, ended: expiredRecord(record, receipt.message.expirationTime) }
}

const bundleOf = async (grant: GrantRecord): Promise<unknown> => {
  if (grant.consentRecord === undefined) {
    const { toEasPackage } = await import('../receipts/easJson.ts')
    return toEasPackage(grant.receipt, grant.delegation.statement.key)
  }
  const { receiptBundle } = await import('../receipts/bundle.ts')
  return receiptBundle(await partsOf(grant, grant.consentRecord))
}

const written = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

/** One receipt as a file, or undefined where there is no such grant. */
export const exportReceipt = async (grantId: string): Promise<ReceiptFile | undefined> => {
  const grant = await (await database()).get('grants', grantId)
  if (grant === undefined) return undefined
  return {
    name: `proviso-receipt-${grant.receipt.uid.slice(2, 10)}.json`,
    text: written(await bundleOf(grant)),
  }
}

/** Every receipt in one file, newest first. */
export const exportAllReceipts = async (): Promise<ReceiptFile> => {
  const { LIST_FORMAT } = await import('../receipts/bundle.ts')
  const grants = newestFirst(await (await database()).getAll('grants'))
  return {
    name: 'proviso-receipts.json',
    text: written({ format: LIST_FORMAT, receipts: await Promise.all(grants.map(bundleOf)) }),
  }
}

/**
 * Checks a file from anywhere, on this device. Only signatures of contract accounts need the network: their chain is asked.
 * Throws `receipt/too-large` or `receipt/not-json`.
 */
export const checkReceiptFile = async (file: Blob): Promise<readonly VerifiedFile[]> => {
  const [{ verifyReceiptFile, assertFileSize }, { deviceVerify }] = await Promise.all([
    import('../receipts/verifyFile.ts'),
    import('../chain/deviceClient.ts'),
  ])
  assertFileSize(file.size)
  return verifyReceiptFile(await file.text(), { verify: deviceVerify, now: Date.now() })
}

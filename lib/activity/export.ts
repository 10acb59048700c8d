import * as v from 'valibot'
import { database } from '../db/database.ts'
import type { ActivityRecord, StampRecord } from '../db/schema.ts'
import { createVerifier, type Stamped, type Verification } from './chain.ts'
import { readForwards } from './read.ts'

/** JSON lines, as docs/activity-log.md describes them. */
export const EXPORT_TYPE = 'application/jsonl'

const lines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('')

const stampLine = ({ seq, hash, chainId, transaction, account, at }: StampRecord) => ({
  stamp: { seq, hash, chainId, transaction, account, at },
})

/** The whole log as a file: entries in order, and then what was time-stamped. Holds one batch at a time. */
export const exportLog = async (): Promise<Blob> => {
  const parts: Blob[] = []
  for await (const batch of readForwards()) parts.push(new Blob([lines(batch)]))
  const stamps = await (await database()).getAll('stamps')
  return new Blob([...parts, lines(stamps.map(stampLine))], { type: EXPORT_TYPE })
}

const hexadecimal = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${digits}}$`)))
const prefixed = (digits: number) => v.pipe(v.string(), v.regex(new RegExp(`^0x[0-9a-fA-F]{${digits}}$`)))
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const entrySchema = v.strictObject({
  seq: whole,
  at: v.number(),
  kind: v.string(),
  text: v.string(),
  data: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
  previous: hexadecimal(64),
  hash: hexadecimal(64),
})
const stampSchema = v.strictObject({
  stamp: v.strictObject({
    seq: whole,
    hash: prefixed(64),
    chainId: whole,
    transaction: v.optional(prefixed(64)),
    account: prefixed(40),
    at: v.number(),
  }),
})

type Line = { readonly entry: ActivityRecord } | { readonly stamp: Stamped } | undefined

const readLine = (text: string): Line => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const entry = v.safeParse(entrySchema, value)
  if (entry.success) return { entry: entry.output }
  const stamp = v.safeParse(stampSchema, value)
  if (!stamp.success) return undefined
  const { seq, hash } = stamp.output.stamp
  return { stamp: { seq, hash: hash.slice(2).toLowerCase() } }
}

/**
 * Verifies a file that this or another tool made: the chain, and that its stamps name entries of it. Whether a stamp is on
 * its chain only the chain can say.
 */
export const verifyExport = (text: string): Verification => {
  const read = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .map(readLine)
  const stamps = read.flatMap((line) => (line !== undefined && 'stamp' in line ? [line.stamp] : []))
  const verifier = createVerifier(stamps)
  let count = 0
  for (const line of read) {
    if (line === undefined) return { ok: false, firstBroken: count + 1, why: 'unreadable' }
    if (!('entry' in line)) continue
    if (!verifier.take(line.entry)) break
    count += 1
  }
  return verifier.end()
}

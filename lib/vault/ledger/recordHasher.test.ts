import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../../db/database.ts'
import type { TableRecord } from '../../pipelines/records.ts'
import { emptyDatabase } from '../testing/vault.ts'
import { RecordHasher } from './recordHasher.ts'
import { recordKey } from './recordKey.ts'
import { HASH_BYTES, isWellFormed } from './recordSet.ts'

const row = (x: number): TableRecord => ({ kind: 'table', values: { x } })

const setOf = async (records: readonly TableRecord[], key?: CryptoKey) => {
  const hasher = new RecordHasher(key ?? (await recordKey()))
  for (const record of records) await hasher.add(record)
  return hasher.finish()
}

beforeEach(emptyDatabase)

describe('the set of a dataset’s records', () => {
  it('is the same in whatever order and however often they come, over many batches', async () => {
    const records = Array.from({ length: 700 }, (_, x) => row(x))
    const once = await setOf(records)
    expect(once.hashes).toHaveLength(700 * HASH_BYTES)
    expect(isWellFormed(once.hashes)).toBe(true)
    expect(await setOf([...records, ...records].reverse())).toEqual(once)
    expect((await setOf(records.slice(1))).digest).not.toBe(once.digest)
  })

  it('tells nothing without this vault’s key, which no script can export', async () => {
    const mine = await setOf([row(1)])
    expect(await setOf([row(1)])).toEqual(mine)
    const key = await recordKey()
    expect(key.extractable).toBe(false)
    expect(await (await database()).get('keys', 'records')).toMatchObject({ key: { extractable: false } })
    await emptyDatabase()
    expect(await setOf([row(1)])).not.toEqual(mine)
  })

  it('has one key, also when two pages make it at once', async () => {
    const [a, b] = await Promise.all([recordKey(), recordKey()])
    expect(await setOf([row(1)], a)).toEqual(await setOf([row(1)], b))
  })

  it('is not taken for whole where a byte is missing, or two hashes changed places', async () => {
    const { hashes } = await setOf([row(1), row(2), row(3)])
    const swapped = new Uint8Array([
      ...hashes.slice(HASH_BYTES, 2 * HASH_BYTES),
      ...hashes.slice(0, HASH_BYTES),
      ...hashes.slice(2 * HASH_BYTES),
    ])
    expect(isWellFormed(swapped)).toBe(false)
    expect(isWellFormed(hashes.slice(1))).toBe(false)
    expect(isWellFormed(new Uint8Array())).toBe(false)
  })
})

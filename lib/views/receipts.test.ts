import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { recordOf } from '../attest/receipt.ts'
import { endGrant } from '../consent/endGrants.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { seated } from '../rounds/seated.fixture.ts'
import { checkReceiptFile, exportAllReceipts, exportReceipt, receiptsView } from './receipts.ts'

const fetched = vi.fn(() => Promise.reject(new Error('Nobody is to be asked.')))

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  fetched.mockClear()
  vi.stubGlobal('fetch', fetched)
})

const change = async (changes: Partial<GrantRecord>): Promise<void> => {
  const db = await database()
  const grant = await db.get('grants', 'G')
  if (grant !== undefined) await db.put('grants', { ...grant, ...changes })
}

const saved = async (): Promise<string> => (await exportReceipt('G'))?.text ?? ''
const checked = async (text: string) => {
  const [result] = await checkReceiptFile(new Blob([text]))
  if (result === undefined) throw new Error('There is always a result.')
  return result
}

describe('a saved receipt', () => {
  it('holds, checked from its file without the network, and does not name the data', async () => {
    const { grant } = await seated()
    const salt = '5a'.repeat(32)
    await change({ datasetSalt: `0x${salt}` })
    expect((await exportReceipt('G'))?.name).toBe(`proviso-receipt-${grant.receipt.uid.slice(2, 10)}.json`)
    const text = await saved()
    expect(await checked(text)).toMatchObject({
      kind: 'receipt',
      verdict: 'proven',
      words: { account: grant.account },
    })
    expect(text).not.toMatch(/handwriting"/i)
    expect(text).not.toContain(salt)
    expect(fetched).not.toHaveBeenCalled()
  })

  it('says and proves that it was withdrawn, as soon as it was', async () => {
    await seated()
    await endGrant('G', 'revoked')
    const grant = await (await database()).get('grants', 'G')
    const time = Math.floor((grant?.endedAt ?? 0) / 1000)
    const result = await checked(await saved())
    expect(result).toMatchObject({ verdict: 'proven', words: { ended: { how: 'withdrawn', at: time } } })
    expect(result.checks.map(({ id }) => id)).toContain('ended')
    expect(await receiptsView()).toMatchObject([{ state: 'withdrawn', endsAt: grant?.endedAt }])
  })

  it('says and proves that it has expired, also where all rounds were done before', async () => {
    const { grant } = await seated()
    const past = { ...grant.receipt.message, expirationTime: 1 }
    await change({ state: 'completed', receipt: { ...grant.receipt, message: past } })
    expect(await receiptsView()).toMatchObject([{ state: 'expired', endsAt: 1000 }])
    const { consentReceipt } = JSON.parse(await saved())
    expect(JSON.stringify(consentReceipt['dpv:hasRecordOfActivity'][1])).toContain('dpv:ConsentExpired')
  })

  it('of an earlier version is its attestation alone', async () => {
    const { grant } = await seated()
    const { consentRecord: _, ...earlier } = grant
    await (await database()).put('grants', earlier)
    expect(await receiptsView()).toMatchObject([{ state: 'alone' }])
    expect(await checked(await saved())).toMatchObject({ kind: 'attestation', words: { kind: 'receipt' } })
  })
})

it('all of them are one file, in which each is checked', async () => {
  const { grant } = await seated()
  await (await database()).put('grants', { ...grant, id: 'H', createdAt: grant.createdAt - 1 })
  const { name, text } = await exportAllReceipts()
  expect(name).toBe('proviso-receipts.json')
  expect((await checkReceiptFile(new Blob([text]))).map(({ verdict }) => verdict)).toEqual([
    'proven',
    'proven',
  ])
  const broken = text.replace(/"time": "(\d+)"/, '"time": "1"')
  expect((await checkReceiptFile(new Blob([broken]))).map(({ verdict }) => verdict)).toEqual([
    'failed',
    'proven',
  ])
})

describe('a file that is no receipt', () => {
  it.each([
    ['text', 'Dear sir,', 'receipt/not-json'],
    ['too long', ' '.repeat(17_000_000), 'receipt/too-large'],
  ])('%s: is refused', async (_, text, code) => {
    await expect(checkReceiptFile(new Blob([text]))).rejects.toMatchObject({ code })
  })

  it.each([
    ['nothing', 'null'],
    ['a list', '[]'],
    ['another object', '{"a":1}'],
    ['an empty list of receipts', '{"format":"proviso/receipts/1","receipts":[]}'],
    ['depth', `{"format":"proviso/receipt/1","consentReceipt":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['an attestation of nothing', '{"sig":{},"signer":"0x"}'],
    ['a prototype', '{"__proto__":{"sig":1},"format":"proviso/receipt/1"}'],
  ])('%s: fails, and nothing is thrown', async (_, text) => {
    const result = await checked(text)
    expect(result.verdict).toBe('failed')
    expect(result.checks).toHaveLength(1)
  })
})

it('a grant keeps the record that its receipt commits to', async () => {
  const { grant } = await seated()
  expect(grant.consentRecord).toBe(recordOf(grant.task.manifest, grant.receipt))
})

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { closeDatabase, database } from '../db/database.ts'
import { delegationTypedData } from '../protocol/statements.ts'
import { contributionSigner, createContributionKey } from './contributionKey.ts'
import { verifyEoa } from './signature.ts'
import { testDelegation, testSigner } from './testing/fixtures.ts'

describe('contribution key', () => {
  beforeEach(async () => {
    await closeDatabase()
    globalThis.indexedDB = new IDBFactory()
  })

  it('is missing until it is made', async () => {
    await expect(contributionSigner()).rejects.toMatchObject({ code: 'key/missing' })
  })

  it('is made once, even by two contexts at the same time, and signs as its address', async () => {
    const [first, second] = await Promise.all([createContributionKey(), createContributionKey()])
    expect(second).toBe(first)
    expect(await createContributionKey()).toBe(first)
    const signer = await contributionSigner()
    expect(signer.address).toBe(first)
    const { statement, signature } = await testDelegation(signer, testSigner(1), Date.now())
    expect(await verifyEoa({ address: first, typedData: delegationTypedData(statement), signature })).toBe(
      true,
    )
  })

  it('does not lie in the database in the clear, and does not open when altered', async () => {
    await createContributionKey()
    const db = await database()
    const record = await db.get('keys', 'contribution')
    if (record?.id !== 'contribution') throw new Error('The key was not stored.')
    // 32 bytes of key and 16 of tag.
    expect(record.ciphertext.byteLength).toBe(48)
    await db.put('keys', { ...record, address: testSigner(2).address })
    await expect(contributionSigner()).rejects.toMatchObject({ code: 'vault/cannot-decrypt' })
  })
})

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { createContributionKey } from '../attest/contributionKey.ts'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { sameAddress } from '../protocol/hex.ts'
import { revocationTypedData } from '../protocol/statements.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { attestationFixture, grantFixture, runFixture } from '../views/views.fixture.ts'
import { endGrant, endGrants } from './endGrants.ts'
import { publisher } from './task.fixture.ts'

const OTHER = `0x${'0e'.repeat(20)}` as const

const grant = (id: string, changes: Partial<GrantRecord> = {}): GrantRecord =>
  grantFixture({
    id,
    account: publisher.address,
    receipt: attestationFixture(`0x${id.charCodeAt(0).toString(16).repeat(32)}`),
    ...changes,
  })

const ofOther = () => {
  const manifest = manifestFixture()
  return {
    manifest: { ...manifest, publisher: { ...manifest.publisher, address: OTHER } },
    signature: '0x' as const,
  }
}

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  const db = await database()
  for (const one of [
    grant('a'),
    grant('b', { state: 'paused' }),
    grant('c', { task: ofOther() }),
    grant('d', { state: 'completed', endedAt: 1 }),
  ])
    await db.put('grants', one)
  for (const id of ['a', 'b', 'c']) await db.put('runs', runFixture({ id: `run-${id}`, grantId: id }))
  await db.put('runs', runFixture({ id: 'gone', grantId: 'a', phase: 'sent' }))
})

const states = async () =>
  Object.fromEntries((await (await database()).getAll('grants')).map(({ id, state }) => [id, state]))
const phases = async () =>
  Object.fromEntries((await (await database()).getAll('runs')).map(({ id, phase }) => [id, phase]))

describe('revoking', () => {
  it('ends one, and leaves the others', async () => {
    await endGrant('a', 'revoked')
    expect(await states()).toEqual({ a: 'revoked', b: 'paused', c: 'active', d: 'completed' })
    expect(await phases()).toEqual({
      'run-a': 'cancelled',
      'run-b': 'training',
      'run-c': 'training',
      gone: 'sent',
    })
  })

  it('ends all of a publisher, paused ones too', async () => {
    const { address } = manifestFixture().publisher
    await endGrants(({ task }) => sameAddress(task.manifest.publisher.address, address), 'revoked')
    expect(await states()).toEqual({ a: 'revoked', b: 'revoked', c: 'active', d: 'completed' })
  })

  it('ends all, and nothing twice', async () => {
    expect((await endGrants(() => true, 'revoked')).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(await endGrants(() => true, 'revoked')).toEqual([])
    expect(await states()).toEqual({ a: 'revoked', b: 'revoked', c: 'revoked', d: 'completed' })
    const log = await (await database()).getAll('activity')
    expect(log.map(({ kind }) => kind)).toEqual(['grant-revoked', 'grant-revoked', 'grant-revoked'])
  })

  it('is one transaction: where one cannot be ended, none is', async () => {
    const put = IDBObjectStore.prototype.put
    let puts = 0
    IDBObjectStore.prototype.put = function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      puts += 1
      if (puts === 5) throw new DOMException('The disk is full.', 'QuotaExceededError')
      return key === undefined ? put.call(this, value) : put.call(this, value, key)
    }
    await endGrants(() => true, 'revoked').catch(() => undefined)
    IDBObjectStore.prototype.put = put
    expect(puts).toBeGreaterThanOrEqual(5)
    expect(await states()).toEqual({ a: 'active', b: 'paused', c: 'active', d: 'completed' })
  })

  it('keeps each withdrawal with its grant, signed by the contribution key', async () => {
    const address = await createContributionKey()
    await endGrants(() => true, 'revoked')
    for (const { id, state, receipt, endedAt, account, revocation } of await (await database()).getAll(
      'grants',
    )) {
      if (state !== 'revoked') continue
      const { statement, signature } = revocation!
      expect(statement, id).toEqual({ receipt: receipt.uid, account, time: Math.floor(endedAt! / 1000) })
      expect(await verifyEoa({ address, typedData: revocationTypedData(statement), signature })).toBe(true)
    }
  })

  it('works without a key that could sign: it ends, and is signed when it is told', async () => {
    await endGrant('a', 'revoked')
    expect(await (await database()).get('grants', 'a')).toMatchObject({ state: 'revoked' })
    expect((await (await database()).get('grants', 'a'))!.revocation).toBeUndefined()
  })
})

describe('ending otherwise', () => {
  it('signs nothing where nothing is withdrawn, and says why it is completed', async () => {
    await createContributionKey()
    await endGrant('a', 'completed', 'minutes')
    const ended = (await (await database()).get('grants', 'a'))!
    expect(ended).toMatchObject({ state: 'completed', completedBy: 'minutes' })
    expect(ended.revocation).toBeUndefined()
    const [entry] = await (await database()).getAll('activity')
    expect(entry!.text).toContain('The device time that you allowed is used')
  })

  it('takes with it what was shown as holding it back', async () => {
    await (await database()).put(
      'grants',
      grant('a', { waitsFor: ['idle'], problem: { code: 'x', message: 'x', at: 0 } }),
    )
    await endGrant('a', 'expired')
    expect(await (await database()).get('grants', 'a')).not.toHaveProperty('waitsFor')
    expect(await (await database()).get('grants', 'a')).not.toHaveProperty('problem')
  })
})

import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createContributionKey } from '../attest/contributionKey.ts'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { revocationTypedData, type SignedRevocation } from '../protocol/statements.ts'
import { taskIdOf } from '../protocol/task.ts'
import { tellRevocations } from './revoke.ts'
import { publisher, signedTask } from './task.fixture.ts'

/** Long ago: whatever was on its way then has arrived. */
const ENDED = 1_700_000_000_000

let server: Server
let status = 200
let heard: SignedRevocation[] = []

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  heard = []
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    heard.push(JSON.parse(Buffer.concat(chunks).toString()) as SignedRevocation)
    const code = status === 404 ? 'grant/unknown' : 'internal/busy'
    const body = status === 200 ? {} : { error: { code, message: 'Not now.' } }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

const revokedGrant = async (changes: Partial<GrantRecord> = {}): Promise<void> => {
  const coordinator = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const task = await signedTask({ aggregation: { kind: 'plain', coordinator, minCohort: 1 } })
  await createContributionKey()
  await (await database()).put('grants', {
    id: 'G',
    origin: 'http://localhost',
    taskId: taskIdOf(task.manifest),
    termsHash: ZERO_BYTES32,
    task,
    datasetId: 'handwriting',
    datasetSalt: ZERO_BYTES32,
    account: publisher.address,
    createdAt: 0,
    expiresAt: 1,
    state: 'revoked',
    endedAt: ENDED,
    receipt: { uid: `0x${'ab'.repeat(32)}` } as never,
    delegation: {} as never,
    ...changes,
  })
}
const isTold = async () => (await (await database()).get('grants', 'G'))?.revocationToldAt !== undefined

describe('telling a coordinator that a receipt is withdrawn', () => {
  it('is signed by the contribution key, and done once', async () => {
    await revokedGrant()
    await tellRevocations()
    await tellRevocations()
    expect(heard).toHaveLength(1)
    const { statement, signature } = heard[0]!
    expect(statement).toMatchObject({ receipt: `0x${'ab'.repeat(32)}`, time: ENDED / 1000 })
    const key = await createContributionKey()
    expect(await verifyEoa({ address: key, typedData: revocationTypedData(statement), signature })).toBe(true)
    expect(await isTold()).toBe(true)
  })

  it.each([
    ['is tried again where the coordinator fails', 503, false],
    ['is done where the coordinator never knew the receipt', 404, true],
  ])('%s', async (_name, answer, told) => {
    status = answer
    await revokedGrant()
    await tellRevocations()
    status = 200
    expect(await isTold()).toBe(told)
    await tellRevocations()
    expect(heard).toHaveLength(told ? 1 : 2)
  })

  it('goes on where the receipt was on its way when it was withdrawn', async () => {
    status = 404
    await revokedGrant({ endedAt: Date.now() })
    await tellRevocations()
    expect(await isTold()).toBe(false)
    status = 200
    await tellRevocations()
    expect(heard).toHaveLength(2)
    expect(await isTold()).toBe(true)
  })

  it('says what was signed when it ended, word for word', async () => {
    const uid = `0x${'ab'.repeat(32)}` as const
    const revocation = {
      statement: { receipt: uid, account: publisher.address, time: 1 },
      signature: '0x5e',
    } as const
    await revokedGrant({ revocation })
    await tellRevocations()
    expect(heard).toEqual([revocation])
  })

  it('withdraws the receipts under which it stood before as well', async () => {
    const earlier = [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`] as const
    await revokedGrant({ earlierReceipts: earlier })
    await tellRevocations()
    expect(heard.map(({ statement }) => statement.receipt)).toEqual([`0x${'ab'.repeat(32)}`, ...earlier])
    const key = await createContributionKey()
    for (const { statement, signature } of heard)
      expect(await verifyEoa({ address: key, typedData: revocationTypedData(statement), signature })).toBe(
        true,
      )
  })

  it('is done once also where it is asked for twice, and is written in the log', async () => {
    await revokedGrant()
    await Promise.all([tellRevocations(), tellRevocations()])
    expect(heard).toHaveLength(1)
    expect(await (await database()).getAll('activity')).toMatchObject([{ kind: 'withdrawal-told' }])
  })
})

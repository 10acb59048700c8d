import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createContributionKey } from '../attest/contributionKey.ts'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, database } from '../db/database.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { revocationTypedData, type SignedRevocation } from '../protocol/statements.ts'
import { taskIdOf } from '../protocol/task.ts'
import { tellRevocations } from './revoke.ts'
import { publisher, signedTask } from './task.fixture.ts'

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

const revokedGrant = async (): Promise<void> => {
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
    endedAt: 1_900_000_000_000,
    receipt: { uid: `0x${'ab'.repeat(32)}` } as never,
    delegation: {} as never,
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
    expect(statement).toMatchObject({ receipt: `0x${'ab'.repeat(32)}`, time: 1_900_000_000 })
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
})

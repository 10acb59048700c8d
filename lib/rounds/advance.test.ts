import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settlement } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import { writeSettings } from '../db/settings.ts'
import type { RoundAnswer } from '../protocol/coordinator.ts'
import { decodeAttestationHeader } from '../protocol/header.ts'
import { acceptanceTypedData } from '../protocol/statements.ts'
import type { SignedTask } from '../protocol/task.ts'
import { advance } from './advance.ts'
import { seated } from './seated.fixture.ts'

/** What the coordinator was asked, in order; it accepts, for `owed` base units. */
let asked: string[] = []
let owed = '20000'
/** Other terms than the grant's, where the coordinator has them. */
let terms: SignedTask | undefined
let round: RoundAnswer = { state: 'waiting', nextRound: 2 }
let server: Server

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  asked = []
  owed = '20000'
  terms = undefined
  round = { state: 'waiting', nextRound: 2 }
  server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url?.replace(/0x[0-9a-f]{64}/, 'ID')}`)
    request.resume()
    const grant = (await (await database()).getAll('grants'))[0]!
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json' })
      const isRound = request.url?.endsWith('/rounds/current')
      const task = { task: terms ?? grant.task, state: 'running' }
      response.end(JSON.stringify(isRound ? round : task))
      return
    }
    const attestation = decodeAttestationHeader(String(request.headers['proviso-attestation']))
    const { reward } = grant.task.manifest
    const statement = {
      task: grant.taskId,
      round: 1,
      seat: 0,
      account: grant.account,
      contribution: attestation.uid,
      cumulative: owed,
    }
    const typedData = acceptanceTypedData(statement, reward.chainId, reward.escrow)
    const acceptance = { statement, signature: await settlement.signTypedData(typedData) }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ uid: attestation.uid, acceptance }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

const trained = () =>
  seated({
    aggregation: {
      kind: 'plain',
      coordinator: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      minCohort: 1,
    },
  })

const TASK = 'GET /tasks/ID'
const UPLOAD = 'POST /tasks/ID/rounds/1/contributions'
const CURRENT = 'GET /tasks/ID/rounds/current'

describe('a grant with a trained round', () => {
  it('sends it, and only then asks for the next', async () => {
    await trained()
    expect(await advance('G')).toEqual({ for: 'coordinator' })
    expect(asked).toEqual([TASK, UPLOAD])
    await advance('G')
    expect(asked).toEqual([TASK, UPLOAD, CURRENT])
  })

  it('asks for no further round while its contribution has no acceptance that can be believed', async () => {
    await trained()
    owed = '19999'
    for (let look = 0; look < 3; look++) expect(await advance('G')).toEqual({ for: 'recovery' })
    expect(asked).toEqual([TASK, UPLOAD, UPLOAD, UPLOAD])
    expect(await (await database()).count('budgetEvents')).toBe(1)
  })

  it.each([
    ['the round', async () => pause()],
    ['everything', async () => void (await writeSettings({ pausedAll: true }))],
  ])('sends nothing while %s is paused', async (_name, hold) => {
    await trained()
    await hold()
    expect(await advance('G')).toEqual({ for: 'nothing' })
    expect(asked).toEqual([])
    expect(await (await database()).count('budgetEvents')).toBe(0)
  })
})

const pause = async (): Promise<void> => {
  const db = await database()
  const [run] = await db.getAll('runs')
  await db.put('runs', { ...run!, paused: true })
}

import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { settlement } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import { writeSettings } from '../db/settings.ts'
import { decodeAttestationHeader } from '../protocol/header.ts'
import { acceptanceTypedData } from '../protocol/statements.ts'
import { advance } from './advance.ts'
import { seated } from './seated.fixture.ts'

/** What the coordinator was asked, in order; it accepts, for `owed` base units. */
let asked: string[] = []
let owed = '20000'
let server: Server

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  asked = []
  owed = '20000'
  server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url?.split('/').slice(-2).join('/')}`)
    request.resume()
    if (request.method === 'GET') {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ state: 'waiting', nextRound: 2 }))
      return
    }
    const attestation = decodeAttestationHeader(String(request.headers['proviso-attestation']))
    const grant = (await (await database()).getAll('grants'))[0]!
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

describe('a grant with a trained round', () => {
  it('sends it, and only then asks for the next', async () => {
    await trained()
    expect(await advance('G')).toEqual({ for: 'coordinator' })
    expect(asked).toEqual(['POST 1/contributions'])
    await advance('G')
    expect(asked).toEqual(['POST 1/contributions', 'GET rounds/current'])
  })

  it('asks for no further round while its contribution has no acceptance that can be believed', async () => {
    await trained()
    owed = '19999'
    for (let look = 0; look < 3; look++) expect(await advance('G')).toEqual({ for: 'recovery' })
    expect(asked).toEqual(['POST 1/contributions', 'POST 1/contributions', 'POST 1/contributions'])
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

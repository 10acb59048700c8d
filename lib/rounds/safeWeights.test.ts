import 'fake-indexeddb/auto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeFloat32 } from '../aggregation/plain.ts'
import { settlement } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { roundHash, roundTypedData, type SignedRound } from '../protocol/statements.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { honestWeights, imprintWeights, network } from '../safety/testing/imprint.ts'
import { digits } from '../safety/testing/pictures.ts'
import { advance } from './advance.ts'
import { seated } from './seated.fixture.ts'
import { sha256Hex } from './weights.ts'

const WIDTH = 64
const honest = honestWeights(WIDTH, 1)
/** An honest model, `distance` away in a direction without structure. */
const moved = (distance: number): Float32Array<ArrayBuffer> => {
  const direction = honestWeights(WIDTH, 2)
  const norm = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0))
  return honest.map((value, index) => value + (distance * direction[index]!) / norm)
}

/** Blobs that the coordinator has, by hash; what it was asked; the round that is open. */
const blobs = new Map<string, Uint8Array<ArrayBuffer>>()
let asked: string[] = []
let open: SignedRound | undefined
let server: Server

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  blobs.clear()
  asked = []
  server = createServer(async (request, response) => {
    const path = request.url ?? ''
    asked.push(`${request.method} ${path.replace(/0x[0-9a-f]{64}/, 'ID').replace(/[0-9a-f]{64}/, 'HASH')}`)
    const blob = blobs.get(path.split('/').at(-1)!)
    if (path.includes('/blobs/')) {
      response.writeHead(blob === undefined ? 404 : 200, { 'content-type': 'application/octet-stream' })
      response.end(blob)
      return
    }
    const { task } = (await (await database()).getAll('grants'))[0]!
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify(path.endsWith('/current') ? { state: 'open', round: open } : { task, state: 'running' }),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise((resolve) => server.close(resolve)))

const keep = async (weights: Float32Array): Promise<string> => {
  const bytes = encodeFloat32(weights)
  const hash = await sha256Hex(bytes)
  blobs.set(hash, bytes)
  return hash
}

/** A grant with a seat, and no round yet, for a task that begins with `weights`. */
const setUp = async (weights: Float32Array, changes: Partial<TaskManifest> = {}) => {
  const coordinator = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const { grant, run } = await seated({
    aggregation: { kind: 'plain', coordinator, minCohort: 1 },
    model: {
      architecture: network(WIDTH),
      weights: { sha256: await keep(weights), bytes: weights.byteLength },
    },
    update: { clipNorm: 2 },
    ...changes,
  })
  await (await database()).delete('runs', run.id)
  return grant
}

/** Opens a round on `weights` and lets the device look. */
const lookAt = async (round: number, weights: Float32Array) => {
  const db = await database()
  const grant = (await db.getAll('grants'))[0]!
  const before = await db.get('rounds', [grant.taskId, round - 1])
  const statement = {
    task: grant.taskId,
    round,
    baseWeights: `0x${await keep(weights)}` as const,
    prevRound: before?.hash ?? (round === 1 ? ZERO_BYTES32 : (`0x${'11'.repeat(32)}` as const)),
    closes: Math.floor(Date.now() / 1000) + 60,
  }
  open = { statement, signature: await settlement.signTypedData(roundTypedData(statement)) }
  await advance('G')
  return { hash: roundHash(statement), problem: (await db.get('grants', 'G'))?.problem }
}

/** The round that has begun ends, as if it had been sent and accepted. */
const endRound = async (): Promise<void> => {
  const db = await database()
  for (const run of await db.getAll('runs'))
    await db.put('runs', { ...run, phase: 'accepted', baseWeights: new Uint8Array() })
}

const expectNothingBegan = async (): Promise<void> => {
  const db = await database()
  expect(await db.count('runs')).toBe(0)
  expect(await db.count('budgetEvents')).toBe(0)
  expect(asked.filter((line) => line.startsWith('POST'))).toEqual([])
}

describe('a round on weights made to copy records', () => {
  it('does not begin: nothing is debited or sent, and the person reads what was found', async () => {
    const crafted = imprintWeights(WIDTH, digits('t10k', 500))
    await setUp(crafted)
    const { problem } = await lookAt(1, crafted)
    expect(problem).toMatchObject({ code: 'task/unsafe-weights' })
    expect(problem?.message).toContain('64 of 64 neurons in layer1.weight measure the same')
    await expectNothingBegan()
  })

  it('begins on honest ones', async () => {
    await setUp(honest)
    expect((await lookAt(1, honest)).problem).toBeUndefined()
    expect(await (await database()).getAll('runs')).toMatchObject([{ round: 1, phase: 'ready' }])
  })
})

describe('a round on weights far from those before', () => {
  it('begins as far as averaging may have moved them, and no further', async () => {
    await setUp(honest)
    await lookAt(1, honest)
    await endRound()
    expect((await lookAt(2, moved(1.99))).problem).toBeUndefined()
    await endRound()
    const { problem } = await lookAt(3, moved(4.1))
    expect(problem).toMatchObject({ code: 'task/unsafe-weights' })
    expect(problem?.message).toContain('moved by 2.11')
    expect(await (await database()).getAllKeys('runs')).toHaveLength(2)
  })

  it('is measured by the terms where this device saw no round before', async () => {
    await setUp(honest)
    expect((await lookAt(4, moved(6.1))).problem).toMatchObject({ code: 'task/unsafe-weights' })
    await expectNothingBegan()
    await setUp(honest)
    expect((await lookAt(5, moved(6.1))).problem).toBeUndefined()
  })

  it('is not measured by a round that was refused', async () => {
    await setUp(honest)
    await lookAt(1, honest)
    await endRound()
    await lookAt(2, moved(2.1))
    expect((await lookAt(3, moved(4.1))).problem).toMatchObject({ code: 'task/unsafe-weights' })
    expect((await lookAt(3, moved(4.1))).problem).toMatchObject({ code: 'task/unsafe-weights' })
  })

  it('does not begin where the coordinator does not have the weights before any more', async () => {
    await setUp(honest)
    await lookAt(1, honest)
    await endRound()
    blobs.clear()
    expect((await lookAt(2, moved(1))).problem).toBeDefined()
    expect(await (await database()).getAllKeys('runs')).toHaveLength(1)
  })
})

describe('terms that are not safe', () => {
  it('are not carried out, and no weights are fetched', async () => {
    await setUp(honest, { privacy: { mechanism: 'none', batchSize: 1 } })
    expect((await lookAt(1, honest)).problem).toMatchObject({ code: 'task/unsafe-terms' })
    await expectNothingBegan()
    expect(asked.filter((line) => line.includes('blobs'))).toEqual([])
  })
})

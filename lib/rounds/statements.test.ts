import 'fake-indexeddb/auto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encodeFloat32 } from '../aggregation/plain.ts'
import { publisher, settlement, signedTask } from '../consent/task.fixture.ts'
import { database } from '../db/database.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import {
  type AcceptanceStatement,
  acceptanceTypedData,
  type RoundStatement,
  roundHash,
  roundTypedData,
} from '../protocol/statements.ts'
import { type TaskId, type TaskManifest, taskIdOf } from '../protocol/task.ts'
import { assertAcceptance } from './acceptance.ts'
import { assertRound, recordRound } from './roundStatement.ts'
import { assertWeights, sha256Hex } from './weights.ts'

const NOW = Date.parse('2030-01-01T00:00:00Z')
let manifest: TaskManifest
let taskId: TaskId

beforeAll(async () => {
  manifest = (await signedTask()).manifest
  taskId = taskIdOf(manifest)
})
beforeEach(async () => (await database()).clear('rounds'))

const round = (changes: Partial<RoundStatement> = {}): RoundStatement => ({
  task: taskId,
  round: 1,
  baseWeights: `0x${manifest.model.weights.sha256}`,
  prevRound: ZERO_BYTES32,
  closes: NOW / 1000 + 60,
  ...changes,
})
const signedRound = async (changes: Partial<RoundStatement> = {}, signer = settlement) => {
  const statement = round(changes)
  return { statement, signature: await signer.signTypedData(roundTypedData(statement)) }
}

describe('a round statement', () => {
  const check = async (changes: Partial<RoundStatement> = {}, signer = settlement) =>
    assertRound(await signedRound(changes, signer), { manifest, taskId, now: NOW })

  it('is accepted as the settlement key signed it', async () => {
    await expect(check()).resolves.toBeUndefined()
  })

  it.each([
    ['another task', { task: `0x${'22'.repeat(32)}` as const }, 'round/other-task'],
    ['a round beyond the schedule', { round: 9 }, 'round/out-of-range'],
    ['a time that has passed', { closes: NOW / 1000 - 1 }, 'round/closed'],
    [
      'other weights than the terms name',
      { baseWeights: `0x${'33'.repeat(32)}` as const },
      'round/other-weights',
    ],
    ['a first round that follows something', { prevRound: `0x${'44'.repeat(32)}` as const }, 'round/chain'],
  ])('is refused for %s', async (_name, changes, code) => {
    await expect(check(changes)).rejects.toMatchObject({ code })
  })

  it('is refused when signed by anybody else, the publisher included', async () => {
    await expect(check({}, publisher)).rejects.toMatchObject({ code: 'round/signature' })
  })

  it('must follow the round that this device saw before', async () => {
    const first = await signedRound()
    await recordRound(taskId, first)
    await expect(check({ round: 2, prevRound: `0x${'55'.repeat(32)}` })).rejects.toMatchObject({
      code: 'round/chain',
    })
    await expect(check({ round: 2, prevRound: roundHash(first.statement) })).resolves.toBeUndefined()
  })

  it('keeps the first of two that conflict, and the second as evidence', async () => {
    const first = await signedRound()
    const second = await signedRound({ closes: NOW / 1000 + 90 })
    await recordRound(taskId, first)
    const record = await recordRound(taskId, second)
    expect(record).toMatchObject({ signed: first, conflict: second })
    expect((await recordRound(taskId, first)).conflict).toEqual(second)
  })
})

describe('weights', () => {
  const bytes = encodeFloat32(Float32Array.of(0.5, -1.25, 3))

  it('are accepted as named', async () => {
    await expect(assertWeights(bytes, { sha256: await sha256Hex(bytes), bytes: 12 })).resolves.toBeUndefined()
  })

  it('are refused with another hash or size', async () => {
    await expect(assertWeights(bytes, { sha256: 'ab'.repeat(32), bytes: 12 })).rejects.toMatchObject({
      code: 'weights/hash',
    })
    await expect(assertWeights(bytes, { sha256: await sha256Hex(bytes), bytes: 16 })).rejects.toMatchObject({
      code: 'weights/size',
    })
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('are refused when one of them is %s', async (value) => {
    const hostile = new Uint8Array(Float32Array.of(0.5, value).buffer)
    await expect(
      assertWeights(hostile, { sha256: await sha256Hex(hostile), bytes: 8 }),
    ).rejects.toMatchObject({
      code: 'weights/not-finite',
    })
  })
})

describe('an acceptance', () => {
  const contribution = `0x${'66'.repeat(32)}` as const
  const check = async (changes: Partial<AcceptanceStatement> = {}, signer = settlement) => {
    const statement: AcceptanceStatement = {
      task: taskId,
      round: 2,
      seat: 7,
      account: publisher.address,
      contribution,
      cumulative: '40000',
      ...changes,
    }
    const typedData = acceptanceTypedData(statement, manifest.reward.chainId, manifest.reward.escrow)
    return assertAcceptance(
      { statement, signature: await signer.signTypedData(typedData) },
      { manifest, taskId, round: 2, seat: 7, account: publisher.address, contribution, before: 20_000n },
    )
  }

  it('is believed when signed for this contribution and worth it', async () => {
    await expect(check()).resolves.toBeUndefined()
  })

  it.each([
    ['another contribution', { contribution: ZERO_BYTES32 }, 'acceptance/other-contribution'],
    ['another round', { round: 1 }, 'acceptance/other-contribution'],
    ['another seat', { seat: 8 }, 'acceptance/other-contribution'],
    ['less than was promised', { cumulative: '39999' }, 'acceptance/too-little'],
    ['more than the seat holds', { cumulative: '160001' }, 'acceptance/over-cap'],
  ])('is not believed for %s', async (_name, changes, code) => {
    await expect(check(changes)).rejects.toMatchObject({ code })
  })

  it('is not believed from another key', async () => {
    await expect(check({}, publisher)).rejects.toMatchObject({ code: 'acceptance/signature' })
  })
})

import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { database } from '../db/database.ts'
import type { ProviderError } from '../protocol/errors.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { termsHash } from '../protocol/task.ts'
import { type Incoming, receive } from './receive.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const STORES = [
  'requests',
  'answers',
  'grants',
  'rules',
  'datasets',
  'budgetEvents',
  'state',
  'activity',
] as const

beforeEach(async () => {
  const db = await database()
  await Promise.all(STORES.map((store) => db.clear(store)))
  await db.put('datasets', datasetFixture())
})

const ask = (params: unknown, changes: Partial<Incoming['asker']> = {}) =>
  receive({ asker: askerFixture(changes), method: 'dataUse_request', params }, () => verifyEoa)

const refusal = (promise: Promise<unknown>): Promise<ProviderError> =>
  promise.then(
    () => {
      throw new Error('was not refused')
    },
    (error: ProviderError) => error,
  )

describe('a request for data use', () => {
  it('waits for the person, on disk, with the dataset and what it would cost', async () => {
    expect(await ask([await signedTask()])).toEqual({ state: 'waiting', requestId: 'D1:R1' })
    const request = await (await database()).get('requests', 'D1:R1')
    expect(request).toMatchObject({ state: 'pending', datasetId: 'handwriting' })
    expect(request?.epsilonAfter).toBeGreaterThan(7)
    expect(request?.epsilonAfter).toBeLessThanOrEqual(8)
  })

  it('changes nothing when the channel replays it', async () => {
    const task = await signedTask()
    await ask([task])
    expect(await ask([task])).toEqual({ state: 'repeated' })
    expect(await (await database()).count('requests')).toBe(1)
  })

  it('is the only one that may wait in its document', async () => {
    const task = await signedTask()
    await ask([task])
    const error = await refusal(ask([task], { requestId: 'R2' }))
    expect(error).toMatchObject({ rpcCode: -32002, data: { id: 'R1' } })
  })

  it('is refused where an origin already has three waiting', async () => {
    const task = await signedTask()
    for (const documentId of ['A', 'B', 'C']) await ask([task], { documentId })
    expect(await refusal(ask([task], { documentId: 'D' }))).toMatchObject({ rpcCode: -32005 })
  })
})

describe('a bad task is refused with its reason, and nothing is kept', () => {
  const rows: [string, () => Promise<unknown>, string][] = [
    ['no parameter', async () => [], 'task/params'],
    ['an unknown field', async () => [{ ...(await signedTask()), note: 'hi' }], 'task/invalid'],
    [
      'an unknown field deep inside',
      async () => {
        const { manifest, signature } = await signedTask()
        return [{ manifest: { ...manifest, terms: { ...manifest.terms, also: 'resale' } }, signature }]
      },
      'task/invalid',
    ],
    [
      'an altered manifest',
      async () => {
        const { manifest, signature } = await signedTask()
        return [{ manifest: { ...manifest, title: 'Something else' }, signature }]
      },
      'task/signature',
    ],
    ['no signature', async () => [{ ...(await signedTask()), signature: '0x' }], 'task/signature'],
    [
      'a task that has closed',
      async () => [
        await signedTask({
          schedule: { rounds: 8, opensAt: '2020-01-01T00:00:00.000Z', closesAt: '2020-02-01T00:00:00.000Z' },
        }),
      ],
      'task/expired',
    ],
    [
      'a coordinator on a private address',
      async () => [
        await signedTask({
          aggregation: { kind: 'plain', coordinator: 'https://192.168.1.1/', minCohort: 5 },
        }),
      ],
      'task/address',
    ],
    [
      'a task somewhere else than on the page',
      async () => [{ url: 'https://evil.example/task.json', termsHash: termsHash(manifestFixture()) }],
      'task/other-origin',
    ],
  ]

  it.each(rows)('%s', async (_name, params, reason) => {
    const error = await refusal(ask(await params()))
    expect(error).toMatchObject({ rpcCode: -32602, data: { reason } })
    expect(await (await database()).count('requests')).toBe(0)
  })
})

describe('what a page never learns', () => {
  const learn = async () => {
    const db = await database()
    const [answer] = await db.getAll('answers')
    const { readyAt: _when, expiresAt: _until, ...told } = answer!
    return told
  }
  const spent = async () => {
    const db = await database()
    await db.put('budgetEvents', {
      id: 'earlier:1',
      datasetId: 'handwriting',
      taskId: (await db.getAll('requests'))[0]?.taskId ?? ('0x' as never),
      round: 1,
      at: 0,
      mechanism: 'subsampled-gaussian',
      noiseMultiplier: 2.6,
      samplingRate: 0.2,
      steps: 300,
    })
  }
  const refusedByRule = async () =>
    (await database()).put('rules', {
      id: 'no',
      effect: 'refuse',
      origin: 'https://digits.example',
      createdAt: 0,
      expiresAt: Date.now() + 60_000,
    })

  it('whether a rule or a spent budget refused: same answer, later, after a delay', async () => {
    const told: unknown[] = []
    for (const cause of [spent, refusedByRule]) {
      const db = await database()
      for (const store of ['requests', 'answers', 'budgetEvents'] as const) await db.clear(store)
      await cause()
      const before = Date.now()
      const received = await ask([await signedTask()])
      expect(received.state).toBe('answered')
      if (received.state === 'answered') expect(received.readyAt).toBeGreaterThan(before + 600)
      told.push(await learn())
    }
    expect(told[0]).toEqual(told[1])
    expect(told[0]).toMatchObject({ error: { code: 4001 } })
  })

  it('an empty vault looks like any other request until the person answers', async () => {
    await (await database()).clear('datasets')
    expect(await ask([await signedTask()])).toMatchObject({ state: 'waiting' })
  })
})

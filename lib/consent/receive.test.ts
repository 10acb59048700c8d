import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { announceChange } from '../db/changes.ts'
import { database, write } from '../db/database.ts'
import type { ProviderError } from '../protocol/errors.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { termsHash } from '../protocol/task.ts'
import { type Incoming, receive } from './receive.ts'
import { setSite } from './sites.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const STORES = [
  'requests',
  'answers',
  'grants',
  'rules',
  'datasets',
  'budgetEvents',
  'throttles',
  'sites',
  'state',
  'activity',
] as const

beforeEach(async () => {
  const db = await database()
  await Promise.all(STORES.map((store) => db.clear(store)))
  announceChange(['rules'])
  await db.put('datasets', datasetFixture())
})

const ask = (params: unknown, changes: Partial<Incoming['asker']> = {}) =>
  receive(
    { asker: askerFixture(changes), method: 'dataUse_request', params },
    { verifyOnChain: () => verifyEoa },
  )

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

  it('does not find more room in frames of many origins', async () => {
    const task = await signedTask()
    const framed = (name: string) => ask([task], { documentId: name, origin: `https://${name}.example` })
    for (const name of ['a', 'b', 'c']) await framed(name)
    expect(await refusal(framed('d'))).toMatchObject({ rpcCode: -32005 })
    expect(await (await database()).count('requests')).toBe(3)
  })

  it('is one of twenty at most, whoever they are', async () => {
    const task = await signedTask()
    const from = (index: number) => {
      const origin = `https://${index}.example`
      return ask([task], { documentId: `${index}`, origin, topOrigin: origin })
    }
    for (let index = 0; index < 20; index++) await from(index)
    expect(await refusal(from(20))).toMatchObject({ rpcCode: -32005 })
  })

  it('keeps the limits where many arrive in the same moment', async () => {
    const task = await signedTask()
    const many = Array.from({ length: 10 }, (_, index) => ask([task], { documentId: `D${index}` }))
    const sameDocument = [ask([task], { requestId: 'R2' }), ask([task], { requestId: 'R3' })]
    await Promise.allSettled([...many, ...sameDocument])
    const requests = await (await database()).getAll('requests')
    expect(requests).toHaveLength(3)
    expect(new Set(requests.map(({ asker }) => asker.documentId)).size).toBe(3)
  })

  it('is written once where the channel brings it twice in the same moment', async () => {
    const task = await signedTask()
    const states = (await Promise.all([ask([task]), ask([task])])).map(({ state }) => state)
    expect(states.toSorted()).toEqual(['repeated', 'waiting'])
    expect(await (await database()).count('activity')).toBe(1)
  })

  it('that comes back after its answer was forgotten is answered as it was, and nobody is asked again', async () => {
    const task = await signedTask()
    await ask([task])
    const db = await database()
    const request = (await db.get('requests', 'D1:R1'))!
    const decision = { effect: 'refuse', by: 'person', reason: 'You refused it.' } as const
    await db.put('requests', { ...request, state: 'answered', decidedAt: 1, decision })
    expect(await ask([task])).toMatchObject({ state: 'told', outcome: { error: { code: 4001 } } })
    expect(await db.count('requests')).toBe(1)
  })
})

describe('what needs no decision', () => {
  it('is answered at once, from what is known, and nothing is written', async () => {
    const db = await database()
    const before = await Promise.all(STORES.map((store) => db.count(store)))
    for (const method of ['dataUse_getCapabilities', 'dataUse_getGrants'] as const)
      expect(
        await receive({ asker: askerFixture(), method, params: [] }, { verifyOnChain: () => verifyEoa }),
      ).toMatchObject({
        state: 'told',
      })
    expect(await Promise.all(STORES.map((store) => db.count(store)))).toEqual(before)
  })
})

describe('a site that is switched off', () => {
  const off = (origin: string) => setSite(origin, { off: 'always' })
  const { origin } = askerFixture()

  it('is refused unasked, as everything is refused, and the person sees why', async () => {
    await off(origin)
    expect(await ask([await signedTask()])).toMatchObject({ state: 'answered' })
    const db = await database()
    expect((await db.getAll('answers'))[0]).toMatchObject({ error: { code: 4001 } })
    expect(await db.get('requests', 'D1:R1')).toMatchObject({ state: 'answered', decision: { by: 'off' } })
  })

  it('is off for the frames in it, and in the pages of others', async () => {
    await off('https://news.example')
    const task = await signedTask()
    expect(await ask([task], { topOrigin: 'https://news.example' })).toMatchObject({ state: 'answered' })
    await off(origin)
    const elsewhere = { documentId: 'D2', topOrigin: 'https://shop.example' }
    expect(await ask([task], elsewhere)).toMatchObject({ state: 'answered' })
  })

  it('still learns its grants, and still hears what is wrong with its task', async () => {
    await off(origin)
    const grants = { asker: askerFixture(), method: 'dataUse_getGrants', params: [] } as const
    expect(await receive(grants, { verifyOnChain: () => verifyEoa })).toEqual({
      state: 'told',
      outcome: { result: [] },
    })
    expect(await refusal(ask([]))).toMatchObject({ rpcCode: -32602 })
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

/** The same value with `put` in the place of one of its texts, for each of them. */
const eachText = (value: unknown, put: string): unknown[] =>
  typeof value === 'string'
    ? [put]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, part]) =>
          eachText(part, put).map((changed) =>
            Array.isArray(value)
              ? value.map((old, index) => (String(index) === name ? changed : old))
              : { ...value, [name]: changed },
          ),
        )
      : []

it('a megabyte in the place of any text is refused in few words, and nothing is kept', async () => {
  const { manifest, signature } = await signedTask()
  const huge = eachText(manifest, 'A'.repeat(1_048_576))
  expect(huge.length).toBeGreaterThan(25)
  for (const altered of huge) {
    const error = await refusal(ask([{ manifest: altered, signature }]))
    expect(error).toMatchObject({ rpcCode: -32602 })
    expect(JSON.stringify([error.message, error.data]).length).toBeLessThan(1000)
  }
  expect(await (await database()).count('requests')).toBe(0)
  expect(await (await database()).count('activity')).toBe(0)
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
      unit: 'record',
      noiseMultiplier: 2.6,
      samplingRate: 0.2,
      steps: 300,
    })
  }
  const refusedByRule = async () =>
    write(['rules'], (transaction) =>
      transaction.objectStore('rules').put({
        id: 'no',
        effect: 'refuse',
        source: 'person',
        who: { origins: ['https://digits.example'] },
        createdAt: 0,
        expiresAt: Date.now() + 60_000,
      }),
    )

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

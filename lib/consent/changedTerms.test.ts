import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { verifyEoa } from '../attest/signature.ts'
import { closeDatabase, database, write } from '../db/database.ts'
import type { GrantRecord, RuleRecord } from '../db/schema.ts'
import { rememberedRule } from '../policy/remember.ts'
import { type TaskManifest, taskIdOf, termsHash } from '../protocol/task.ts'
import { grantFixture } from '../views/views.fixture.ts'
import { receive } from './receive.ts'
import { settle } from './settle.ts'
import { askerFixture, datasetFixture, signedTask } from './task.fixture.ts'

const ID = 'D1:R1'
const CLOSES = Date.parse('2036-01-01T00:00:00.000Z')

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
  // Room for several tasks: what is promised to one is not refused to another here.
  await (await database()).put('datasets', datasetFixture({ epsilonBudget: 100 }))
})

const ask = async (changes: Partial<TaskManifest> = {}) =>
  receive(
    { asker: askerFixture(), method: 'dataUse_request', params: [await signedTask(changes)] },
    { verifyOnChain: () => verifyEoa },
  )

const stored = async () => (await (await database()).get('requests', ID))!

const granted = async (changes: Partial<GrantRecord> = {}): Promise<GrantRecord> => {
  const task = await signedTask()
  const grant = grantFixture({
    origin: askerFixture().origin,
    task,
    taskId: taskIdOf(task.manifest),
    termsHash: termsHash(task.manifest),
    datasetId: 'handwriting',
    expiresAt: CLOSES,
    ...changes,
  })
  await (await database()).put('grants', grant)
  return grant
}

/** The rule that "remember" makes of an answer to the task as it was. */
const remember = async (): Promise<void> => {
  await ask()
  const db = await database()
  const { facts } = await stored()
  const rule = rememberedRule({ facts: facts!, effect: 'allow', days: 30, id: 'r1', now: Date.now() })
  await write(['rules'], (transaction) => transaction.objectStore('rules').put(rule!))
  await db.clear('requests')
}

const funded = async (): Promise<void> => {
  const request = await stored()
  const facts = { ...request.facts!, task: { ...request.facts!.task, funded: true } }
  await (await database()).put('requests', { ...request, facts })
}

const { data, privacy, reward, schedule, terms, aggregation, training } = (await signedTask()).manifest
if (privacy.mechanism !== 'local') throw new Error('The fixture adds noise.')

/** Everything that a prompt shows, changed one by one. */
const CHANGES: readonly [what: string, changes: Partial<TaskManifest>][] = [
  ['the title', { title: 'Handwritten digits, second edition' }],
  ['the description', { description: 'A model that is sold.' }],
  ['the purposes', { purposes: ['dpv:Marketing'] }],
  ['the data', { data: { ...data, maxRecords: 6000 } }],
  ['the noise', { privacy: { ...privacy, noiseMultiplier: 2.5 } }],
  ['how much it may learn', { privacy: { ...privacy, maxEpsilon: 8.5 } }],
  ['the training', { training: { ...training, localSteps: 41 } }],
  ['the pay', { reward: { ...reward, perContribution: '19999', maxPerContributor: '159992' } }],
  [
    'the rounds',
    { schedule: { ...schedule, rounds: 7 }, reward: { ...reward, maxPerContributor: '140000' } },
  ],
  ['the end', { schedule: { ...schedule, closesAt: '2036-01-01T00:00:01.000Z' } }],
  ['who gets the model', { terms: { ...terms, recipients: ['Digit Lab', 'Somebody else'] } }],
  ['how long it is kept', { terms: { ...terms, retentionDays: 31 } }],
  ['the licence', { terms: { ...terms, modelLicense: 'proprietary' } }],
  ['the coordinator', { aggregation: { ...aggregation, coordinator: 'https://other.example/' } }],
]

describe('a task whose terms have changed', () => {
  it('is covered by its grant as long as nothing has', async () => {
    const grant = await granted()
    expect(await ask()).toMatchObject({ state: 'told', outcome: { result: { id: grant.id } } })
  })

  it.each(CHANGES)('asks again where %s changed', async (_what, changes) => {
    await granted()
    expect(await ask(changes)).toEqual({ state: 'waiting', requestId: ID })
    expect(await stored()).toMatchObject({ state: 'pending' })
  })

  it('is allowed by a remembered answer only while the rule’s own conditions hold', async () => {
    await remember()
    await granted()
    // The title is no condition of the rule; it is allowed as a task of its own, and the old grant says nothing of it.
    expect(await ask({ title: 'Another one' })).toEqual({ state: 'undecided', requestId: ID })
    await funded()
    expect(await settle(ID)).toMatchObject({ state: 'answer', answer: { effect: 'allow', by: 'r1' } })
  })

  it.each([
    ['it learns more', { privacy: { ...privacy, noiseMultiplier: 2.5 } }],
    ['it is for something else', { purposes: ['dpv:Marketing'] }],
    ['fewer are averaged', { aggregation: { ...aggregation, minCohort: 4 } }],
  ])('is asked about in spite of a remembered answer where %s', async (_what, changes) => {
    await remember()
    await granted()
    expect(await ask(changes)).toEqual({ state: 'waiting', requestId: ID })
  })
})

describe('what the person has ended', () => {
  const rule: RuleRecord = {
    id: 'open',
    effect: 'allow',
    source: 'person',
    createdAt: 0,
    expiresAt: null,
  }
  const answered = async (changes: Partial<TaskManifest> = {}) => {
    await write(['rules'], (transaction) => transaction.objectStore('rules').put(rule))
    await ask(changes)
    await funded()
    return settle(ID)
  }
  const ALLOWED = { state: 'answer', answer: { effect: 'allow' } }

  it.each<[string, Partial<GrantRecord>]>([
    ['the person revoked it', { state: 'revoked' }],
    ['its limit of rounds was reached', { state: 'completed', completedBy: 'rounds' }],
    ['its terms were changed by the coordinator', { state: 'completed', completedBy: 'terms' }],
    ['the end that the person set has come', { state: 'expired', expiresAt: CLOSES - 1 }],
  ])('is not begun anew by a rule, where %s', async (_how, changes) => {
    await granted(changes)
    expect(await answered()).toEqual({ state: 'ask' })
    expect((await stored()).because).toEqual([{ kind: 'ended-before' }])
  })

  it.each<[string, Partial<GrantRecord>]>([
    ['the site gave it up', { state: 'relinquished' }],
    ['its task was done', { state: 'completed', completedBy: 'task' }],
  ])('may be, where %s', async (_how, changes) => {
    await granted(changes)
    expect(await answered()).toMatchObject(ALLOWED)
  })

  it('goes for another task of the same publisher at the same site, until the person allows one again', async () => {
    await granted({ state: 'revoked', createdAt: 1 })
    expect(await answered({ title: 'Another one' })).toEqual({ state: 'ask' })
    await (await database()).clear('requests')
    const other = await signedTask({ title: 'A third' })
    await granted({ id: 'g2', task: other, taskId: taskIdOf(other.manifest), createdAt: 2 })
    expect(await answered({ title: 'Another one' })).toMatchObject(ALLOWED)
  })

  it('says nothing about another site', async () => {
    await granted({ state: 'revoked', origin: 'https://elsewhere.example' })
    expect(await answered()).toMatchObject(ALLOWED)
  })
})

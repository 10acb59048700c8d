import { beforeEach, describe, expect, it } from 'vitest'
import type { RequestRecord } from '../db/schema.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import { parameterCount } from '../protocol/task.ts'
import { promptView } from './queue.ts'
import { fillStores } from './stores.fixture.ts'
import {
  ACCOUNT,
  budgetEventFixture,
  datasetFixture,
  delegationFixture,
  grantFixture,
  requestFixture,
  runFixture,
  seatFixture,
} from './views.fixture.ts'

const wallet = (seconds = 86_400) => ({
  wallet: {
    state: 'connected',
    wallet: { id: 'w', rdns: 'w', name: 'W', icon: '' },
    account: ACCOUNT,
    chainId: 84_532,
    delegation: delegationFixture(Math.floor(Date.now() / 1000) + seconds),
  } as const,
})

const task = async () => {
  const shown = await promptView()
  return shown?.asks === 'data' ? shown.task : undefined
}

const show = async (changes: Partial<RequestRecord> = {}, records = {}, state: object = wallet()) => {
  await fillStores({ requests: [requestFixture(changes)], datasets: [datasetFixture()], ...records }, state)
  const view = await task()
  if (view === undefined) throw new Error('No request is shown.')
  return view
}

const withoutNoise = {
  task: { manifest: manifestFixture({ privacy: { mechanism: 'none', batchSize: 32 } }), signature: '0x' },
} as const

const kinds = (list: readonly { readonly kind: string }[]) => list.map(({ kind }) => kind)

beforeEach(() => fillStores({}))

describe('the prompt', () => {
  it('can be allowed when the data fits, the wallet signs, and the checks have passed', async () => {
    const view = await show()
    expect(view.blockers).toEqual([])
    expect(view.warnings).toEqual([])
    expect(view.isProtected).toBe(true)
    expect(view.records).toBe(4018)
  })

  it('waits for running checks', async () => {
    const view = await show({ checks: { escrow: { state: 'running' }, coordinator: { state: 'running' } } })
    expect(kinds(view.blockers)).toEqual(['checking'])
  })

  it('cannot be allowed over an escrow that failed, but over a coordinator that failed once read', async () => {
    const failed = { state: 'failed', detail: 'No.' } as const
    const passed = { state: 'passed', detail: 'Yes.' } as const
    const unfunded = await show({ checks: { escrow: failed, coordinator: passed } })
    expect(kinds(unfunded.blockers)).toEqual(['escrow'])
    const silent = await show({ checks: { escrow: passed, coordinator: failed } })
    expect(silent.blockers).toEqual([])
    expect(kinds(silent.warnings)).toEqual(['coordinator'])
  })

  it('cannot be allowed without data, without a wallet, or with a lapsed one', async () => {
    const { datasetId: _, epsilonAfter: __, ...nothingFits } = requestFixture()
    await fillStores({ requests: [nothingFits] })
    expect(kinds((await task())?.blockers ?? [])).toEqual(['no-dataset', 'no-wallet'])
    expect(kinds((await show({}, {}, wallet(-1))).blockers)).toEqual(['wallet-lapsed'])
  })

  it('treats a dataset that was deleted meanwhile as none', async () => {
    const view = await show({}, { datasets: [datasetFixture({ deletedAt: 1 })] })
    expect(kinds(view.blockers)).toEqual(['no-dataset'])
  })

  it('calls nothing protected that would pass the budget or whose cost is not known', async () => {
    for (const epsilonAfter of [8.2, Infinity]) {
      const view = await show({ epsilonAfter })
      expect(view.isProtected).toBe(false)
      expect(kinds(view.blockers)).toEqual(['budget'])
    }
    const { epsilonAfter: _, ...unknown } = requestFixture()
    await fillStores({ requests: [unknown], datasets: [datasetFixture()] }, wallet())
    expect(await task()).toMatchObject({ isProtected: false, blockers: [{ kind: 'budget' }] })
  })

  it.each([
    ['record', 'budget'],
    ['contributor', 'budget-contributor'],
    ['category', 'budget-category'],
  ] as const)('says that it is the limit of the %s that would be passed', async (exceeded, kind) => {
    const { epsilonAfter: _, ...request } = requestFixture({ exceeded })
    await fillStores({ requests: [request], datasets: [datasetFixture()] }, wallet())
    expect(await task()).toMatchObject({ isProtected: false, blockers: [{ kind }] })
  })

  it('shows the part of the budget that the task would take, beside what is spent', async () => {
    const { budget } = await show({ epsilonAfter: 6.5 }, { budgetEvents: [budgetEventFixture()] })
    expect(budget!.spent).toBeGreaterThan(0)
    expect(budget!.spent + budget!.next).toBeCloseTo(6.5)
  })

  it('warns of missing noise, of small cohorts, of a frame in another site', async () => {
    expect(kinds((await show(withoutNoise)).warnings)).toEqual(['no-noise'])
    expect((await show(withoutNoise)).isProtected).toBe(false)
    const alone = manifestFixture({ aggregation: { ...manifestFixture().aggregation, minCohort: 1 } })
    expect((await show({ task: { manifest: alone, signature: '0x' } })).warnings).toEqual([
      { kind: 'small-cohort', minCohort: 1 },
    ])
    const framed = { ...requestFixture().asker, topOrigin: 'https://news.example' }
    expect(kinds((await show({ asker: framed })).warnings)).toEqual(['cross-origin'])
  })

  it('says whether the publisher is new, has asked before, or was agreed to', async () => {
    expect((await show()).history).toEqual({ kind: 'first' })
    const asked = requestFixture({
      id: 'q0',
      state: 'answered',
      receivedAt: 5,
      decidedAt: 6,
      decision: { effect: 'refuse', by: 'person', reason: '' },
    })
    await fillStores({ requests: [requestFixture(), asked] })
    expect((await task())?.history).toEqual({ kind: 'asked', at: 5 })
    const grant = grantFixture({ createdAt: 7 })
    expect((await show({}, { grants: [grant] })).history).toEqual({ kind: 'agreed', at: 7 })
  })

  it('warns when little of the budget would be left, with its figures', async () => {
    expect((await show({ epsilonAfter: 7.1 })).warnings).toEqual([])
    const { warnings } = await show({ epsilonAfter: 7.3 })
    expect(warnings).toMatchObject([{ kind: 'low-budget', budget: { spent: 0, next: 7.3, budget: 8 } }])
  })

  it.each([
    ['large', { inputs: 4096, hidden: [4096], outputs: 10 }],
    ['deep', { inputs: 10, hidden: [4, 4, 4, 4], outputs: 10 }],
    ['wide at its end', { inputs: 10, hidden: [], outputs: 1000 }],
  ])('warns of a model that is %s', async (_what, shape) => {
    const { model } = manifestFixture()
    const bytes = 4 * parameterCount({ kind: 'mlp', ...shape })
    const weights = { ...model.weights, bytes }
    const manifest = manifestFixture({ model: { weights, architecture: { kind: 'mlp', ...shape } } })
    expect(kinds((await show({ task: { manifest, signature: '0x' } })).warnings)).toEqual(['model'])
  })

  it('cannot be allowed once the site, or the page around it, was switched off', async () => {
    const sites = (origin: string) => [{ origin, off: { until: null }, changedAt: 1 }]
    expect(kinds((await show({}, { sites: sites('https://digits.example') })).blockers)).toEqual(['off'])
    const framed = { ...requestFixture().asker, topOrigin: 'https://news.example' }
    const inFrame = await show({ asker: framed }, { sites: sites('https://news.example') })
    expect(kinds(inFrame.blockers)).toEqual(['off'])
    const off = { ...wallet(), settings: { offUntil: Date.now() + 60_000 } }
    expect(kinds((await show({}, {}, off)).blockers)).toEqual(['off'])
  })

  it('warns of names, words, sites and pay that do not read as they are', async () => {
    const before = manifestFixture()
    const manifest = manifestFixture({
      publisher: { ...before.publisher, name: 'Dіgit Lab', address: `0x${'99'.repeat(20)}` },
      description: 'Earn 5,000 USDC',
      title: '<b>Digits</b>\u202e',
    })
    const asker = { ...requestFixture().asker, origin: 'https://d1gits.example' }
    const view = await show(
      { task: { manifest, signature: '0x' }, asker: { ...asker, topOrigin: asker.origin } },
      { grants: [grantFixture()] },
    )
    expect(kinds(view.warnings)).toEqual(['site-name', 'namesake', 'pay', 'words'])
    expect(view.words.title).toBe('<b>Digits</b>')
  })

  it('names the terms that changed since the last time', async () => {
    const before = manifestFixture()
    const manifest = manifestFixture({ terms: { ...before.terms, retentionDays: 90 } })
    const view = await show(
      { task: { manifest, signature: '0x' }, termsHash: `0x${'22'.repeat(32)}` },
      { grants: [grantFixture({ state: 'completed' })] },
    )
    expect(view.warnings).toMatchObject([
      { kind: 'changed-terms', changes: [{ term: 'retention', before: '30', after: '90' }] },
    ])
  })

  it('estimates device time from an earlier round of a model of this size', async () => {
    const view = await show({}, { grants: [grantFixture()], runs: [runFixture()] })
    expect(view.roundMs).toBe(20_000)
    expect((await show()).roundMs).toBeUndefined()
  })

  it('knows the token from the request, or else from an earlier seat', async () => {
    const { token: _, ...unknown } = requestFixture()
    const { reward } = manifestFixture()
    await fillStores({ requests: [unknown] })
    expect((await task())?.token).toBeUndefined()
    await fillStores({ requests: [unknown], seats: [seatFixture({ token: reward.token })] })
    expect((await task())?.token).toEqual({ symbol: 'USDC', decimals: 6 })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { contributionsView } from './contributions.ts'
import { earningsCsv } from './csv.ts'
import { earningsView, monthOf } from './earnings.ts'
import { requestsView } from './requests.ts'
import { settingsView } from './settings.ts'
import { fillStores } from './stores.fixture.ts'
import { trainingView } from './training.ts'
import { vaultView } from './vault.ts'
import { subscribe } from './view.ts'
import {
  budgetEventFixture,
  contributionFixture,
  datasetFixture,
  grantFixture,
  requestFixture,
  runFixture,
  seatFixture,
  TASK_ID,
  walletCallFixture,
} from './views.fixture.ts'

beforeEach(() => fillStores({}))

describe('requests and grants', () => {
  it('tell waiting from answered, and live grants from ended ones', async () => {
    await fillStores({
      requests: [
        requestFixture(),
        requestFixture({
          id: 'done',
          state: 'answered',
          decision: { effect: 'refuse', by: 'person', reason: 'No.' },
        }),
      ],
      grants: [grantFixture(), grantFixture({ id: 'g2', state: 'revoked', endedAt: 5 })],
      datasets: [datasetFixture()],
      contributions: [contributionFixture()],
    })
    const view = await requestsView()
    expect(view.waiting.map(({ id }) => id)).toEqual(['q1'])
    expect(view.answered.map(({ id }) => id)).toEqual(['done'])
    expect(view.grants).toMatchObject([
      { id: 'g1', dataset: 'Handwriting', roundsDone: 1, bounds: { rounds: 8 } },
    ])
    expect(view.ended).toMatchObject([{ id: 'g2', state: 'revoked' }])
  })

  it('show questions to the wallet among the others, by their time', async () => {
    const decision = { effect: 'allow', by: 'person', reason: 'You allowed it.' } as const
    await fillStores({
      requests: [
        requestFixture({ id: 'data', receivedAt: 2 }),
        requestFixture({ id: 'data-done', state: 'answered', decidedAt: 20, decision }),
      ],
      walletCalls: [
        walletCallFixture({ id: 'call', receivedAt: 1 }),
        walletCallFixture({
          id: 'call-done',
          state: 'answered',
          decidedAt: 30,
          decision,
          method: 'a\u202eb',
        }),
      ],
    })
    const { waiting, answered } = await requestsView()
    expect(waiting).toMatchObject([
      { id: 'call', asks: 'wallet', kind: 'identity', origin: 'https://swap.example' },
      { id: 'data', asks: 'data', publisher: 'Digit Lab' },
    ])
    expect(answered).toMatchObject([{ id: 'call-done', method: 'ab', decision }, { id: 'data-done' }])
  })
})

describe('the vault', () => {
  it('shows who uses a dataset, and keeps a deleted one only as a name', async () => {
    await fillStores({
      datasets: [datasetFixture(), datasetFixture({ id: 'd2', name: 'Old', deletedAt: 7 })],
      grants: [grantFixture(), grantFixture({ id: 'g2', state: 'revoked' })],
    })
    const { datasets, deleted } = await vaultView()
    expect(datasets).toMatchObject([{ id: 'd1', usedBy: ['Digit Lab'], budget: { spent: 0, budget: 8 } }])
    expect(deleted).toEqual([{ id: 'd2', name: 'Old', deletedAt: 7 }])
  })

  it('says which other data its records were used in, also where that was deleted', async () => {
    const same = { recordSet: 'the same records' }
    await fillStores({
      datasets: [
        datasetFixture(same),
        datasetFixture({ ...same, id: 'd2', name: 'Old', deletedAt: 7 }),
        datasetFixture({ id: 'd3', kind: 'table' }),
      ],
      budgetEvents: [budgetEventFixture({ datasetId: 'd2' })],
    })
    const { datasets } = await vaultView()
    const [mine, other] = ['d1', 'd3'].map((id) => datasets.find((dataset) => dataset.id === id)?.budget)
    expect(mine).toMatchObject({ sharedWith: ['Old'], isExact: true })
    expect(mine?.spent).toBeGreaterThan(1)
    expect(other).toMatchObject({ sharedWith: [], spent: 0, isExact: true })
  })

  it('says what all data of a category have spent together', async () => {
    await fillStores({
      datasets: [
        datasetFixture(),
        datasetFixture({ id: 'd2', kind: 'table' }),
        datasetFixture({ id: 'd3', category: 'pd:Location', kind: 'table' }),
      ],
      budgetEvents: [budgetEventFixture(), budgetEventFixture({ id: 'x', datasetId: 'd2' })],
    })
    const { datasets } = await vaultView()
    const budgetOf = (id: string) => datasets.find((dataset) => dataset.id === id)?.budget
    const [mine, other] = [budgetOf('d1'), budgetOf('d2')]
    expect(mine?.category).toEqual(other?.category)
    expect(mine?.category).toMatchObject({ cap: 32 })
    expect(mine?.category.spent).toBeGreaterThan(mine?.spent ?? Infinity)
    expect(budgetOf('d3')?.category.spent).toBe(0)
  })

  it('counts uses without noise, which no epsilon covers', async () => {
    await fillStores({
      datasets: [datasetFixture()],
      budgetEvents: [budgetEventFixture({ mechanism: 'none' })],
    })
    expect((await vaultView()).datasets[0]?.budget).toMatchObject({ spent: 0, unprotectedUses: 1 })
  })
})

describe('training', () => {
  it('tells running rounds from ended ones and adds up the device time', async () => {
    await fillStores({
      grants: [grantFixture()],
      runs: [runFixture(), runFixture({ id: 'x', phase: 'accepted' })],
    })
    const view = await trainingView()
    expect(view.open).toHaveLength(1)
    expect(view.past).toHaveLength(1)
    expect(view.totalMs).toBe(20_000)
  })

  it('hands no weights to a page', async () => {
    await fillStores({
      runs: [runFixture({ baseWeights: new Uint8Array([1, 2, 3]), update: new Uint8Array([4]) })],
    })
    const bytes = Object.values((await trainingView()).open[0] ?? {}).filter(
      (value) => value instanceof Uint8Array,
    )
    expect(bytes).toEqual([])
  })
})

const paidWorld = {
  grants: [grantFixture()],
  datasets: [datasetFixture()],
  budgetEvents: [budgetEventFixture({ id: `${TASK_ID}:1` })],
  contributions: [contributionFixture({ round: 1, accepted: '20000' })],
  seats: [
    seatFixture({
      accepted: '20000',
      claimable: '20000',
      paid: '20000',
      payments: [{ amount: '20000', transaction: '0xfeed', block: 1, at: 5 }] as const,
    }),
  ],
}

describe('contributions and earnings', () => {
  it('lead from a figure to its acceptance and its payment', async () => {
    await fillStores(paidWorld)
    const [line] = await contributionsView()
    expect(line).toMatchObject({
      state: 'paid',
      publisher: 'Digit Lab',
      acceptanceSignature: '0xacce',
      payment: { transaction: '0xfeed' },
      paymentUrl: 'https://sepolia.basescan.org/tx/0xfeed',
    })
    expect(line?.epsilon).toBeGreaterThan(0)
    expect(Object.keys(line?.evidence ?? {})).toEqual([
      'task',
      'delegation',
      'receipt',
      'contribution',
      'acceptance',
    ])
  })

  it('state what can be claimed by hand', async () => {
    await fillStores({
      ...paidWorld,
      seats: [seatFixture({ accepted: '20000', claimable: '20000', paid: '0' })],
    })
    expect((await earningsView()).claimable).toEqual([{ taskId: TASK_ID, publisher: 'Digit Lab' }])
  })

  it('add up what was paid over time', async () => {
    await fillStores(paidWorld)
    const { tokens, months } = await earningsView()
    expect(tokens[0]?.paidOverTime).toEqual([{ at: 5, total: 20_000n }])
    expect(months).toEqual([monthOf(paidWorld.contributions[0]!.sentAt)])
  })

  it('export a statement that no spreadsheet will run', async () => {
    await fillStores(paidWorld)
    const [line] = await contributionsView()
    const csv = earningsCsv([{ ...line!, publisher: '=HYPERLINK("https://evil.example")' }])
    expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`)
    expect(csv).toContain(',0.020000,USDC,')
  })
})

describe('settings', () => {
  it('start from the defaults and show the person’s own addresses', async () => {
    await fillStores({}, { settings: { rpcUrls: { 8453: 'https://my.node/' } } })
    const settings = await settingsView()
    expect(settings).toMatchObject({ engine: 'auto', pausedAll: false, allowWithoutNoise: false })
    expect(settings.chains.find(({ chainId }) => chainId === 8453)?.url).toBe('https://my.node/')
  })
})

describe('a subscription', () => {
  it('hears only of stores that its view reads, until it is stopped', async () => {
    let heard = 0
    const stop = subscribe(settingsView, () => heard++)
    await fillStores({})
    const afterWrite = heard
    stop()
    await fillStores({})
    expect(afterWrite).toBeGreaterThan(0)
    expect(heard).toBe(afterWrite)
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { popupView } from './popup.ts'
import { fillStores } from './stores.fixture.ts'
import {
  ACCOUNT,
  budgetEventFixture,
  contributionFixture,
  datasetFixture,
  delegationFixture,
  grantFixture,
  requestFixture,
  runFixture,
  seatFixture,
  TASK_ID,
  walletCallFixture,
} from './views.fixture.ts'

const FOUND = { id: 'w', rdns: 'w', name: 'Coinbase Wallet', icon: '' }
const connected = (seconds: number) =>
  ({
    state: 'connected',
    wallet: FOUND,
    account: ACCOUNT,
    chainId: 84_532,
    delegation: delegationFixture(Math.floor(Date.now() / 1000) + seconds),
  }) as const

beforeEach(() => fillStores({}))

describe('the popup', () => {
  it('leads someone new to onboarding', async () => {
    expect(await popupView()).toMatchObject({ isNew: true, waiting: 0, otherTokens: 0 })
  })

  it('shows the four figures of the seat', async () => {
    await fillStores({
      grants: [grantFixture()],
      seats: [seatFixture({ accepted: '60000', claimable: '40000', paid: '20000' })],
      contributions: [contributionFixture({ round: 4 })],
    })
    const { money, isNew } = await popupView()
    expect(isNew).toBe(false)
    expect(money).toMatchObject({ estimated: 20_000n, confirmed: 40_000n, claimable: 20_000n, paid: 20_000n })
  })

  it('shows the run that computes before one that was sent, with the time left', async () => {
    await fillStores({
      grants: [grantFixture()],
      runs: [runFixture({ id: `${TASK_ID}:4`, round: 4, phase: 'sent' }), runFixture()],
    })
    const { run } = await popupView()
    expect(run).toMatchObject({ round: 5, publisher: 'Digit Lab', step: 20, steps: 40, timeLeft: 10_000 })
  })

  it('stripes what the running round will take, until it is debited', async () => {
    const records = {
      grants: [grantFixture()],
      datasets: [datasetFixture()],
      budgetEvents: [budgetEventFixture()],
    }
    await fillStores({ ...records, runs: [runFixture()] })
    const before = (await popupView()).budget
    expect(before?.spent).toBeGreaterThan(0)
    expect(before?.next).toBeGreaterThan(0)
    await fillStores({ ...records, runs: [runFixture({ phase: 'debited' })] })
    expect((await popupView()).budget?.next).toBe(0)
  })

  it('counts what waits and says when the wallet has to be renewed', async () => {
    await fillStores(
      { requests: [requestFixture(), requestFixture({ id: 'q2' })] },
      { wallet: connected(3600) },
    )
    expect(await popupView()).toMatchObject({ waiting: 2, wallet: { validity: 'ending' } })
    await fillStores({}, { wallet: connected(-1) })
    expect(await popupView()).toMatchObject({ wallet: { validity: 'lapsed' } })
  })

  it('counts questions to the wallet with what waits, and says until when all is off', async () => {
    await fillStores(
      {
        requests: [requestFixture()],
        walletCalls: [walletCallFixture(), walletCallFixture({ id: 'done', state: 'answered' })],
      },
      { settings: { offUntil: 42 } },
    )
    expect(await popupView()).toMatchObject({ waiting: 2, offUntil: 42 })
  })

  it('never shows a deleted dataset', async () => {
    await fillStores({ datasets: [datasetFixture({ deletedAt: 1 })] })
    expect((await popupView()).budget).toBeUndefined()
  })
})

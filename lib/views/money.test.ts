import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskId } from '../protocol/task.ts'
import { figuresByToken, ledgerLines, paidPerWeek } from './money.ts'
import { contributionFixture, seatFixture } from './views.fixture.ts'

describe('figures', () => {
  it('tell sent, accepted, claimable and paid apart', () => {
    const seat = seatFixture({ accepted: '80000', claimable: '60000', paid: '40000' })
    const [figures] = figuresByToken([seat], [contributionFixture({ round: 5 })])
    expect(figures).toMatchObject({
      estimated: 20_000n,
      confirmed: 40_000n,
      claimable: 20_000n,
      paid: 40_000n,
    })
  })

  it('never add two tokens, nor one token on two chains', () => {
    const seats = [
      seatFixture({ taskId: '0x01' as TaskId }),
      seatFixture({ taskId: '0x02' as TaskId, chainId: 8453 }),
      seatFixture({ taskId: '0x03' as TaskId, token: `0x${'99'.repeat(20)}` }),
    ]
    expect(figuresByToken(seats, [])).toHaveLength(3)
  })

  it('are never negative, whatever the chain says', () => {
    const digits = fc.bigInt(0n, 10n ** 9n).map(String)
    fc.assert(
      fc.property(digits, digits, digits, (accepted, claimable, paid) => {
        const [figures] = figuresByToken([seatFixture({ accepted, claimable, paid })], [])
        expect(figures!.confirmed >= 0n && figures!.claimable >= 0n).toBe(true)
      }),
    )
  })
})

describe('ledger lines', () => {
  const accepted = (round: number, cumulative: string) =>
    contributionFixture({ round, accepted: cumulative, uid: `0x${round.toString(16).padStart(64, '0')}` })

  it('value an acceptance at what it adds, and name the payment that covers it', () => {
    const seat = seatFixture({
      accepted: '60000',
      claimable: '40000',
      paid: '20000',
      payments: [{ amount: '20000', transaction: '0xaa', block: 7, at: 10 }],
    })
    const lines = ledgerLines(
      [accepted(1, '20000'), accepted(2, '40000'), accepted(3, '60000'), contributionFixture({ round: 4 })],
      [seat],
    )
    const byRound = [...lines].sort((a, b) => a.round - b.round)
    expect(byRound.map(({ state }) => state)).toEqual(['paid', 'claimable', 'confirmed', 'estimated'])
    expect(byRound.every(({ amount }) => amount === 20_000n)).toBe(true)
    expect(byRound[0]?.payment?.transaction).toBe('0xaa')
  })

  it('say paid without a transaction where the chain has shown none', () => {
    const [line] = ledgerLines(
      [accepted(1, '20000')],
      [seatFixture({ accepted: '20000', claimable: '20000', paid: '20000' })],
    )
    expect(line).toMatchObject({ state: 'paid' })
    expect(line?.payment).toBeUndefined()
  })
})

describe('paidPerWeek', () => {
  it('puts the running week last and drops what is older than the chart', () => {
    const week = 7 * 24 * 3600 * 1000
    const now = 100 * week
    const pay = (at: number) => ({ amount: '5', transaction: '0x01', block: 1, at }) as const
    const seat = seatFixture({ payments: [pay(now - 1), pay(now - week - 1), pay(now - 50 * week)] })
    const token = figuresByToken([seat], [])[0]!.token
    expect(paidPerWeek([seat], token, 3, now)).toEqual([0n, 5n, 5n])
  })
})

import { database } from '../db/database.ts'
import type { ContributionRecord, SeatRecord } from '../db/schema.ts'
import { baseUnits } from '../i18n/amount.ts'
import type { TaskId } from '../protocol/task.ts'
import { type ContributionView, contributionsView } from './contributions.ts'
import { type Figures, figuresByToken, paymentsIn, type TokenRef } from './money.ts'
import { view } from './view.ts'

/** A point of a running total. Base units. */
export interface MoneyPoint {
  readonly at: number
  readonly total: bigint
}

export interface TokenEarnings extends Figures {
  /** Running total of what was paid, and of what publishers have accepted. */
  readonly paidOverTime: readonly MoneyPoint[]
  readonly acceptedOverTime: readonly MoneyPoint[]
}

export interface EarningsView {
  readonly tokens: readonly TokenEarnings[]
  readonly lines: readonly ContributionView[]
  /** Months with contributions, newest first, as `2026-11`. */
  readonly months: readonly string[]
  /** Seats whose money can be claimed by hand now. */
  readonly claimable: readonly { readonly taskId: TaskId; readonly publisher: string }[]
  /** Oldest time at which the chain was asked about a seat; absent before the first. */
  readonly syncedAt?: number
}

/** Month of a moment in the reader's own calendar: `2026-11`. */
export const monthOf = (at: number): string => {
  const date = new Date(at)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`
}

const runningTotal = (
  steps: readonly { readonly at: number; readonly amount: bigint }[],
): readonly MoneyPoint[] => {
  let total = 0n
  return [...steps]
    .sort((a, b) => a.at - b.at)
    .map(({ at, amount }) => {
      total += amount
      return { at, total }
    })
}

const isToken = (line: ContributionView, token: TokenRef): boolean =>
  line.token?.chainId === token.chainId && line.token.address.toLowerCase() === token.address.toLowerCase()

const overTime = (
  figures: Figures,
  seats: readonly SeatRecord[],
  lines: readonly ContributionView[],
): TokenEarnings => ({
  ...figures,
  paidOverTime: runningTotal(
    paymentsIn(seats, figures.token).map(({ at, amount }) => ({ at, amount: baseUnits(amount) })),
  ),
  acceptedOverTime: runningTotal(
    lines.flatMap((line) =>
      line.acceptedAt !== undefined && isToken(line, figures.token)
        ? [{ at: line.acceptedAt, amount: line.amount }]
        : [],
    ),
  ),
})

const projectEarnings = (
  seats: readonly SeatRecord[],
  contributions: readonly ContributionRecord[],
  lines: readonly ContributionView[],
): EarningsView => {
  const owed = seats.filter((seat) => baseUnits(seat.claimable) > baseUnits(seat.paid))
  return {
    tokens: figuresByToken(seats, contributions).map((figures) => overTime(figures, seats, lines)),
    lines,
    months: [...new Set(lines.map(({ sentAt }) => monthOf(sentAt)))].sort().reverse(),
    claimable: owed.map(({ taskId }) => ({
      taskId,
      publisher: lines.find((line) => line.taskId === taskId)?.publisher ?? '',
    })),
    ...(seats.length === 0 ? {} : { syncedAt: Math.min(...seats.map((seat) => seat.syncedAt)) }),
  }
}

export const earningsView = view(contributionsView.stores, async (): Promise<EarningsView> => {
  const db = await database()
  const [seats, contributions, lines] = await Promise.all([
    db.getAll('seats'),
    db.getAll('contributions'),
    contributionsView(),
  ])
  return projectEarnings(seats, contributions, lines)
})

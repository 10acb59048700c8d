import type { ContributionRecord, Payment, SeatRecord } from '../db/schema.ts'
import { baseUnits } from '../i18n/amount.ts'
import type { Address, Hex } from '../protocol/hex.ts'
import type { TaskId } from '../protocol/task.ts'

/** A token on a chain. Amounts of two tokens are never added. */
export interface TokenRef {
  readonly chainId: number
  readonly address: Address
  readonly symbol: string
  readonly decimals: number
}

/** Base units of one token. */
export interface Figures {
  readonly token: TokenRef
  /** Sent, and not yet answered by the publisher. */
  readonly estimated: bigint
  /** Accepted by publishers and not paid. Includes `claimable`. */
  readonly confirmed: bigint
  /** The part of `confirmed` that stands in a payout root active on chain. */
  readonly claimable: bigint
  /** As the chain's own counter says. */
  readonly paid: bigint
}

export type MoneyState = 'estimated' | 'confirmed' | 'claimable' | 'paid'

const tokenOf = (seat: SeatRecord): TokenRef => ({
  chainId: seat.chainId,
  address: seat.token,
  symbol: seat.tokenSymbol,
  decimals: seat.tokenDecimals,
})

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n)

const isWaiting = (contribution: ContributionRecord): boolean => contribution.acceptance === undefined

/** The four figures per token, the token with most paid out first. A seat whose token is unknown does not exist. */
export const figuresByToken = (
  seats: readonly SeatRecord[],
  contributions: readonly ContributionRecord[],
): readonly Figures[] => {
  const totals = new Map<string, Figures>()
  for (const seat of seats) {
    const key = `${seat.chainId}:${seat.token.toLowerCase()}`
    const before = totals.get(key)
    const paid = baseUnits(seat.paid)
    const estimated = contributions
      .filter((contribution) => contribution.taskId === seat.taskId && isWaiting(contribution))
      .reduce((sum, { estimate }) => sum + baseUnits(estimate), 0n)
    totals.set(key, {
      token: before?.token ?? tokenOf(seat),
      estimated: (before?.estimated ?? 0n) + estimated,
      confirmed: (before?.confirmed ?? 0n) + positive(baseUnits(seat.accepted) - paid),
      claimable: (before?.claimable ?? 0n) + positive(baseUnits(seat.claimable) - paid),
      paid: (before?.paid ?? 0n) + paid,
    })
  }
  const weight = ({ paid, confirmed, estimated }: Figures) => paid + confirmed + estimated
  return [...totals.values()].sort((a, b) => (weight(b) > weight(a) ? 1 : weight(b) < weight(a) ? -1 : 0))
}

/** One contribution as money: how much, how far it has come, and the evidence for that. */
export interface LedgerLine {
  readonly uid: Hex
  readonly taskId: TaskId
  readonly round: number
  readonly amount: bigint
  readonly token: TokenRef | undefined
  readonly state: MoneyState
  /** The transaction that paid it, once the chain has shown one that covers it. */
  readonly payment?: Payment
}

/** The first payment whose running total reaches `cumulative`. */
const coveringPayment = (payments: readonly Payment[], cumulative: bigint): Payment | undefined => {
  let total = 0n
  for (const payment of [...payments].sort((a, b) => a.block - b.block)) {
    total += baseUnits(payment.amount)
    if (total >= cumulative) return payment
  }
  return undefined
}

const lineOf = (
  { uid, taskId, round, estimate, acceptance }: ContributionRecord,
  seat: SeatRecord | undefined,
  before: bigint,
): LedgerLine => {
  const line = { uid, taskId, round, token: seat === undefined ? undefined : tokenOf(seat) }
  if (acceptance === undefined) return { ...line, amount: baseUnits(estimate), state: 'estimated' }
  const cumulative = baseUnits(acceptance.statement.cumulative)
  const amount = positive(cumulative - before)
  if (seat === undefined || cumulative > baseUnits(seat.paid))
    return { ...line, amount, state: cumulative <= baseUnits(seat?.claimable) ? 'claimable' : 'confirmed' }
  const payment = coveringPayment(seat.payments, cumulative)
  return { ...line, amount, state: 'paid', ...(payment === undefined ? {} : { payment }) }
}

/** Every contribution as money, newest first. An acceptance is worth what it adds to the seat's cumulative amount. */
export const ledgerLines = (
  contributions: readonly ContributionRecord[],
  seats: readonly SeatRecord[],
): readonly LedgerLine[] => {
  const seatOf = new Map(seats.map((seat) => [seat.taskId, seat]))
  const reached = new Map<TaskId, bigint>()
  const inOrder = [...contributions].sort((a, b) => a.round - b.round || a.sentAt - b.sentAt)
  const lines = new Map<Hex, LedgerLine>()
  for (const contribution of inOrder) {
    const before = reached.get(contribution.taskId) ?? 0n
    lines.set(contribution.uid, lineOf(contribution, seatOf.get(contribution.taskId), before))
    const cumulative = baseUnits(contribution.acceptance?.statement.cumulative)
    if (cumulative > before) reached.set(contribution.taskId, cumulative)
  }
  return [...contributions].sort((a, b) => b.sentAt - a.sentAt).flatMap(({ uid }) => lines.get(uid) ?? [])
}

const WEEK = 7 * 24 * 3600 * 1000

/** Paid per week over the last `weeks`, oldest first, the running week last. Base units of `token`. */
export const paidPerWeek = (
  seats: readonly SeatRecord[],
  token: TokenRef,
  weeks: number,
  now: number,
): readonly bigint[] => {
  const bars = Array.from({ length: weeks }, () => 0n)
  for (const payment of paymentsIn(seats, token)) {
    const age = Math.floor((now - payment.at) / WEEK)
    if (age >= 0 && age < weeks) bars[weeks - 1 - age] = bars[weeks - 1 - age]! + baseUnits(payment.amount)
  }
  return bars
}

/** All payments in one token, oldest first. */
export const paymentsIn = (seats: readonly SeatRecord[], token: TokenRef): readonly Payment[] =>
  seats
    .filter(
      (seat) => seat.chainId === token.chainId && seat.token.toLowerCase() === token.address.toLowerCase(),
    )
    .flatMap((seat) => seat.payments)
    .sort((a, b) => a.at - b.at)

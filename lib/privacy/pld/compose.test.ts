import { describe, expect, it } from 'vitest'
import { composedEpsilon } from './compose.ts'
import { type DiscreteLoss, logMoment } from './discreteLoss.ts'
import { solveEpsilon } from './integrals.fixture.ts'
import { bestOrder, momentEpsilon, type Repeated, tiltedRange } from './tilt.ts'

const STEP = 0.01
const lossOf = (first: number, masses: readonly number[], infinite = 0): DiscreteLoss => ({
  step: STEP,
  first,
  masses: Float64Array.from(masses),
  infinite,
})

const a = lossOf(-9, [0.1, 0.15, 0, 0.2, 0.05, 0, 0, 0, 0.1, 0, 0, 0, 0.1, 0, 0.1, 0.15, 0, 0, 0.05])
const b = lossOf(-2, [0.4, 0.2, 0.1, 0.1, 0.1, 0.05, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.05])

/** The sum's distribution by convolving one after the other, no transform. */
const convolved = (parts: readonly Repeated[]): Map<number, number> => {
  let sum = new Map([[0, 1]])
  for (const { loss, times } of parts)
    for (let n = 0; n < times; n++) {
      const next = new Map<number, number>()
      for (const [index, mass] of sum)
        loss.masses.forEach((other, i) => {
          const at = index + loss.first + i
          next.set(at, (next.get(at) ?? 0) + mass * other)
        })
      sum = next
    }
  return sum
}

const exactEpsilon = (parts: readonly Repeated[], delta: number): number => {
  const sum = [...convolved(parts)]
  const infinite = parts.reduce((total, { loss, times }) => total + times * loss.infinite, 0)
  return solveEpsilon(
    (epsilon) =>
      sum.reduce((total, [i, mass]) => total + mass * Math.max(0, -Math.expm1(epsilon - i * STEP)), infinite),
    delta,
  )
}

const histories: readonly (readonly Repeated[])[] = [
  [{ loss: a, times: 1 }],
  [{ loss: b, times: 3 }],
  [{ loss: a, times: 40 }],
  [
    { loss: a, times: 7 },
    { loss: b, times: 12 },
  ],
]

describe('composition on a grid', () => {
  for (const [which, parts] of histories.entries())
    it.each([0.3, 1e-2, 1e-5, 1e-9, 1e-14])(
      `agrees with convolving step by step: history ${which}, delta %d`,
      (delta) => {
        const order = bestOrder(parts, delta)
        const expected = exactEpsilon(parts, delta)
        const above = composedEpsilon(parts, order, delta, 'pessimistic')
        const below = composedEpsilon(parts, order, delta, 'optimistic')
        expect(above).toBeGreaterThanOrEqual(expected * (1 - 1e-12) - 1e-15)
        expect(below).toBeLessThanOrEqual(expected * (1 + 1e-12) + 1e-15)
        expect(above - below).toBeLessThan(1e-5 * expected + 1e-12)
      },
    )

  it('counts mass at infinity, and has no answer when it alone exceeds delta', () => {
    const leaky = lossOf(a.first, [...a.masses], 1e-7)
    const parts = [{ loss: leaky, times: 40 }]
    const epsilon = composedEpsilon(parts, bestOrder(parts, 1e-5), 1e-5, 'pessimistic')
    expect(epsilon).toBeGreaterThan(composedEpsilon([{ loss: a, times: 40 }], 30, 1e-5, 'pessimistic'))
    expect(epsilon).toBeCloseTo(exactEpsilon(parts, 1e-5), 6)
    expect(composedEpsilon(parts, 10, 4e-6, 'pessimistic')).toBe(Infinity)
  })

  it('is true whatever the tilt', () => {
    const parts = [{ loss: a, times: 40 }]
    const expected = exactEpsilon(parts, 1e-6)
    for (const order of [0.01, 1, 5, 20, 60, 200, 2000]) {
      expect(composedEpsilon(parts, order, 1e-6, 'pessimistic')).toBeGreaterThanOrEqual(
        expected * (1 - 1e-12),
      )
      expect(composedEpsilon(parts, order, 1e-6, 'optimistic')).toBeLessThanOrEqual(
        expected * (1 + 1e-12) + 1e-15,
      )
    }
  })
})

describe('tilting', () => {
  const parts = histories[3]!
  const sum = [...convolved(parts)]

  it('has the moments of the convolved sum', () => {
    for (const order of [-50, -1, 0, 0.5, 7, 90]) {
      const expected = Math.log(
        sum.reduce((total, [i, mass]) => total + mass * Math.exp(order * i * STEP), 0),
      )
      const found = parts.reduce((total, { loss, times }) => total + times * logMoment(loss, order), 0)
      expect(found).toBeCloseTo(expected, 9)
    }
  })

  it('never overflows', () => {
    expect(logMoment(a, 1e6)).toBeCloseTo(Math.log(0.05) + 1e6 * 0.09, 6)
    expect(logMoment(a, -1e6)).toBeCloseTo(Math.log(0.1) + 1e6 * 0.09, 6)
  })

  it.each([-2, -10, -25])('keeps all but exp(%d) of the tilted mass between its bounds', (logOutside) => {
    for (const order of [0.5, 7, 30]) {
      const [low, high] = tiltedRange(parts, order, logOutside)
      const total = sum.reduce((all, [i, mass]) => all + mass * Math.exp(order * i * STEP), 0)
      const beyond = (outside: (loss: number) => boolean) =>
        sum.reduce((all, [i, mass]) => all + (outside(i * STEP) ? mass * Math.exp(order * i * STEP) : 0), 0) /
        total
      expect(beyond((loss) => loss > high)).toBeLessThanOrEqual(Math.exp(logOutside))
      expect(beyond((loss) => loss < low)).toBeLessThanOrEqual(Math.exp(logOutside))
    }
  })

  it('finds the order whose bound is best', () => {
    const best = momentEpsilon(parts, bestOrder(parts, 1e-6), 1e-6)
    for (let order = 0.5; order < 500; order *= 1.1)
      expect(momentEpsilon(parts, order, 1e-6)).toBeGreaterThan(best * 0.9999)
  })
})

import { describe, expect, it } from 'vitest'
import { logAdd, logErfc, logSubtract } from './logMath.ts'

describe('sums in log space', () => {
  it('add and subtract without leaving it', () => {
    expect(logAdd(Math.log(3), Math.log(4))).toBeCloseTo(Math.log(7), 14)
    expect(logSubtract(Math.log(7), Math.log(4))).toBeCloseTo(Math.log(3), 14)
    expect(logAdd(5000, 5000)).toBeCloseTo(5000 + Math.LN2, 10)
    expect(logAdd(-Infinity, 2)).toBe(2)
    expect(logAdd(-Infinity, -Infinity)).toBe(-Infinity)
    expect(logSubtract(2, 2)).toBe(-Infinity)
    expect(logSubtract(1, 2)).toBeNaN()
  })
})

describe('logErfc', () => {
  // Values of erfc from tables (DLMF section 7.23; Wolfram Alpha to 15 digits).
  it.each([
    [-4, 1.99999998458274],
    [-1, 1.84270079294971],
    [0, 1],
    [0.5, 0.479500122186953],
    [1, 0.157299207050285],
    [2, 0.00467773498104727],
    [3, 2.20904969985854e-5],
    [5, 1.53745979442803e-12],
    [10, 2.08848758376254e-45],
  ])('of %d is log %d', (x, erfc) => {
    expect(Math.exp(logErfc(x) - Math.log(erfc))).toBeCloseTo(1, 11)
  })

  it('is continuous where its methods meet', () => {
    for (const x of [-2.5, 0, 2.5]) expect(logErfc(x - 1e-12)).toBeCloseTo(logErfc(x + 1e-12), 10)
  })

  it('does not underflow', () => {
    expect(logErfc(1000)).toBeCloseTo(-1e6 - Math.log(1000 * Math.sqrt(Math.PI)), 5)
  })
})

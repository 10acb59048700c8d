import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discreteGaussian } from '../discreteGaussian.ts'
import { continuousDistance, smoothingDistance } from './distance.ts'
import { addOnGrid, noiseGrid } from './grid.ts'

const terms = fc.record({
  clipNorm: fc.double({ min: 1e-3, max: 1000, noNaN: true }),
  noiseMultiplier: fc.double({ min: 0.1, max: 100, noNaN: true }),
})
const sizes = fc.integer({ min: 1, max: 20_000_000 })
const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values))

describe('the grid of noise', () => {
  it('has noise of the multiplier times the sensitivity with rounding counted, and a little more', () => {
    fc.assert(
      fc.property(terms, sizes, (given, size) => {
        const { step, sigma, sensitivity } = noiseGrid(given, size)
        expect(Number.isInteger(Math.log2(step))).toBe(true)
        expect(sensitivity).toBe(given.clipNorm + step * Math.sqrt(size))
        const asked = (given.noiseMultiplier * sensitivity) / step
        expect(sigma ** 2).toBeGreaterThanOrEqual(asked ** 2 + 2.4 ** 2)
        expect(sigma).toBeLessThan(asked * (1 + 1e-9))
        expect(sigma).toBeGreaterThan(2 ** 18)
        expect(sigma).toBeLessThanOrEqual(2 ** 19)
      }),
    )
  })

  it('is fine: for a model of 101,770 values rounding adds less than a part in 500', () => {
    const { sensitivity } = noiseGrid({ clipNorm: 1, noiseMultiplier: 1 }, 101_770)
    expect(sensitivity).toBeLessThan(1.002)
  })

  it('bounds what rounding and clamping do to the distance of two sums', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.float({ noNaN: true }), fc.float({ min: -50, max: 50, noNaN: true })), {
          minLength: 1,
          maxLength: 40,
        }),
        fc.constantFrom(0.25, 8, 2 ** -20),
        (pairs, step) => {
          const here = Float32Array.from(pairs, ([value]) => value)
          const there = here.map((value, i) => value + pairs[i]![1])
          const before = norm(here.map((value, i) => (Number.isFinite(value) ? value - there[i]! : 0)))
          const silence = new Int32Array(here.length)
          addOnGrid(here, silence, step, 2 ** 23)
          addOnGrid(there, silence, step, 2 ** 23)
          const after = norm(Array.from(here, (value, i) => value - there[i]!))
          // Where values of 2^31 steps go back to float32 they lose their last bits, which is after the noise.
          const slack = norm(Array.from(here, (value) => Math.abs(value) * 2 ** -23))
          expect(after).toBeLessThanOrEqual((before + step * Math.sqrt(here.length)) * (1 + 1e-6) + slack)
        },
      ),
    )
  })

  it('rounds to the nearest step and adds whole steps', () => {
    const values = Float32Array.of(0.1, -0.1, 0.24, 0.26, -0.76, 3)
    addOnGrid(values, Int32Array.of(0, 0, 1, 1, -2, 4), 0.5, 10)
    expect(Array.from(values)).toEqual([0, 0, 0.5, 1, -2, 5])
  })

  it('holds the largest sum with the largest noise in 32 bits, and takes no number for zero', () => {
    const { largest } = discreteGaussian(2 ** 19)
    const values = Float32Array.of(
      3e38,
      -3e38,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    )
    const noise = Int32Array.of(largest, -largest, -largest, largest, 5)
    addOnGrid(values, noise, 1, largest)
    expect(Array.from(values)).toEqual(
      [2 ** 31 - 1, -(2 ** 31 - 1), 2 ** 31 - 1 - 2 * largest, -(2 ** 31 - 1 - 2 * largest), 5].map(
        Math.fround,
      ),
    )
  })

  it('is as close to continuous noise that was rounded as it says', () => {
    expect(continuousDistance).toBe(smoothingDistance(2.4 ** 2))
    // The same claim where it can be computed: s = 0.3, r = 0.6, around a whole number, by numerical integration.
    const [s, r] = [0.3, 0.6]
    const gauss = (x: number, std: number) => Math.exp((-x * x) / (2 * std * std))
    const whole = Array.from({ length: 41 }, (_, i) => i - 20)
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
    const rounded = new Float64Array(whole.length)
    const width = 1 / 256
    for (let x = -20; x <= 20; x += width) {
      const share = (gauss(x, s) / (s * Math.sqrt(2 * Math.PI))) * width
      const around = sum(whole.map((y) => gauss(y - x, r)))
      whole.forEach((y, i) => {
        rounded[i]! += (share * gauss(y - x, r)) / around
      })
    }
    const total = sum(whole.map((y) => gauss(y, Math.hypot(s, r))))
    const distance = sum(whole.map((y, i) => Math.abs(rounded[i]! - gauss(y, Math.hypot(s, r)) / total))) / 2
    expect(distance).toBeLessThan(smoothingDistance(r * r))
    expect(distance).toBeGreaterThan(smoothingDistance(r * r) / 100)
  })

  it.each([
    [{ clipNorm: 0, noiseMultiplier: 1 }, 10],
    [{ clipNorm: 1, noiseMultiplier: 0 }, 10],
    [{ clipNorm: Number.NaN, noiseMultiplier: 1 }, 10],
    [{ clipNorm: Number.POSITIVE_INFINITY, noiseMultiplier: 1 }, 10],
    [{ clipNorm: 1, noiseMultiplier: Number.POSITIVE_INFINITY }, 10],
    [{ clipNorm: 1, noiseMultiplier: 1000 }, 1_000_000],
    [{ clipNorm: 1, noiseMultiplier: 1 }, 0],
  ])('refuses %j for %d values', (given, size) => {
    expect(() => noiseGrid(given, size)).toThrow(expect.objectContaining({ code: 'privacy/bad-noise' }))
  })
})

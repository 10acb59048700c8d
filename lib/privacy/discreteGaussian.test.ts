import { afterEach, describe, expect, it, vi } from 'vitest'
import { discreteGaussian } from './discreteGaussian.ts'
import { planNoise } from './noise/plan.ts'
import { openScriptKernel } from './noise/scriptKernel.ts'
import { openWasmKernel } from './noise/wasmKernel.ts'
import {
  chiSquareOverCritical,
  countSamples,
  discreteGaussianShares,
  inGroups,
  twoSampleOverCritical,
} from './testing/chiSquare.ts'
import { exactDiscreteGaussian } from './testing/exactDiscreteGaussian.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const draw = (count: number, sigma: number, kernel = openWasmKernel): Int32Array => {
  const out = new Int32Array(count)
  discreteGaussian(sigma, kernel).fill(out)
  return out
}

// Every bound is some six standard errors wide: a right sampler fails one of them about once in 10^9 runs.
describe.each([1, 2.75, 40, 1024, 1500, 20_000, 2 ** 19])('discrete Gaussian noise of sigma %d', (sigma) => {
  const count = 1_000_000
  const sample = draw(count, sigma)
  const reach = Math.ceil(14 * sigma) + 14
  const shares = discreteGaussianShares(sigma, reach)
  const width = Math.max(1, Math.floor(sigma / 25))

  it('follows the mass function (chi-square)', () => {
    const counts = inGroups(countSamples(sample, reach), width)
    expect(chiSquareOverCritical(counts, inGroups(shares, width))).toBeLessThan(1)
    const wider = discreteGaussianShares(sigma * 1.03, reach)
    expect(chiSquareOverCritical(counts, inGroups(wider, width))).toBeGreaterThan(1)
  })

  it('has mean 0, its variance, no skew and the kurtosis of a Gaussian', () => {
    const moment = (power: number) => sample.reduce((sum, x) => sum + (x / sigma) ** power, 0) / count
    expect(Math.abs(moment(1))).toBeLessThan(6.5 / Math.sqrt(count))
    // Poisson's summation: at sigma 1 the variance is 1 - 8 pi^2 exp(-2 pi^2), smaller by 2e-7.
    expect(Math.abs(moment(2) - 1)).toBeLessThan(6.5 * Math.sqrt(2 / count))
    expect(Math.abs(moment(3))).toBeLessThan(6.5 * Math.sqrt(15 / count))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(6.5 * Math.sqrt(96 / count) + 1e-5)
  })

  it('is as often below zero as above', () => {
    const positive = sample.filter((x) => x > 0).length
    const negative = sample.filter((x) => x < 0).length
    expect(Math.abs(positive - negative)).toBeLessThan(6.5 * Math.sqrt(positive + negative))
  })

  it.each([3, 4])('has the right mass beyond %d standard deviations', (bound) => {
    let expected = 0
    for (let x = Math.floor(bound * sigma) + 1; x <= reach; x++) expected += 2 * count * shares[x + reach]!
    const found = sample.filter((x) => Math.abs(x) > bound * sigma).length
    expect(Math.abs(found - expected)).toBeLessThan(6.5 * Math.sqrt(expected) + 12)
  })

  it('has independent neighbours', () => {
    for (const lag of [1, 2]) {
      let product = 0
      let squares = 0
      for (let i = 0; i + lag < count; i++) {
        const both = (sample[i]! / sigma) * (sample[i + lag]! / sigma)
        product += both
        squares += both * both
      }
      expect(Math.abs(product / count)).toBeLessThan(6.5 / Math.sqrt(count))
      // A product's variance is 8, and each shares a factor with two others: 2 * 2 more.
      expect(Math.abs(squares / count - 1)).toBeLessThan(6.5 * Math.sqrt(12 / count))
    }
  })

  it('is even in its low bits, and in the residues of its scale', () => {
    if (sigma < 40) return
    for (const modulus of [2, 7, 16, planNoise(sigma).scale || 3]) {
      const counts = new Float64Array(modulus)
      for (const x of sample) counts[((x % modulus) + modulus) % modulus]! += 1
      expect(chiSquareOverCritical(counts, new Float64Array(modulus).fill(1 / modulus))).toBeLessThan(1)
    }
  })

  it('stays within the largest sample that it states, and within 32 bits', () => {
    const { largest } = discreteGaussian(sigma)
    expect(largest).toBeGreaterThan(14 * sigma)
    expect(largest).toBeLessThan(2 ** 24)
    expect(sample.every((x) => Math.abs(x) <= largest)).toBe(true)
  })
})

describe('discrete Gaussian noise', () => {
  it('is distributed as the exact sampler draws', () => {
    const exact = exactDiscreteGaussian({ numerator: 121n, denominator: 16n })
    const [mine, theirs] = [draw(40_000, 2.75), Int32Array.from({ length: 40_000 }, exact)].map((samples) =>
      countSamples(samples, 60),
    )
    expect(twoSampleOverCritical(mine!, theirs!)).toBeLessThan(1)
  })

  it('is made of the same words alike in WebAssembly and in TypeScript', () => {
    let state = 1
    vi.stubGlobal('crypto', {
      getRandomValues: (words: Uint32Array) => {
        words.forEach((_, i) => {
          state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9
          words[i] = state
        })
        return words
      },
    })
    for (const sigma of [3, 2 ** 19]) {
      state = 1
      const first = draw(50_000, sigma, openWasmKernel)
      state = 1
      expect(draw(50_000, sigma, openScriptKernel)).toEqual(first)
    }
  })

  it('goes on in TypeScript where WebAssembly is forbidden', async () => {
    vi.resetModules()
    class Forbidden extends WebAssembly.CompileError {}
    vi.stubGlobal('WebAssembly', {
      CompileError: WebAssembly.CompileError,
      Module: class {
        constructor() {
          throw new Forbidden('refused by policy')
        }
      },
    })
    const fresh = await import('./discreteGaussian.ts')
    const out = new Int32Array(1000)
    fresh.discreteGaussian(10).fill(out)
    expect(out.some((x) => x !== 0)).toBe(true)
  })

  it.each([0, 1, 2, 8191, 8192, 8193, 16_384, 16_385, 40_000])('fills all of %d samples', (length) => {
    for (const sigma of [1000, 2 ** 19]) {
      const out = new Int32Array(length).fill(2 ** 30)
      discreteGaussian(sigma).fill(out)
      expect(out.every((x) => x < 2 ** 30)).toBe(true)
    }
  })

  it('takes its bits from crypto, and leaves neither them nor samples behind', () => {
    const drawn: Uint32Array[] = []
    vi.stubGlobal('crypto', {
      getRandomValues: (words: Uint32Array<ArrayBuffer>) => {
        drawn.push(words)
        words.forEach((_, i) => {
          words[i] = i * 0x9e3779b9 + 1
        })
        return words
      },
    })
    const noise = discreteGaussian(2 ** 19)
    noise.fill(new Int32Array(30_000))
    expect(drawn.length).toBeGreaterThan(3)
    for (const words of drawn) {
      expect(words.every((word) => word === 0)).toBe(true)
      expect(new Int32Array(words.buffer, words.byteOffset + 65_536, 16_384).every((x) => x === 0)).toBe(true)
    }
  })

  it('never gives the same noise twice', () => {
    expect(draw(16, 100)).not.toEqual(draw(16, 100))
  })

  it.each([0, -1, 0.5, 2 ** 20, Number.NaN, Number.POSITIVE_INFINITY])('refuses a sigma of %d', (sigma) => {
    expect(() => discreteGaussian(sigma)).toThrow(expect.objectContaining({ code: 'privacy/bad-noise' }))
  })
})

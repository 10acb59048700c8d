import { describe, expect, it } from 'vitest'
import { fftError, realFft } from './fft.ts'

/** Reproducible numbers in -1 to 1 that look unordered. */
const signalOf = (length: number) => Float64Array.from({ length }, (_, i) => Math.sin(i * i * 0.7 + 3 * i))

const norm = (values: ArrayLike<number>) => Math.hypot(...Array.from(values))

describe('real Fourier transform', () => {
  it.each([4, 8, 64, 512])('agrees with the definition on %d points', (length) => {
    const signal = signalOf(length)
    const { re, im } = realFft(length).forward(signal)
    expect(re.length).toBe(length / 2 + 1)
    for (let k = 0; k <= length / 2; k++) {
      let expectedRe = 0
      let expectedIm = 0
      signal.forEach((x, j) => {
        const angle = (-2 * Math.PI * ((j * k) % length)) / length
        expectedRe += x * Math.cos(angle)
        expectedIm += x * Math.sin(angle)
      })
      expect(re[k]).toBeCloseTo(expectedRe, 10)
      expect(im[k]).toBeCloseTo(expectedIm, 10)
    }
  })

  it.each([4, 256, 65_536])('gives the signal back, within its error bound, on %d points', (length) => {
    const signal = signalOf(length)
    const fft = realFft(length)
    const back = fft.inverse(fft.forward(signal))
    const wrong = norm(back.map((x, i) => x - signal[i]!).filter((_, i) => i < 4096))
    expect(wrong).toBeLessThan(2 * fftError(length) * Math.sqrt(length))
  })

  it('turns a product of spectra into a convolution on a circle', () => {
    const fft = realFft(8)
    const a = fft.forward(Float64Array.of(1, 2, 0, 0, 0, 0, 0, 0))
    const b = fft.forward(Float64Array.of(0, 0, 0, 0, 0, 0, 0.5, 4))
    const re = a.re.map((r, k) => r * b.re[k]! - a.im[k]! * b.im[k]!)
    const im = a.re.map((r, k) => r * b.im[k]! + a.im[k]! * b.re[k]!)
    const expected = [8, 0, 0, 0, 0, 0, 0.5, 5]
    fft.inverse({ re, im }).forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i]!, 12)
    })
  })
})

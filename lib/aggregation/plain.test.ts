import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipUpdate, decodeFloat32, encodeFloat32, fedAvg, l2Norm, NORM_TOLERANCE } from './plain.ts'

const vectors = fc.float32Array({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6, maxLength: 64 })

describe('plain aggregation', () => {
  it('encodes float32 little endian and reads it back bit for bit', () => {
    expect([...encodeFloat32(Float32Array.of(1, -2))]).toEqual([0, 0, 128, 63, 0, 0, 0, 192])
    fc.assert(
      fc.property(vectors, (x) => {
        expect(decodeFloat32(encodeFloat32(x), x.length)).toEqual(x)
      }),
    )
  })

  it('refuses bytes of another length and values that are not finite', () => {
    expect(() => decodeFloat32(new Uint8Array(7), 2)).toThrow(
      expect.objectContaining({ code: 'aggregation/wrong-length' }),
    )
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => decodeFloat32(encodeFloat32(Float32Array.of(0, value)), 2)).toThrow(
        expect.objectContaining({ code: 'aggregation/not-finite' }),
      )
  })

  it('reads bytes that start at an odd offset of their buffer', () => {
    const bytes = new Uint8Array(9)
    bytes.set(encodeFloat32(Float32Array.of(1.5, -3)), 1)
    expect([...decodeFloat32(bytes.subarray(1), 2)]).toEqual([1.5, -3])
  })

  it('never leaves a norm above the clip, and leaves a small update alone', () => {
    fc.assert(
      fc.property(vectors, fc.double({ min: 0.01, max: 100, noNaN: true }), (x, clip) => {
        expect(l2Norm(clipUpdate(x, clip))).toBeLessThanOrEqual(clip * (1 + NORM_TOLERANCE))
        if (l2Norm(x) <= clip) expect(clipUpdate(x, clip)).toEqual(x)
      }),
    )
    expect(() => clipUpdate(Float32Array.of(Number.NaN), 1)).toThrow(
      expect.objectContaining({ code: 'aggregation/not-finite' }),
    )
  })

  it('adds the mean of the updates to the base', () => {
    expect([
      ...fedAvg(Float32Array.of(1, 1), [
        Float32Array.of(1, 0),
        Float32Array.of(3, -2),
        Float32Array.of(2, -4),
      ]),
    ]).toEqual([3, -1])
    expect(() => fedAvg(Float32Array.of(1), [])).toThrow(
      expect.objectContaining({ code: 'aggregation/empty' }),
    )
    expect(() => fedAvg(Float32Array.of(1), [Float32Array.of(1, 2)])).toThrow(
      expect.objectContaining({ code: 'aggregation/shape' }),
    )
  })

  it('moves the base by any update that everybody sends alike', () => {
    fc.assert(
      fc.property(vectors, fc.integer({ min: 1, max: 9 }), (x, people) => {
        const moved = fedAvg(
          new Float32Array(x.length),
          Array.from({ length: people }, () => x),
        )
        for (let i = 0; i < x.length; i++)
          expect(Math.abs(moved[i]! - x[i]!)).toBeLessThanOrEqual(Math.abs(x[i]!) * 1e-6)
      }),
    )
  })
})

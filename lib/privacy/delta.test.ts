import { describe, expect, it } from 'vitest'
import { datasetDelta } from './delta.ts'

describe('delta of a dataset', () => {
  it.each([
    [1, 1e-5],
    [600, 1e-5],
    [8192, 1e-5],
    [8193, 1 / (10 * 16_384)],
    [16_384, 1 / (10 * 16_384)],
    [60_000, 1 / (10 * 65_536)],
    [10_000_000, 1 / (10 * 16_777_216)],
  ])('of %d records is %d', (records, delta) => {
    expect(datasetDelta(records)).toBe(delta)
  })

  it.each([0, -3, 1.5, Number.NaN])('refuses %d records', (records) => {
    expect(() => datasetDelta(records)).toThrow('at least one record')
  })
})

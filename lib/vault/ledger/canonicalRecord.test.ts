import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImageRecord, TableRecord } from '../../pipelines/records.ts'
import { canonicalRecord } from './canonicalRecord.ts'

const row = (values: TableRecord['values']): TableRecord => ({ kind: 'table', values })
const image = (changes: Partial<ImageRecord>): ImageRecord => ({
  kind: 'image',
  width: 2,
  height: 1,
  channels: 1,
  pixels: Uint8Array.of(7, 200),
  label: 'a',
  ...changes,
})

const cell = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.constantFrom('1', '1.0', '01', '-0', '0', 'é', 'é'),
)
const cells = fc.uniqueArray(fc.tuple(fc.string(), cell), {
  selector: ([name]) => name.normalize('NFC'),
  maxLength: 6,
})

describe('the same row', () => {
  it('has the same bytes in whatever order its columns come', () => {
    fc.assert(
      fc.property(
        cells.chain((found) =>
          fc.tuple(fc.constant(found), fc.shuffledSubarray(found, { minLength: found.length })),
        ),
        ([found, shuffled]) => {
          expect(canonicalRecord(row(Object.fromEntries(shuffled)))).toEqual(
            canonicalRecord(row(Object.fromEntries(found))),
          )
        },
      ),
    )
  })

  it('is known where another file writes its numbers or its letters otherwise', () => {
    const known = canonicalRecord(row({ age: 40, name: 'Zo\u00eb' }))
    expect(canonicalRecord(row({ name: 'Zoe\u0308', age: '40.0' }))).toEqual(known)
    expect(canonicalRecord(row({ x: -0 }))).toEqual(canonicalRecord(row({ x: '0' })))
  })

  it('is another one with another value, another field, or a value moved to the next', () => {
    const all = [
      row({ a: 'bc' }),
      row({ ab: 'c' }),
      row({ a: 'b', c: '' }),
      row({ a: 'b' }),
      row({ a: 1 }),
      row({ a: 2 }),
      row({ b: 1 }),
      row({ a: 1, b: 1 }),
      row({}),
    ].map((record) => canonicalRecord(record).toString())
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('the same picture', () => {
  it('has the same bytes whatever it is labelled, and with grey written as colours', () => {
    const known = canonicalRecord(image({}))
    expect(canonicalRecord(image({ label: 'b' }))).toEqual(known)
    const coloured = image({ channels: 3, pixels: Uint8Array.of(7, 7, 7, 200, 200, 200) })
    expect(canonicalRecord(coloured)).toEqual(known)
  })

  it('is another one with another pixel, another shape, or a colour', () => {
    const all = [
      image({}),
      image({ pixels: Uint8Array.of(7, 201) }),
      image({ width: 1, height: 2 }),
      image({ channels: 3, pixels: Uint8Array.of(7, 7, 7, 200, 200, 201) }),
    ].map((record) => canonicalRecord(record).toString())
    expect(new Set(all).size).toBe(all.length)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ImageRecord, TableRecord } from '../pipelines/records.ts'
import { decodeRecords, encodeRecords } from './codec.ts'

const side = fc.integer({ min: 1, max: 6 })
const image = fc
  .tuple(side, side, fc.constantFrom(1, 3), fc.string({ unit: 'grapheme' }))
  .chain(([width, height, channels, label]) =>
    fc.uint8Array({ minLength: width * height * channels, maxLength: width * height * channels }).map(
      (pixels): ImageRecord => ({
        kind: 'image',
        width,
        height,
        channels,
        label,
        pixels: Uint8Array.from(pixels),
      }),
    ),
  )
const cell = fc.oneof(fc.double({ noNaN: true }), fc.string({ unit: 'grapheme' }))
const names = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', ''))
const row = fc
  .array(fc.tuple(names, cell), { maxLength: 6 })
  .map((cells): TableRecord => ({ kind: 'table', values: Object.fromEntries(cells) }))

describe('encoding of a chunk', () => {
  it('gives images back as they were', () => {
    fc.assert(
      fc.property(fc.array(image), (records) => {
        expect(decodeRecords(encodeRecords(records))).toEqual(records)
      }),
    )
  })

  it('gives rows back as they were, whatever their fields are called', () => {
    fc.assert(
      fc.property(fc.array(row), (records) => {
        const decoded = decodeRecords(encodeRecords(records)) as TableRecord[]
        expect(decoded.map(({ values }) => Object.entries(values).toSorted())).toEqual(
          records.map(({ values }) => Object.entries(values).toSorted()),
        )
      }),
    )
  })

  it('takes little more than the pixels', () => {
    const pixels = new Uint8Array(784)
    const digits = Array.from(
      { length: 100 },
      (): ImageRecord => ({ kind: 'image', width: 28, height: 28, channels: 1, pixels, label: '7' }),
    )
    expect(encodeRecords(digits).length).toBeLessThan(100 * (784 + 8))
  })

  it('refuses what is cut off or continued anywhere', () => {
    const bytes = encodeRecords([{ kind: 'table', values: { a: 1, b: 'two' } }])
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeRecords(bytes.slice(0, length))).toThrow('not well formed')
    }
    expect(() => decodeRecords(new Uint8Array([...bytes, 0]))).toThrow('not well formed')
  })

  it('fails in one way only on arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          decodeRecords(Uint8Array.from(bytes))
        } catch (error) {
          expect(error).toMatchObject({ code: 'vault/malformed' })
        }
      }),
      { numRuns: 500 },
    )
  })
})

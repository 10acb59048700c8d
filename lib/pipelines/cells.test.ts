import { describe, expect, it } from 'vitest'
import { fieldsOf, isNumber, recordOf } from './cells.ts'

describe('cells of a table', () => {
  it.each(['0', '-1.5', '+.5', '2.', '1e-3', '12E4'])('hold a number where they are %s', (cell) => {
    expect(isNumber(cell)).toBe(true)
  })

  it.each(['', ' 1', '0x10', 'Infinity', '1e999', '1,000', '1_000', '--1', '.'])(
    'hold text where they are "%s"',
    (cell) => {
      expect(isNumber(cell)).toBe(false)
    },
  )

  it('make a column of numbers only where each that is not empty is one', () => {
    const rows = [
      ['1', '1', '', ' x '],
      [' 2 ', 'two', ' ', '3'],
    ]
    const fields = fieldsOf(['a', 'b', 'c', 'd'], rows)
    expect(fields.map(({ type }) => type)).toEqual(['number', 'text', 'text', 'text'])
    expect(rows.map((cells) => recordOf(fields, cells).values)).toEqual([
      { a: 1, b: '1', d: 'x' },
      { a: 2, b: 'two', d: '3' },
    ])
  })
})

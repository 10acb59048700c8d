import type { TableRecord } from './records.ts'
import type { SourceField } from './table.ts'

/** A decimal number, as spreadsheets write it: no hexadecimal, no `Infinity`, no thousands separators. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/

export const isNumber = (cell: string): boolean => NUMBER.test(cell) && Number.isFinite(Number(cell))

/** A column is of numbers if every cell that is not empty is one, and there is one. Spaces around a cell are dropped. */
export const fieldsOf = (names: readonly string[], rows: readonly (readonly string[])[]): SourceField[] =>
  names.map((name, i) => {
    let numbers = 0
    for (const cells of rows) {
      const cell = cells[i]!.trim()
      if (cell === '') continue
      if (!isNumber(cell)) return { name, type: 'text' }
      numbers++
    }
    return { name, type: numbers > 0 ? 'number' : 'text' }
  })

/** One row of such columns. An empty cell is no value. */
export const recordOf = (fields: readonly SourceField[], cells: readonly string[]): TableRecord => {
  const values: [string, string | number][] = []
  for (const [i, { name, type }] of fields.entries()) {
    const cell = cells[i]!.trim()
    if (cell !== '') values.push([name, type === 'number' ? Number(cell) : cell])
  }
  return { kind: 'table', values: Object.fromEntries(values) }
}

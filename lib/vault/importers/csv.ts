import Papa from 'papaparse'
import type { TableField } from '../../db/schema.ts'
import { fieldsOf, isNumber, recordOf } from '../../pipelines/cells.ts'
import type { TableRecord } from '../../pipelines/records.ts'
import { ImportError } from './errors.ts'
import type { Imported } from './imported.ts'
import { LIMITS } from './limits.ts'
import type { Source } from './source.ts'

interface Row {
  readonly cells: readonly string[]
  /** Line of the file on which the row begins, from 1. */
  readonly line: number
}

const decode = (bytes: Uint8Array<ArrayBuffer>, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new ImportError('csv-encoding', { file }, 'it is not UTF-8 text.', {
      todo: 'Save it as UTF-8 and try again.',
      cause,
    })
  }
}

const newlinesIn = (text: string, from: number, to: number): number => {
  let count = 0
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) count++
  if (count > 0) return count
  for (let at = text.indexOf('\r', from); at !== -1 && at < to; at = text.indexOf('\r', at + 1)) count++
  return count
}

/** Rows with the line each begins on, which differs from its number once a quoted cell holds a line break. */
const parseRows = (text: string, file: string): Row[] => {
  const rows: Row[] = []
  let line = 1
  let cursor = 0
  let failure: ImportError | undefined
  Papa.parse<string[]>(text, {
    step: ({ data, errors, meta }, parser) => {
      const bad = errors.find((error) => error.type === 'Quotes')
      if (bad !== undefined) {
        failure = new ImportError('csv-quotes', { file, line }, `${bad.message}.`)
        parser.abort()
        return
      }
      if (data.length > 1 || data[0] !== '') rows.push({ cells: data, line })
      line += newlinesIn(text, cursor, meta.cursor)
      cursor = meta.cursor
    },
  })
  if (failure !== undefined) throw failure
  return rows
}

const readHeader = (header: Row, file: string): readonly string[] => {
  const { line } = header
  const names = header.cells.map((cell) => cell.trim())
  if (names.length > LIMITS.csvColumns)
    throw new ImportError('csv-columns', { file, line }, `more than ${LIMITS.csvColumns} columns.`)
  if (names.every(isNumber))
    throw new ImportError('csv-no-header', { file, line }, 'the first line must name the columns.', {
      todo: 'Add a first line with a name for each column.',
    })
  const seen = new Set<string>()
  for (const [i, name] of names.entries()) {
    const problem =
      name === ''
        ? 'has no name'
        : name.length > LIMITS.nameLength
          ? `has a name of more than ${LIMITS.nameLength} characters`
          : seen.has(name)
            ? `is named “${name}” like another`
            : undefined
    if (problem !== undefined)
      throw new ImportError('csv-header', { file, line }, `column ${i + 1} ${problem}.`)
    seen.add(name)
  }
  return names
}

function* recordsOf(fields: readonly TableField[], rows: readonly Row[]): Generator<TableRecord> {
  for (const { cells } of rows) yield recordOf(fields, cells)
}

/**
 * Rows of a CSV file (RFC 4180, UTF-8; comma, semicolon, tab or bar; the first line names the columns). A column is of
 * numbers if every cell that is not empty is one. Spaces around a cell are dropped; an empty cell is no value.
 * Throws `import/csv-...`, naming file and line.
 */
export const importCsv = async (source: Source): Promise<Imported> => {
  const file = source.name
  const rows = parseRows(decode(await source.read(LIMITS.csvBytes), file), file)
  const header = rows.shift()
  if (header === undefined) throw new ImportError('empty-file', { file }, 'it is empty.')
  const names = readHeader(header, file)
  const ragged = rows.find(({ cells }) => cells.length !== names.length)
  if (ragged !== undefined)
    throw new ImportError(
      'csv-ragged',
      { file, line: ragged.line },
      `${ragged.cells.length} cells in a table of ${names.length} columns.`,
    )
  const fields = fieldsOf(
    names,
    rows.map(({ cells }) => cells),
  )
  return { kind: 'table', fields, total: rows.length, records: recordsOf(fields, rows) }
}

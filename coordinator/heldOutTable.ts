import { readFile } from 'node:fs/promises'
import Papa from 'papaparse'
import { fieldsOf, recordOf } from '../lib/pipelines/cells.ts'
import { ProvisoError } from '../lib/protocol/errors.ts'
import type { HeldOut } from './heldOut.ts'

const invalid = (path: string, details: string) =>
  new ProvisoError('csv/invalid', `${path} is not a table that can be read.`, { details })

/** Rows of a CSV file as devices import them: UTF-8, the first line names the columns. Throws `csv/invalid`. */
export const readCsvTable = async (path: string): Promise<HeldOut> => {
  const { data, errors } = Papa.parse<string[]>(await readFile(path, 'utf8'), { skipEmptyLines: true })
  const [problem] = errors.filter(({ type }) => type === 'Quotes')
  if (problem !== undefined) throw invalid(path, `Row ${problem.row}: ${problem.message}.`)
  const [header, ...rows] = data
  if (header === undefined) throw invalid(path, 'It is empty.')
  const names = header.map((name) => name.trim())
  const ragged = rows.findIndex((cells) => cells.length !== names.length)
  if (ragged !== -1)
    throw invalid(path, `Row ${ragged + 1} has ${rows[ragged]!.length} cells for ${names.length} columns.`)
  const fields = fieldsOf(names, rows)
  return {
    source: { kind: 'table', fields, labels: [] },
    records: rows.map((cells) => recordOf(fields, cells)),
  }
}

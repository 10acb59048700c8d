import { beforeEach, describe, expect, it } from 'vitest'
import { importDataset, suggestCategory } from '../import.ts'
import { allRecords, emptyDatabase, expectNothingStored, fileOf } from '../testing/vault.ts'

beforeEach(emptyDatabase)

describe('importing a CSV', () => {
  it('tells numbers from text, keeps empty cells empty', async () => {
    const dataset = await importDataset([
      fileOf(
        'people.csv',
        '\uFEFFage; name ;score\r\n31;"Li; ""Mei""\r\nWu";1e3\r\n;Ada; -.5 \r\n\r\n40;;\r\n',
      ),
    ])
    expect(dataset).toMatchObject({
      name: 'people',
      kind: 'table',
      category: suggestCategory('table'),
      count: 3,
      labels: [],
      fields: [
        { name: 'age', type: 'number' },
        { name: 'name', type: 'text' },
        { name: 'score', type: 'number' },
      ],
    })
    expect(await allRecords(dataset.id)).toEqual([
      { kind: 'table', values: { age: 31, name: 'Li; "Mei"\r\nWu', score: 1000 } },
      { kind: 'table', values: { name: 'Ada', score: -0.5 } },
      { kind: 'table', values: { age: 40 } },
    ])
  })

  it.each([
    ['a short row', 'a,b\n1,2\n3\n', 'import/csv-ragged', '“t.csv”, line 3: 1 cells in a table of 2'],
    ['a long row after a line break in a cell', 'a,b\n"x\ny",2\n3,4,5\n', 'import/csv-ragged', 'line 4'],
    ['an open quote', 'a,b\n1,2\n"3,4\n5,6\n', 'import/csv-quotes', 'line 3'],
    ['a column without a name', 'a,,c\n1,2,3\n', 'import/csv-header', 'line 1: column 2 has no name'],
    ['two columns of one name', 'a,b,a\n1,2,3\n', 'import/csv-header', 'column 3'],
    ['no header', '1,2\n3,4\n', 'import/csv-no-header', 'line 1'],
    ['a header and no rows', 'a,b\n', 'import/no-records', 'no records'],
    ['an empty file', '', 'import/empty-file', '“t.csv”'],
    ['blank lines only', '\n\n\n', 'import/empty-file', '“t.csv”'],
  ])('refuses %s', async (_, text, code, where) => {
    const attempt = importDataset([fileOf('t.csv', text)])
    await expect(attempt).rejects.toMatchObject({ code })
    await expect(attempt).rejects.toThrow(where)
    await expectNothingStored()
  })

  it('refuses text that is not UTF-8, and two tables at once', async () => {
    const latin = new Uint8Array([0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x31, 0x0a])
    await expect(importDataset([fileOf('t.csv', latin)])).rejects.toMatchObject({
      code: 'import/csv-encoding',
    })
    await expect(importDataset([fileOf('a.csv', 'a\n1'), fileOf('b.csv', 'a\n1')])).rejects.toMatchObject({
      code: 'import/many-tables',
    })
  })

  it('keeps a field called __proto__ a field', async () => {
    const dataset = await importDataset([fileOf('t.csv', '__proto__,x\n1,2\n')])
    const [record] = await allRecords(dataset.id)
    expect(record?.kind === 'table' && Object.entries(record.values)).toEqual([
      ['__proto__', 1],
      ['x', 2],
    ])
    expect({}).not.toHaveProperty('1')
  })
})

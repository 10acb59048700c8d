import { zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../../db/database.ts'
import { readBudget } from '../budget.ts'
import { deleteDataset } from '../delete.ts'
import { importDataset } from '../import.ts'
import { debitNow } from '../testing/debitNow.ts'
import { encodePng } from '../testing/png.ts'
import { standInDecoder } from '../testing/standInDecoder.ts'
import { emptyDatabase, encodeIdx, fileOf } from '../testing/vault.ts'
import { roundOn } from './testing/memoryStores.ts'

beforeEach(emptyDatabase)

/** Nearly all that a record may ever spend. */
const NEARLY_ALL = { steps: 320 }
const PEOPLE = 'age,city\n36,London\n45,New York\n52,Lima\n'

const add = async (text: string, category?: string): Promise<string> =>
  (await importDataset([fileOf('t.csv', text)], category === undefined ? {} : { category })).id
const spentOf = async (id: string): Promise<number> => (await readBudget(id)).spent

/** A dataset with these rows, spent to the end. */
const spentToTheEnd = async (text: string): Promise<{ readonly id: string; readonly spent: number }> => {
  const id = await add(text)
  await debitNow(roundOn(id, NEARLY_ALL))
  return { id, spent: await spentOf(id) }
}

const refuses = async (id: string): Promise<void> => {
  await expect(debitNow(roundOn(id, NEARLY_ALL))).rejects.toMatchObject({ code: 'budget/exceeded' })
}

describe('a person who wants their budget back', () => {
  it('deletes the data and imports it again, as often as they like', async () => {
    const { id, spent } = await spentToTheEnd(PEOPLE)
    expect(spent).toBeCloseTo(7.38, 2)
    let before = id
    for (let time = 0; time < 3; time++) {
      await deleteDataset(before)
      before = await add(PEOPLE)
      expect(await spentOf(before)).toBe(spent)
      await refuses(before)
    }
    expect(await (await database()).count('budgetEvents')).toBe(1)
  })

  it.each([
    ['in another order', 'age,city\n52,Lima\n36,London\n45,New York\n'],
    ['with its columns the other way round', 'city,age\nLondon,36\nNew York,45\nLima,52\n'],
    ['with its numbers written otherwise', 'age,city\n36.0,"London"\n4.5e1, New York\n+52,Lima\n'],
    ['with a cell that makes the numbers text', 'age,city\n36,London\nunknown,Lima\n'],
    ['in part', 'age,city\n45,New York\n'],
    ['among other data', `${PEOPLE}1,Rome\n2,Oslo\n`],
    ['twice over', PEOPLE + PEOPLE.split('\n').slice(1).join('\n')],
  ])('imports it %s', async (_how, text) => {
    const { spent } = await spentToTheEnd(PEOPLE)
    const again = await add(text)
    expect(await spentOf(again)).toBe(spent)
    await refuses(again)
  })

  it('calls it something else', async () => {
    const { spent } = await spentToTheEnd(PEOPLE)
    const again = await add(PEOPLE, 'pd:Location')
    expect(await spentOf(again)).toBe(spent)
    await refuses(again)
  })

  it('spends two halves, and then the whole', async () => {
    const first = await spentToTheEnd('x\n1\n2\n')
    await spentToTheEnd('x\n3\n4\n')
    const whole = await add('x\n1\n2\n3\n4\n')
    expect(await spentOf(whole)).toBe(first.spent)
    await refuses(whole)
  })

  it('has what is new for what is new', async () => {
    await spentToTheEnd(PEOPLE)
    const other = await add('age,city\n1,Rome\n')
    expect(await readBudget(other)).toMatchObject({ spent: 0, isExact: true, sharedWith: [] })
    await debitNow(roundOn(other, NEARLY_ALL))
  })

  it('gives the same digits as a folder of PNG instead of IDX, under other labels', async () => {
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const idx = await importDataset([
      fileOf('images', encodeIdx([2, 2, 2], pixels)),
      fileOf('labels', encodeIdx([2], Uint8Array.of(0, 1))),
    ])
    await debitNow(roundOn(idx.id, NEARLY_ALL))
    const png = (at: number) => encodePng(2, 2, 1, pixels.subarray(at, at + 4))
    const zip = zipSync({ 'a/1.png': png(0), 'b/2.png': png(4) })
    const again = await importDataset(
      [fileOf('z.zip', new Uint8Array(zip))],
      {},
      { decodeImage: standInDecoder },
    )
    expect(await spentOf(again.id)).toBe(await spentOf(idx.id))
    await refuses(again.id)
  })

  it('debits two datasets with a record in common at once', async () => {
    const [a, b] = [await add('x\n1\n2\n'), await add('x\n2\n3\n')]
    const results = await Promise.allSettled([
      debitNow(roundOn(a, NEARLY_ALL)),
      debitNow(roundOn(b, NEARLY_ALL)),
    ])
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await spentOf(a)).toBeLessThanOrEqual(8)
    expect(await spentOf(b)).toBe(await spentOf(a))
  })
})

describe('uses without noise', () => {
  it('are counted of every dataset with such a record, deleted or not', async () => {
    const id = await add(PEOPLE)
    await debitNow(roundOn(id, { mechanism: 'none', noiseMultiplier: 0 }))
    await deleteDataset(id)
    expect(await readBudget(await add(PEOPLE))).toMatchObject({ spent: 0, unprotectedUses: 1 })
  })
})

describe('what a deleted dataset leaves', () => {
  it('is no hash of a record where it was never used', async () => {
    const id = await add(PEOPLE)
    await deleteDataset(id)
    const db = await database()
    expect(await db.count('recordSets')).toBe(0)
    expect((await db.get('datasets', id))?.recordSet).toBeUndefined()
  })

  it('is the hashes of its records where it was', async () => {
    const { id } = await spentToTheEnd(PEOPLE)
    await deleteDataset(id)
    const db = await database()
    expect((await db.get('recordSets', id))?.hashes).toHaveLength(3 * 16)
    expect(await db.count('chunks')).toBe(0)
  })
})

import { writeFile } from 'node:fs/promises'
import { zipSync } from 'fflate'
import { encodePng } from '../lib/vault/testing/png.ts'
import { launchBrowser, openOwnPage } from '../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { readStore } from '../scripts/local/store.ts'
import { expect, test } from './fixtures/test.ts'

const SIDE = 12

/** A grey square of one shade, as a real PNG. */
const square = (shade: number): Uint8Array =>
  encodePng(SIDE, SIDE, 1, new Uint8Array(SIDE * SIDE).fill(shade))

test('a zip of images and a CSV go in by the page, can be looked at, and are deleted for good', async () => {
  const browser = await launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true })
  try {
    const vault = await openOwnPage(browser, '/dashboard.html#/vault')
    const put = async (name: string, bytes: Uint8Array | string, called: string) => {
      const path = test.info().outputPath(name)
      await writeFile(path, bytes)
      await vault.getByLabel('Choose files').setInputFiles([path])
      await vault.getByLabel('Name').fill(called)
      await vault.getByRole('button', { name: 'Import' }).click()
      await expect(vault.getByRole('article', { name: called })).toBeVisible()
    }
    const squares = { 'dark/1.png': square(10), 'dark/2.png': square(20), 'light/1.png': square(240) }
    await put('squares.zip', zipSync(squares), 'Squares')
    await put('people.csv', 'age,city,income\n36,London,10\n45,New York,12\n', 'People')

    const datasets = await readStore(vault, 'datasets')
    expect(datasets.map(({ name, kind, count, labels }) => ({ name, kind, count, labels }))).toEqual(
      expect.arrayContaining([
        { name: 'Squares', kind: 'image', count: 3, labels: ['dark', 'light'] },
        expect.objectContaining({ name: 'People', kind: 'table', count: 2 }),
      ]),
    )

    const article = vault.getByRole('article', { name: 'Squares' })
    await article.getByRole('button', { name: 'Look at some records' }).click()
    await expect(vault.getByRole('img', { name: 'Image labelled dark' })).toHaveCount(2)
    await expect(vault.getByRole('img', { name: 'Image labelled light' })).toHaveCount(1)

    await article.getByRole('button', { name: 'Delete Squares' }).click()
    await vault.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(article).toBeHidden()
    const [squaresId] = datasets.filter(({ name }) => name === 'Squares').map(({ id }) => id)
    const chunks = await readStore(vault, 'chunks')
    expect(chunks.some(({ datasetId }) => datasetId === squaresId)).toBe(false)
    // What was spent of its budget stays known.
    const after = await readStore(vault, 'datasets')
    expect(after.find(({ id }) => id === squaresId)).toMatchObject({
      count: 3,
      deletedAt: expect.any(Number),
    })
  } finally {
    await browser.close()
  }
})

import { writeFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { zipSync } from 'fflate'
import type { BudgetEventRecord } from '../lib/db/schema.ts'
import { encodePng } from '../lib/vault/testing/png.ts'
import { budgetEventFixture } from '../lib/views/views.fixture.ts'
import { launchBrowser, openOwnPage } from '../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { readStore } from '../scripts/local/store.ts'
import { expect, test } from './fixtures/test.ts'

const SIDE = 12

/** A grey square of one shade, as a real PNG. */
const square = (shade: number): Uint8Array =>
  encodePng(SIDE, SIDE, 1, new Uint8Array(SIDE * SIDE).fill(shade))

/** Imports one file by the page, as a person does. */
const putFile = async (vault: Page, name: string, bytes: Uint8Array | string, called: string) => {
  const path = test.info().outputPath(name)
  await writeFile(path, bytes)
  await vault.getByLabel('Choose files').setInputFiles([path])
  await vault.getByLabel('Name').fill(called)
  await vault.getByRole('button', { name: 'Import' }).click()
  await expect(vault.getByRole('article', { name: called })).toBeVisible()
}

const deleteDataset = async (vault: Page, called: string) => {
  const article = vault.getByRole('article', { name: called })
  await article.getByRole('button', { name: `Delete ${called}` }).click()
  await vault.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(article).toBeHidden()
}

/** As if a round had been debited. */
const putEvent = (vault: Page, event: BudgetEventRecord): Promise<void> =>
  vault.evaluate(
    (value) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('proviso')
        opening.onerror = () => reject(opening.error)
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('budgetEvents', 'readwrite')
          transaction.objectStore('budgetEvents').put(value)
          transaction.onabort = () => reject(transaction.error)
          transaction.oncomplete = () => {
            opening.result.close()
            resolve()
          }
        }
      }),
    event,
  )

test('a zip of images and a CSV go in by the page, can be looked at, and are deleted for good', async () => {
  const browser = await launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true })
  try {
    const vault = await openOwnPage(browser, '/dashboard.html#/vault')
    const squares = { 'dark/1.png': square(10), 'dark/2.png': square(20), 'light/1.png': square(240) }
    await putFile(vault, 'squares.zip', zipSync(squares), 'Squares')
    await putFile(vault, 'people.csv', 'age,city,income\n36,London,10\n45,New York,12\n', 'People')

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

    await deleteDataset(vault, 'Squares')
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

test('data that was used before says so when it is imported again, in part and among other data', async () => {
  const browser = await launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true })
  try {
    const vault = await openOwnPage(browser, '/dashboard.html#/vault')
    await putFile(vault, 'a.zip', zipSync({ 'x/1.png': square(10), 'x/2.png': square(20) }), 'Squares')
    const [{ id: datasetId } = { id: '' }] = await readStore(vault, 'datasets')
    await putEvent(vault, budgetEventFixture({ datasetId }))
    await deleteDataset(vault, 'Squares')

    await putFile(vault, 'b.zip', zipSync({ 'y/9.png': square(20), 'z/8.png': square(30) }), 'Others')
    await putFile(vault, 'c.zip', zipSync({ 'y/1.png': square(40), 'z/2.png': square(50) }), 'New')
    const used = vault.getByRole('article', { name: 'Others' })
    await expect(used.getByText(/used before, in\s*“Squares”/)).toBeVisible()
    await expect(used.getByText('ε 2.4 of 8')).toBeVisible()
    const fresh = vault.getByRole('article', { name: 'New' })
    await expect(fresh.getByText('ε 0 of 8')).toBeVisible()
    await expect(fresh.getByText(/used before/)).toHaveCount(0)
  } finally {
    await browser.close()
  }
})

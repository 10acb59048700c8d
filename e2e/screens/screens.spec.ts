import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import type { DatasetRecord } from '../../lib/db/schema.ts'
import { type Extension, openWithoutWorker } from './browser.ts'
import { importDigits } from './digits.ts'
import { openOver, standInFrontTab } from './frontTab.ts'
import { promptFlaws } from './promptFlaws.ts'
import { SCENES } from './scenes.ts'
import { seed } from './seed.ts'

/**
 * Every page of the extension in both themes, looked at by axe, with its picture in `PROVISO_SCREENS` (default
 * `.proviso/screens`). One scene alone: `playwright test e2e/screens -g popup-full`.
 */
const FOLDER = process.env.PROVISO_SCREENS ?? '.proviso/screens'
const THEMES = ['light', 'dark'] as const

test.use({ trace: 'off', screenshot: 'off' })

let extension: Extension
let page: Page
let dataset: DatasetRecord | undefined
let axe: string
const errors: string[] = []

test.beforeAll(async () => {
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  extension = await openWithoutWorker()
  dataset = await importDigits(extension)
  page = await extension.context.newPage()
  await page.addInitScript(standInFrontTab)
  page.on('pageerror', ({ message }) => errors.push(message))
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
})

test.afterAll(() => extension?.close())

const violations = async (): Promise<readonly string[]> => {
  await page.evaluate(axe)
  const { violations: found } = await page.evaluate<AxeResults>('axe.run(document)')
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  )
}

for (const scene of SCENES) {
  test(scene.name, async () => {
    errors.length = 0
    await page.setViewportSize(scene.size)
    // The stores are filled from a page that does not show them, so that nothing reacts half-way.
    await page.goto(extension.url('/icon/mark.svg'))
    await seed(page, scene.records(Date.now(), dataset))
    await openOver(page, scene.tab)
    await page.goto(extension.url(scene.path))
    await page.locator('main').waitFor()
    await expect(page.getByText('Reading…')).toHaveCount(0)
    await scene.act?.(page)
    for (const words of scene.sees ?? []) await expect(page.getByText(words).first()).toBeVisible()
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.screenshot({ path: join(FOLDER, `${scene.name}-${colorScheme}.png`) })
      expect(await violations(), colorScheme).toEqual([])
    }
    if (scene.path === '/prompt.html') expect(await promptFlaws(page)).toEqual([])
    expect(errors).toEqual([])
  })
}

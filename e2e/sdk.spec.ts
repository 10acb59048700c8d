import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, expect, test } from '@playwright/test'
import { findOrInstallBrowser } from '../scripts/bootstrap/browser.mjs'
import { launchBrowser } from '../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { bundleSdk } from '../scripts/sdk/bundle.ts'

const DAPP = 'http://dapp.test'

/** A static page and the script that it names, as any web server has them. */
const openPage = async (context: BrowserContext) => {
  const script = await bundleSdk('iife')
  const html = await readFile(join(import.meta.dirname, 'sdk', 'page.html'), 'utf8')
  await context.route(`${DAPP}/**`, (route) =>
    new URL(route.request().url()).pathname === '/proviso.script.js'
      ? route.fulfill({ contentType: 'text/javascript', body: script })
      : route.fulfill({ contentType: 'text/html', body: html }),
  )
  const page = await context.newPage()
  await page.goto(`${DAPP}/`)
  return page
}

test('a page without a bundler finds the extension by its script tag, and tells errors apart', async () => {
  const browser = await launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true })
  try {
    const page = await openPage(browser.context)
    await expect(page.locator('#found')).toHaveText('There is one.')
    await expect(page.locator('#version')).toHaveText('Version 1: image, table')
    await expect(page.locator('#unknown')).toHaveText(/^UnsupportedMethodError 4200: ./)
    await expect(page.locator('#invalid')).toHaveText(/^InvalidParamsError -32602: .*manifest/)
  } finally {
    await browser.close()
  }
})

test('the same page says that there is no extension where there is none', async () => {
  const browser = await chromium.launch({
    executablePath: findOrInstallBrowser(),
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  try {
    const page = await openPage(await browser.newContext())
    await expect(page.locator('#found')).toHaveText('There is none.')
  } finally {
    await browser.close()
  }
})

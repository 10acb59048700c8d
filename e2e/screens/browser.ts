import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findOrInstallBrowser } from '../../scripts/bootstrap/browser.mjs'
import { EXTENSION_FOLDER } from '../../scripts/local/build.ts'

export interface Extension {
  readonly context: BrowserContext
  readonly url: (path: string) => string
  readonly close: () => Promise<void>
}

/**
 * Opens the built extension without its worker: the screens show stand-in records, on which a worker would start to
 * act. Everything else is as it ships.
 */
export const openWithoutWorker = async (): Promise<Extension> => {
  const folder = await mkdtemp(join(tmpdir(), 'proviso-screens-'))
  const extension = join(folder, 'extension')
  await cp(EXTENSION_FOLDER, extension, { recursive: true, filter: (path) => !path.endsWith('.wasm') })
  const manifestPath = join(extension, 'manifest.json')
  const { background: _, ...manifest } = JSON.parse(await readFile(manifestPath, 'utf8'))
  await writeFile(manifestPath, JSON.stringify(manifest))
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: findOrInstallBrowser(),
    headless: true,
    viewport: null,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      `--disable-extensions-except=${extension}`,
      `--load-extension=${extension}`,
    ],
  })
  const id = await extensionId(context)
  return {
    context,
    url: (path) => `chrome-extension://${id}${path}`,
    close: async () => {
      await context.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Without a worker the id is read where the browser shows it. */
const extensionId = async (context: BrowserContext): Promise<string> => {
  const page: Page = await context.newPage()
  await page.goto('chrome://extensions')
  const id = await page.locator('extensions-item').first().getAttribute('id')
  await page.close()
  if (id === null) throw new Error('The extension was not loaded.')
  return id
}

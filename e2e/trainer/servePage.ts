import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { build } from 'vite'

const HERE = import.meta.dirname
const ORT = join(HERE, '..', '..', 'node_modules', 'onnxruntime-web', 'dist')
const ORIGIN = 'http://localhost'

export interface BuiltPage {
  readonly folder: string
  readonly remove: () => Promise<void>
}

/** Bundles the suite's page as the extension is bundled: ORT's loader and wasm stay outside and are served as files. */
export const buildPage = async (): Promise<BuiltPage> => {
  const folder = await mkdtemp(join(tmpdir(), 'proviso-trainer-'))
  await build({
    configFile: false,
    root: join(HERE, 'page'),
    logLevel: 'error',
    resolve: { conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'production'] },
    build: { outDir: folder, target: 'chrome137', minify: false, modulePreload: false },
  })
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Opens the page on a localhost address that only this browser knows: a secure context, and no port is taken. */
export const openPage = async (page: Page, { folder }: BuiltPage): Promise<void> => {
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url())
    return route.fulfill({
      path: pathname.startsWith('/ort/') ? join(ORT, pathname.slice('/ort/'.length)) : join(folder, pathname),
    })
  })
  await page.goto(`${ORIGIN}/index.html`)
  await page.waitForFunction(() => 'trainerPage' in window)
}

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type LaunchedBrowser, launchBrowser, workerOf } from '../../scripts/local/browser.ts'
import { bundleScript } from '../../scripts/local/bundle.ts'
import { ROOT } from '../../scripts/test/command.ts'
import type { StandIn } from './standInWorker.ts'

/** A site of which the person has said nothing, and two that have a rule. No network is behind them. */
export const DAPP = 'http://dapp.test'
export const RULED = 'http://ruled.test'
/** Where the gate's script runs before inpage, not after it. */
export const GATE_FIRST = 'http://gatefirst.test'

/**
 * The production build with its worker replaced by the stand-in. The worker registers the gate for sites with rules; here
 * the manifest does.
 */
const buildExtension = async (): Promise<string> => {
  const dir = await mkdtemp(join(ROOT, '.proviso', 'intercept-'))
  const built = join(ROOT, '.output', 'chrome-mv3')
  await cp(built, dir, { recursive: true, filter: (path) => !path.includes(join(built, 'ort')) })
  await writeFile(
    join(dir, 'background.js'),
    await bundleScript(join(import.meta.dirname, 'standInWorker.ts')),
  )
  const manifest = JSON.parse(await readFile(join(dir, 'manifest.json'), 'utf8')) as {
    content_scripts: object[]
  }
  const gateOn = (origin: string) => ({
    matches: [`${origin}/*`],
    all_frames: true,
    match_origin_as_fallback: true,
    run_at: 'document_start',
    world: 'MAIN',
    js: ['content-scripts/gate.js'],
  })
  manifest.content_scripts.unshift(gateOn(GATE_FIRST))
  manifest.content_scripts.push(gateOn(RULED))
  await writeFile(join(dir, 'manifest.json'), JSON.stringify(manifest))
  return dir
}

interface Shared {
  readonly browser: LaunchedBrowser
  /** By path: what the sites serve. */
  readonly pages: Map<string, string>
}

interface InterceptWorld {
  standIn<Name extends keyof StandIn>(
    name: Name,
    ...args: Parameters<StandIn[Name]>
  ): Promise<ReturnType<StandIn[Name]>>
  /** Opens a page whose document is this: `pageKit.ts`, then `html`. */
  open(html: string, origin?: string): Promise<Page>
}

export const test = base.extend<{ world: InterceptWorld }, { shared: Shared }>({
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      const dir = await buildExtension()
      const kit = await bundleScript(join(import.meta.dirname, 'pageKit.ts'))
      const browser = await launchBrowser({ extensions: [dir], engine: 'wasm', headless: true })
      const pages = new Map([['/kit.js', kit]])
      await browser.context.route(/^http:\/\/(dapp|ruled|gatefirst)\.test\//, (route) => {
        const { pathname } = new URL(route.request().url())
        const body = pages.get(pathname)
        if (body === undefined) return route.fulfill({ status: 404 })
        const contentType = pathname.endsWith('.js') ? 'text/javascript' : 'text/html'
        return route.fulfill({ contentType, body })
      })
      await use({ browser, pages })
      await browser.close()
      await rm(dir, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  world: async ({ shared: { browser, pages } }, use) => {
    const opened: Page[] = []
    const standIn: InterceptWorld['standIn'] = async (name, ...args) => {
      const worker = await workerOf(browser.context)
      return worker.evaluate(
        ([called, values]) =>
          (globalThis as unknown as { standIn: Record<string, (...values: unknown[]) => never> }).standIn[
            called
          ]!(...values),
        [name, args] as [string, unknown[]],
      )
    }
    await standIn('say', {})
    await use({
      standIn,
      open: async (html, origin = DAPP) => {
        const path = `/${pages.size}.html`
        pages.set(path, `<!doctype html><script src="/kit.js"></script>${html}`)
        const page = await browser.context.newPage()
        opened.push(page)
        await page.goto(`${origin}${path}`)
        return page
      },
    })
    await Promise.all(opened.map((page) => page.close()))
  },
})

export { expect }

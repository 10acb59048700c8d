import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type LaunchedBrowser, launchBrowser, workerOf } from '../../scripts/local/browser.ts'
import { bundleScript } from '../../scripts/local/bundle.ts'
import { ROOT } from '../../scripts/test/command.ts'
import type { StandIn, StoredRequest } from './standInWorker.ts'

/** The production build with its worker replaced by the stand-in: content scripts and manifest are the real ones. */
const buildExtension = async (): Promise<string> => {
  const dir = await mkdtemp(join(ROOT, '.proviso', 'channel-'))
  const built = join(ROOT, '.output', 'chrome-mv3')
  await cp(built, dir, { recursive: true, filter: (path) => !path.includes(join(built, 'ort')) })
  await writeFile(
    join(dir, 'background.js'),
    await bundleScript(join(import.meta.dirname, 'standInWorker.ts')),
  )
  return dir
}

/** Sites of the tests; no network is behind them. */
export const DAPP = 'http://dapp.test'
export const OTHER = 'http://other.test'
const PAGES: Readonly<Record<string, string>> = {
  '/': '<title>dApp</title>',
  '/sandboxed': '<iframe name="inner" sandbox="allow-scripts" src="/"></iframe>',
  '/frames': `<iframe name="inner" src="${OTHER}/"></iframe>`,
}

interface ChannelWorld {
  readonly browser: LaunchedBrowser
  /** Calls a function of the stand-in in the worker that lives now. */
  standIn<Name extends keyof StandIn>(
    name: Name,
    ...args: Parameters<StandIn[Name]>
  ): Promise<Awaited<ReturnType<StandIn[Name]>>>
  /** The one request that has reached the worker and is not among `known`, as soon as it has. */
  nextRequest(known?: readonly StoredRequest[]): Promise<StoredRequest>
  open(url: string): Promise<Page>
}

export const test = base.extend<{ world: ChannelWorld }, { extension: string }>({
  extension: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      const dir = await buildExtension()
      await use(dir)
      await rm(dir, { recursive: true, force: true })
    },
    { scope: 'worker' },
  ],
  world: async ({ extension }, use) => {
    const browser = await launchBrowser({ extensions: [extension], engine: 'wasm', headless: true })
    await browser.context.route(/^http:\/\/(dapp|other)\.test\//, (route) => {
      const body = PAGES[new URL(route.request().url()).pathname]
      return body === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({ contentType: 'text/html', body: `<!doctype html>${body}` })
    })
    const standIn: ChannelWorld['standIn'] = async (name, ...args) => {
      const worker = await workerOf(browser.context)
      return worker.evaluate(
        ([called, values]) =>
          (globalThis as unknown as { standIn: Record<string, (...values: unknown[]) => never> }).standIn[
            called
          ]!(...values),
        [name, args] as [string, unknown[]],
      )
    }
    await use({
      browser,
      standIn,
      nextRequest: async (known = []) => {
        const ids = new Set(known.map(({ asker }) => asker.requestId))
        let found: StoredRequest | undefined
        await expect
          .poll(async () => {
            found = (await standIn('requests')).find(({ asker }) => !ids.has(asker.requestId))
            return found !== undefined
          })
          .toBe(true)
        return found!
      },
      open: async (url) => {
        const page = await browser.context.newPage()
        await page.goto(url)
        return page
      },
    })
    await browser.close()
  },
})

export { expect }

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import type { ProvisoDB, StoreName } from '../../lib/db/schema.ts'
import type { CommandName, CommandParams, CommandReply } from '../../lib/rpc/commands.ts'
import { type LaunchedBrowser, launchBrowser, openOwnPage } from '../../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../../scripts/local/build.ts'
import { readStore } from '../../scripts/local/store.ts'
import { ROOT } from '../../scripts/test/command.ts'

/** The production build with its own worker and consent, and sites without a network behind them. */
export interface RealWorld {
  readonly browser: LaunchedBrowser
  /** A page of ours, from which commands come and on which stores are read. */
  readonly own: Page
  command<Name extends CommandName>(name: Name, params: CommandParams<Name>): Promise<CommandReply<Name>>
  store<Name extends StoreName>(name: Name): Promise<ProvisoDB[Name]['value'][]>
  /** What every page of `*.test` shows is said by its path: see `pageOf`. */
  open(url: string): Promise<Page>
}

/** `/frames?src=URL&src=URL` holds frames; any other path is a page with nothing on it. */
const pageOf = (url: URL): string =>
  `<!doctype html><title>${url.host}</title>${url.searchParams
    .getAll('src')
    .map((src, index) => `<iframe name="inner${index}" src="${src}"></iframe>`)
    .join('')}`

export const launchRealWorld = async (): Promise<RealWorld & { close(): Promise<void> }> => {
  // A build of its own, so that nothing changes under a browser that runs.
  const dir = await mkdtemp(join(ROOT, '.proviso', 'real-'))
  await cp(EXTENSION_FOLDER, dir, { recursive: true, filter: (path) => !path.includes('/ort') })
  const browser = await launchBrowser({ extensions: [dir], engine: 'wasm', headless: true })
  await browser.context.route(/^https?:\/\/[^/]+\.test\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: pageOf(new URL(route.request().url())) }),
  )
  await browser.context.addInitScript(() => {
    const findProvider = () => {
      let found: unknown
      const hear = (event: Event) => {
        found = (event as CustomEvent<{ provider: unknown }>).detail.provider
      }
      addEventListener('dataUse:announceProvider', hear, { once: true })
      dispatchEvent(new Event('dataUse:requestProvider'))
      return found
    }
    Object.assign(globalThis, { findProvider })
  })
  const own = await openOwnPage(browser, '/popup.html')
  return {
    browser,
    own,
    command: (name, params) =>
      own.evaluate((message) => chrome.runtime.sendMessage(message) as Promise<never>, {
        target: 'worker',
        type: 'command',
        name,
        params,
      } as const),
    store: (name) => readStore(own, name),
    open: async (url) => {
      const page = await browser.context.newPage()
      await page.goto(url)
      return page
    },
    close: async () => {
      await browser.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** One browser for all tests of a file: each uses sites of its own. */
export const test = base.extend<object, { world: RealWorld }>({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from this pattern.
    async ({}, use) => {
      const world = await launchRealWorld()
      await use(world)
      await world.close()
    },
    { scope: 'worker' },
  ],
})

export { expect }

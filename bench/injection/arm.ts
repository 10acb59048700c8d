import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { findOrInstallBrowser } from '../../scripts/bootstrap/browser.mjs'
import { ROOT } from '../../scripts/test/command.ts'

const FLAGS = [
  // Without a graphics card the browser imitates one, which takes the processor that is measured.
  '--disable-gpu',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--no-first-run',
  '--no-default-browser-check',
]

/** One browser with one extension. */
export interface Arm {
  readonly context: BrowserContext
  readonly version: string
  close(): Promise<void>
}

/** Every arm is launched alike; only the extension differs. */
export const launchArm = async (extension: string): Promise<Arm> => {
  const profiles = join(ROOT, '.proviso', 'profiles')
  await mkdir(profiles, { recursive: true })
  const profile = await mkdtemp(join(profiles, 'bench-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findOrInstallBrowser(),
    headless: true,
    viewport: null,
    args: [...FLAGS, `--disable-extensions-except=${extension}`, `--load-extension=${extension}`],
  })
  const page = context.pages()[0] ?? (await context.newPage())
  const session = await context.newCDPSession(page)
  const { product } = await session.send('Browser.getVersion')
  await session.detach()
  return {
    context,
    version: product,
    close: async () => {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

/** Leaves the browser with `kept` alone. */
export const closeOthers = async (kept: Page): Promise<void> => {
  for (const page of kept.context().pages()) if (page !== kept) await page.close()
}

/** From the start of the navigation to the end of the load event, in the page's own words: milliseconds. */
export const loadMs = async (page: Page, url: string): Promise<number> => {
  await page.goto(url)
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const read = () => {
          const [timing] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
          if (timing !== undefined && timing.loadEventEnd > 0) resolve(timing.loadEventEnd - timing.startTime)
          else setTimeout(read)
        }
        read()
      }),
  )
}

/** What the page's process holds after garbage collection: script heap, DOM heap and buffers, in bytes. */
export const heapBytes = async ({ context }: Arm, url: string): Promise<number> => {
  const page = await context.newPage()
  try {
    await page.goto(url)
    const session = await context.newCDPSession(page)
    // Twice: what the first run finalises is free for the second.
    await session.send('HeapProfiler.collectGarbage')
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send('Runtime.getHeapUsage')
    return usedSize + embedderHeapUsedSize + backingStorageSize
  } finally {
    await page.close()
  }
}

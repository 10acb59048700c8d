import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page, type Worker } from '@playwright/test'
import { findOrInstallBrowser } from '../bootstrap/browser.mjs'
import { ROOT } from '../test/command.ts'

export type Engine = 'webgpu' | 'wasm'

export interface LaunchOptions {
  /** Folders of unpacked extensions. */
  readonly extensions: readonly [string, ...string[]]
  /** `webgpu` gives the browser an adapter even without a graphics chip (SwiftShader). */
  readonly engine: Engine
  readonly headless: boolean
  /** A profile to come back to; a new one that goes with the browser if left out. */
  readonly profile?: string
  /** Every request of the browser goes through this proxy, loopback included. */
  readonly proxy?: string
}

export interface LaunchedBrowser {
  readonly context: BrowserContext
  readonly extensionId: string
  /** Where the profile is: a killed browser can be launched on it again. */
  readonly profile: string
  close(): Promise<void>
}

/** Nothing but the extension and the pages it talks to may use the network. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--no-first-run',
  '--no-default-browser-check',
]

const ENGINE_FLAGS: Readonly<Record<Engine, readonly string[]>> = {
  webgpu: ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'],
  wasm: [],
}

/** A browser that was killed leaves processes that write to its profile for a moment more. */
const LINGERING = { recursive: true, force: true, maxRetries: 20, retryDelay: 100 } as const

const isRoot = process.getuid?.() === 0

/** A folder for a profile inside the repository: packaged browsers may not be allowed to read `/tmp`. */
const newProfile = async (): Promise<string> => {
  const folder = join(ROOT, '.proviso', 'profiles')
  await mkdir(folder, { recursive: true })
  return mkdtemp(join(folder, 'profile-'))
}

/** False also for a worker that dies while it is asked. */
const isProviso = (worker: Worker): Promise<boolean> =>
  worker.evaluate(() => chrome.runtime.getManifest().name === 'Proviso').catch(() => false)

/** The worker of our extension, among those of all extensions, once it has started. */
export const workerOf = async (context: BrowserContext): Promise<Worker> => {
  for (;;) {
    // Armed before looking: one that starts while another is asked for its name must not be missed.
    const another = context.waitForEvent('serviceworker')
    another.catch(() => undefined)
    for (const worker of context.serviceWorkers()) if (await isProviso(worker)) return worker
    await another
  }
}

/** Chromium with unpacked extensions, whichever they are, in a profile of its own. */
export const launchContext = async (
  options: LaunchOptions,
): Promise<Omit<LaunchedBrowser, 'extensionId'>> => {
  const extensions = options.extensions.join(',')
  const profile = options.profile ?? (await newProfile())
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findOrInstallBrowser(),
    headless: options.headless,
    viewport: null,
    ...(options.proxy === undefined ? {} : { proxy: { server: options.proxy, bypass: '<-loopback>' } }),
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      ...QUIET,
      ...ENGINE_FLAGS[options.engine],
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
      '--window-size=1280,900',
    ],
    // Pages restored from the back-forward cache are part of what must work.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
  return {
    context,
    profile,
    close: async () => {
      await context.close()
      if (options.profile === undefined) await rm(profile, LINGERING)
    },
  }
}

/** Chromium with our extension and others, once ours has started. */
export const launchBrowser = async (options: LaunchOptions): Promise<LaunchedBrowser> => {
  const launched = await launchContext(options)
  return { ...launched, extensionId: new URL((await workerOf(launched.context)).url()).host }
}

/** A page of the extension in a tab of its own: `/dashboard.html`. */
export const openOwnPage = async (browser: LaunchedBrowser, path: `/${string}`): Promise<Page> => {
  const page = await browser.context.newPage()
  await page.goto(`chrome-extension://${browser.extensionId}${path}`)
  return page
}

/** The page that appears at `path` of the extension, such as the prompt window. */
export const ownPageAppears = async (browser: LaunchedBrowser, path: `/${string}`): Promise<Page> => {
  const isIt = (page: Page) =>
    page.url().split('#')[0]?.split('?')[0] === `chrome-extension://${browser.extensionId}${path}`
  const open = browser.context.pages().find(isIt)
  if (open !== undefined) return open
  for (;;) {
    const page = await browser.context.waitForEvent('page')
    await page.waitForURL((url) => url.protocol === 'chrome-extension:' || url.protocol.startsWith('http'))
    if (isIt(page)) return page
  }
}

/** Kills the extension's worker, and no other's, as the browser does at any moment; it starts again at the next event. */
export const stopWorker = async ({ context, extensionId }: LaunchedBrowser): Promise<void> => {
  const page = context.pages()[0] ?? (await context.newPage())
  const session = await context.newCDPSession(page)
  const stopping = new Set<string>()
  const stopped = new Promise<void>((resolve) => {
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { scriptURL, runningStatus, versionId } of versions) {
        if (new URL(scriptURL).host !== extensionId) continue
        if (runningStatus === 'stopped') return resolve()
        if (runningStatus !== 'running' || stopping.has(versionId)) continue
        stopping.add(versionId)
        void session.send('ServiceWorker.stopWorker', { versionId })
      }
    })
  })
  await session.send('ServiceWorker.enable')
  await stopped
  await session.detach()
}

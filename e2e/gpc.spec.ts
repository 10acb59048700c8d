import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, type Frame, type Page, test } from '@playwright/test'
import type { RuleRecord } from '../lib/policy/rule.ts'
import { type LaunchedBrowser, launchBrowser, openOwnPage } from '../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { ROOT } from '../scripts/test/command.ts'

/** What reached the server: path -> `Sec-GPC` of the last request for it. */
const seen = new Map<string, string | undefined>()
let server: Server
/** One server by two names: the site under test, and one that a rule allows to sell. */
let site: string
let excepted: string

const WORKER = `fetch('/from-worker').then(() => postMessage(String(navigator.globalPrivacyControl)))`

const pageOf = (): string => `<!doctype html><title>site</title><img src="/image">
  <iframe name="inherits" srcdoc="<p>"></iframe><iframe name="other" src="${excepted}/other"></iframe>`

test.beforeAll(async () => {
  server = createServer(({ url = '/', headers }, response) => {
    const gpc = headers['sec-gpc']
    seen.set(`${headers.host?.split(':')[0]}${url}`, Array.isArray(gpc) ? gpc.join() : gpc)
    response.setHeader('content-type', url === '/worker.js' ? 'text/javascript' : 'text/html')
    response.setHeader('cache-control', 'no-store')
    response.end(url === '/worker.js' ? WORKER : url === '/' ? pageOf() : '<!doctype html><p>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  site = `http://127.0.0.1:${port}`
  excepted = `http://localhost:${port}`
})
test.afterAll(() => server.close())

const attribute = (frame: Page | Frame | null) =>
  frame!.evaluate(() => (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl)

const keepRule = (own: Page, rule: RuleRecord): Promise<void> =>
  own.evaluate(
    (record) =>
      new Promise((resolve, reject) => {
        const request = indexedDB.open('proviso')
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const transaction = request.result.transaction('rules', 'readwrite')
          transaction.objectStore('rules').put(record)
          transaction.oncomplete = () => resolve()
          transaction.onabort = () => reject(transaction.error)
        }
      }),
    rule,
  )

test('Global Privacy Control is said to every site but the one that may sell, and to none once it is off', async () => {
  const profile = await mkdtemp(join(ROOT, '.proviso', 'profiles', 'gpc-'))
  const launch = () =>
    launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true, profile })
  let browser: LaunchedBrowser = await launch()
  try {
    // The permission is the product's own optional one, given by a click: Chromium asks nothing more, since it adds no warning.
    const own = await openOwnPage(browser, '/dashboard.html#/rules')
    await keepRule(own, {
      id: 'may-sell',
      effect: 'allow',
      source: 'person',
      who: { origins: [excepted] },
      what: { purposes: ['dpv:SellDataToThirdParties'] },
      createdAt: 0,
      expiresAt: null,
    })
    await own.getByRole('button', { name: 'Switch it on' }).click()
    await own.getByText('from the next start of your browser').waitFor()
    const early = await browser.context.newPage()
    await early.goto(site)
    expect([seen.get('127.0.0.1/'), await attribute(early)]).toEqual([undefined, undefined])
    await browser.close()

    browser = await launch()
    const settings = await openOwnPage(browser, '/dashboard.html#/rules')
    await settings.getByText('It is on').waitFor()
    await expect(settings.getByText(`sell your data: ${excepted}.`)).toBeVisible()

    const page = await browser.context.newPage()
    await page.goto(site)
    const fromWorker = await page.evaluate(async () => {
      await fetch('/fetched')
      const worker = new Worker('/worker.js')
      return new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)))
    })
    for (const path of ['/', '/image', '/fetched', '/worker.js', '/from-worker'])
      expect(seen.get(`127.0.0.1${path}`), path).toBe('1')
    expect(await attribute(page)).toBe(true)
    expect(await attribute(page.frame('inherits'))).toBe(true)
    // No script of ours reaches a worker: what it sends says it, and its own navigator does not.
    expect(fromWorker).toBe('undefined')

    // The site that may sell.
    expect([seen.has('localhost/other'), seen.get('localhost/other')]).toEqual([true, undefined])
    expect(await attribute(page.frame('other'))).toBeUndefined()

    await settings.bringToFront()
    await settings.getByRole('button', { name: 'Switch it off' }).click()
    await settings.getByText('It is off.').waitFor()
    await page.evaluate(() => fetch('/after'))
    expect([seen.has('127.0.0.1/after'), seen.get('127.0.0.1/after')]).toEqual([true, undefined])
    await page.reload()
    expect([seen.get('127.0.0.1/'), await attribute(page)]).toEqual([undefined, undefined])
    expect(
      await settings.evaluate(() =>
        chrome.permissions.contains({ permissions: ['declarativeNetRequestWithHostAccess'] }),
      ),
    ).toBe(false)
  } finally {
    await browser.close()
    await rm(profile, { recursive: true, force: true })
  }
})

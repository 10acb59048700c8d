import { expect, type Page, test } from '@playwright/test'
import type { CommandName, CommandParams } from '../../lib/rpc/commands.ts'
import { type LaunchedBrowser, launchBrowser, openOwnPage, workerOf } from '../../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../../scripts/local/build.ts'

/** What only the real worker shows: the popup as the browser itself opens it over a tab, and a line that goes away. */
const SITE = 'http://dapp.test'
/** A wallet that lets nobody stand in front of it, as some in the page's own frames also do. */
const FROZEN = `<script>
  Object.defineProperty(window, 'ethereum', { value: Object.freeze({ request: async () => [] }) })
  if (top === window) document.write('<iframe src="/frame"></iframe>')
</script>`

let browser: LaunchedBrowser
let own: Page
let dapp: Page

test.beforeAll(async () => {
  browser = await launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true })
  await browser.context.route(/^http:\/\/dapp\.test\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>dApp</title>${FROZEN}` }),
  )
  own = await openOwnPage(browser, '/dashboard.html')
  await command('settings.set', { settings: { onboarded: true } })
  dapp = await browser.context.newPage()
  await dapp.goto(`${SITE}/pool`)
})

test.afterAll(() => browser?.close())

const command = <Name extends CommandName>(name: Name, params: CommandParams<Name>) =>
  own.evaluate(
    ([called, values]) =>
      chrome.runtime.sendMessage({ target: 'worker', type: 'command', name: called, params: values }),
    [name, params] as const,
  )

/** Playwright does not see a popup: another page of the extension looks into it. */
const inPopup = <T>(look: (popup: Window) => T): Promise<T | undefined> =>
  own.evaluate((source) => {
    const [popup] = chrome.extension.getViews({ type: 'popup' })
    return popup === undefined ? undefined : new Function(`return (${source})`)()(popup)
  }, String(look))

test('the popup speaks of the site in the tab behind it, and switches it off', async () => {
  await dapp.bringToFront()
  const worker = await workerOf(browser.context)
  await worker.evaluate(() => chrome.action.openPopup())
  const text = () => inPopup(({ document }) => document.body.textContent ?? '')
  await expect.poll(text).toContain(`This site ${SITE}`)
  await expect.poll(text).toContain('One wallet on this page is locked against changes')

  expect(await text()).not.toContain('reload it')
  await command('site.set', { origin: SITE, change: { wallet: { identity: 'ask' } } })
  await expect
    .poll(text)
    .toContain('you are asked first about your account. You said so after this page was loaded')

  await inPopup(({ document }) => document.querySelectorAll<HTMLInputElement>('fieldset input')[2]?.click())
  await expect
    .poll(() =>
      inPopup(({ document }) => document.querySelectorAll<HTMLInputElement>('fieldset input')[2]?.checked),
    )
    .toBe(true)
  await expect.poll(text).toContain('Its requests for your data are refused unasked')
})

test('a site that is forgotten goes, and the focus stays on the page', async () => {
  await command('site.set', { origin: SITE, change: { off: 'on', wallet: { login: 'refuse' } } })
  await own.goto(own.url().replace(/#.*|$/, '#/rules'))
  await own.bringToFront()
  const forget = own.getByRole('button', { name: `Forget what you said of ${SITE}` })
  await forget.focus()
  await own.keyboard.press('Enter')
  await expect(forget).toHaveCount(0)
  await expect(own.getByRole('button', { name: 'Add a site' })).toBeFocused()
  await expect(own.getByText('You have said nothing of any site.')).toBeVisible()
})

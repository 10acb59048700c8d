import { expect, type Page, test } from '@playwright/test'
import { type Extension, openWithoutWorker } from './browser.ts'
import { openOver, standInFrontTab } from './frontTab.ts'
import {
  gateRecords,
  identityQuestion,
  licenceQuestion,
  paused,
  SITE,
  site,
  spokenRecords,
} from './gateRecords.ts'
import type { StandInRecords } from './records.ts'
import type { Scene } from './scenes.ts'
import { seed } from './seed.ts'
import { standInWorker } from './standInWorker.ts'

/** What a person does with the gate, by keyboard: which commands their pages send, and which they do not. */
let extension: Extension
let page: Page

test.beforeAll(async () => {
  extension = await openWithoutWorker()
  page = await newPage()
  // Makes the stores.
  await page.goto(extension.url('/dashboard.html'))
  await page.getByText('Nobody is waiting for an answer.').waitFor()
})

const newPage = async (): Promise<Page> => {
  const added = await extension.context.newPage()
  await added.addInitScript(standInWorker)
  await added.addInitScript(standInFrontTab)
  return added
}

test.afterAll(() => extension?.close())

const show = async (path: string, records: StandInRecords, tab?: Scene['tab'], shown = page) => {
  await shown.goto(extension.url('/icon/mark.svg'))
  await seed(shown, records)
  await openOver(shown, tab)
  await shown.goto(extension.url(path))
  await shown.getByRole('heading', { level: 1 }).waitFor()
}

const sent = () => page.evaluate(() => window.sentCommands.map(({ name, params }) => ({ name, params })))
const press = (key: string) => page.keyboard.press(key)

test.describe('a question to the wallet', () => {
  const allow = () => page.getByRole('button', { name: 'Allow' })

  test('is read out first, with nothing chosen; Escape refuses it', async () => {
    await show('/prompt.html', identityQuestion(Date.now()))
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await expect(page).toHaveTitle(/A question to your wallet/)
    await expect(page.getByText('1 of 2')).toBeVisible()
    await expect(page.getByRole('checkbox')).not.toBeChecked()
    await press('Escape')
    await expect
      .poll(sent)
      .toEqual([
        { name: 'walletCall.decide', params: { callId: 'doc:c1', effect: 'refuse', remember: false } },
      ])
  })

  test('is allowed once, and remembered only where that was ticked', async () => {
    await show('/prompt.html', identityQuestion(Date.now()))
    await page.getByRole('checkbox', { name: 'Remember for this site' }).focus()
    await press('Space')
    await expect(allow()).toBeEnabled()
    await allow().focus()
    await press('Enter')
    await press('Enter')
    await expect
      .poll(sent)
      .toEqual([{ name: 'walletCall.decide', params: { callId: 'doc:c1', effect: 'allow', remember: true } }])
  })

  test('of a frame in another site waits until that was read', async () => {
    const records = identityQuestion(Date.now())
    const [call] = records.walletCalls ?? []
    if (call === undefined) throw new Error('No question.')
    const framed = { ...call, asker: { ...call.asker, topOrigin: 'https://news.example' } }
    // A page whose time passes as the test says.
    const timed = await newPage()
    await timed.clock.install()
    await show('/prompt.html', { walletCalls: [framed] }, undefined, timed)
    const allowed = timed.getByRole('button', { name: 'Allow' })
    // Long enough in front of the person that only the warning is in the way.
    await timed.clock.runFor(1000)
    await expect(allowed).toBeDisabled()
    await timed.locator('details[data-warning="cross-origin"] > summary').focus()
    await timed.keyboard.press('Enter')
    await expect(timed.getByText('https://swap.example asks from within https://news.example')).toBeVisible()
    await expect(allowed).toBeEnabled()
    await timed.close()
  })

  test('shows what a page wrote as text, which cannot turn a sentence round', async () => {
    await show('/prompt.html', licenceQuestion(Date.now()))
    await expect(page.getByText('Swap ecivda')).toBeVisible()
    expect(await page.locator('body').textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
  })
})

test.describe('the popup', () => {
  const tab = { url: `${SITE}/pool` }
  const choice = (name: string) => page.getByRole('radio', { name, exact: true })

  test('says nothing of a page that is no site', async () => {
    await show('/popup.html', gateRecords(Date.now()), { url: 'chrome://settings' })
    await expect(page.getByRole('button', { name: 'Dashboard' })).toBeVisible()
    await expect(page.getByRole('radio')).toHaveCount(0)
  })

  test('switches off for the site in front, for an hour or for good, and on again', async () => {
    await show('/popup.html', gateRecords(Date.now()), tab)
    await expect(choice('On')).toBeChecked()
    await choice('On').focus()
    await press('ArrowRight')
    await expect.poll(sent).toEqual([{ name: 'site.set', params: { origin: SITE, change: { off: 'hour' } } }])

    await show('/popup.html', gateRecords(Date.now(), site({ off: { until: null } })), tab)
    await expect(choice('Off')).toBeChecked()
    await page.getByText('On', { exact: true }).click()
    await expect.poll(sent).toEqual([{ name: 'site.set', params: { origin: SITE, change: { off: 'on' } } }])
  })

  test('lets a paused site ask again', async () => {
    const records = gateRecords(Date.now())
    const throttles = [paused(SITE, Date.now())]
    await show('/popup.html', { ...records, throttles }, tab)
    await page.getByRole('button', { name: 'Let it ask again' }).focus()
    await press('Enter')
    await expect.poll(sent).toEqual([{ name: 'site.unpause', params: { origin: SITE } }])
  })

  test('switches off everywhere for an hour, and on again', async () => {
    await show('/popup.html', gateRecords(Date.now()), tab)
    const now = () => page.evaluate(() => Date.now())
    const before = await now()
    await page.getByRole('button', { name: 'Off everywhere for an hour' }).focus()
    await press('Enter')
    await expect.poll(sent).toMatchObject([{ name: 'settings.set' }])
    const [{ params } = { params: {} }] = await sent()
    const { offUntil } = (params as { settings: { offUntil: number } }).settings
    expect(offUntil).toBeGreaterThanOrEqual(before + 3_600_000)
    expect(offUntil).toBeLessThanOrEqual((await now()) + 3_600_000)

    const state = { settings: { onboarded: true, offUntil: Date.now() + 60_000 } }
    await show('/popup.html', { ...gateRecords(Date.now()), state }, tab)
    await expect(page.getByText('Off everywhere until')).toBeVisible()
    await page.getByRole('button', { name: 'Switch on again' }).click()
    await expect.poll(sent).toEqual([{ name: 'settings.set', params: { settings: { offUntil: 0 } } }])
  })
})

test.describe('the rules', () => {
  const all = (effect: string) =>
    Object.fromEntries(
      ['identity', 'login', 'dataKeys', 'permissions', 'licence'].map((kind) => [kind, effect]),
    )

  test('take a site by its address, and ask about everything unless told otherwise', async () => {
    await show('/dashboard.html#/rules', {})
    await page.getByRole('button', { name: 'Add a site' }).focus()
    await press('Enter')
    await expect(page.getByLabel('Address of the site')).toBeFocused()
    await page.keyboard.type('not a site')
    await press('Enter')
    await expect(page.getByRole('alert')).toContainText('This is not the address of a site.')
    expect(await sent()).toEqual([])
    await page.getByLabel('Address of the site').fill('app.swap.example/pool?id=1')
    await page.getByLabel('When it asks your wallet for a login').selectOption('Refuse')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(sent).toEqual([
      {
        name: 'site.set',
        params: {
          origin: 'https://app.swap.example',
          change: { wallet: { ...all('ask'), login: 'refuse' } },
        },
      },
    ])
    await expect(page.getByText('It counts from the page’s next load.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Add a site' })).toBeFocused()
  })

  test('are changed in their place and counted only once saved', async () => {
    await show('/dashboard.html#/rules', spokenRecords(Date.now()))
    const change = page.getByRole('button', { name: `Change what you said of ${SITE}` })
    await change.focus()
    await press('Enter')
    const identity = page.getByLabel('When it asks your wallet for your account')
    await expect(identity).toBeFocused()
    await expect(identity).toHaveValue('ask')
    await identity.selectOption('Pass untouched')
    await page.getByLabel('Proviso on this site').selectOption('Off')
    expect(await sent()).toEqual([])
    await page.getByRole('button', { name: 'Save' }).focus()
    await press('Enter')
    await expect.poll(sent).toEqual([
      {
        name: 'site.set',
        params: {
          origin: SITE,
          change: {
            wallet: {
              identity: 'pass',
              login: 'ask',
              dataKeys: 'refuse',
              permissions: 'refuse',
              licence: 'pass',
            },
            off: 'always',
          },
        },
      },
    ])
    await expect(change).toBeFocused()
  })

  test('are forgotten for a site', async () => {
    await show('/dashboard.html#/rules', spokenRecords(Date.now()))
    await page.getByRole('button', { name: `Forget what you said of ${SITE}` }).focus()
    await press('Enter')
    await expect.poll(sent).toEqual([{ name: 'site.forget', params: { origin: SITE } }])
  })
})

import { expect, type Page, test } from '@playwright/test'
import { type Extension, openWithoutWorker } from './browser.ts'
import { importDigits } from './digits.ts'
import { impossibleRecords, promptRecords, suspiciousRecords } from './promptRecords.ts'
import { closeThePage } from './promptScenes.ts'
import type { StandInRecords } from './records.ts'
import { seed } from './seed.ts'
import { standInWorker } from './standInWorker.ts'

let extension: Extension
let page: Page
let base: StandInRecords
let suspicious: StandInRecords

test.beforeAll(async () => {
  extension = await openWithoutWorker()
  const dataset = await importDigits(extension)
  base = promptRecords(Date.now(), dataset)
  suspicious = suspiciousRecords(Date.now(), dataset)
  page = await extension.context.newPage()
  await page.addInitScript(standInWorker)
})

test.afterAll(() => extension?.close())

const show = async (records: StandInRecords) => {
  await page.goto(extension.url('/icon/mark.svg'))
  await seed(page, records)
  await page.goto(extension.url('/prompt.html'))
  await page.getByRole('heading', { level: 1 }).waitFor()
}

const allow = () => page.getByRole('button', { name: 'Allow' })
const refuse = () => page.getByRole('button', { name: 'Refuse' })
const sent = () => page.evaluate(() => window.sentCommands)

test('the focus is on the heading and nothing is chosen', async () => {
  await show(base)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await expect(page.getByRole('checkbox')).not.toBeChecked()
  for (const row of await page.locator('main details').all()) await expect(row).not.toHaveAttribute('open')
})

test('Escape refuses', async () => {
  await show(base)
  await page.keyboard.press('Escape')
  await expect.poll(sent).toMatchObject([{ name: 'request.decide', params: { effect: 'refuse' } }])
})

test('Allow is sent once, and remembered only where that was ticked', async () => {
  await show(base)
  await page.getByRole('checkbox', { name: 'Remember for this site' }).check()
  await allow().click()
  await expect
    .poll(sent)
    .toMatchObject([{ name: 'request.decide', params: { effect: 'allow', remember: { days: 30 } } }])
})

test('Allow does nothing while the window is behind another, and waits again when it comes back', async () => {
  await page.addInitScript(() => {
    window.hasPersonsFocus = false
  })
  await show(base)
  await expect(allow()).toBeDisabled()
  await allow().dispatchEvent('click')
  expect(await sent()).toEqual([])
  await page.evaluate(() => {
    window.hasPersonsFocus = true
    window.dispatchEvent(new Event('focus'))
  })
  await expect(allow()).toBeEnabled()
  await page.evaluate(() => {
    window.hasPersonsFocus = false
    window.dispatchEvent(new Event('blur'))
  })
  await expect(allow()).toBeDisabled()
  await expect(refuse()).toBeEnabled()
})

test('Allow waits until every warning was opened, by keyboard too', async () => {
  await show(suspicious)
  await page.evaluate(() => {
    window.hasPersonsFocus = true
    window.dispatchEvent(new Event('focus'))
  })
  const warnings = page.locator('details[data-warning] > summary')
  await expect(warnings).toHaveCount(6)
  for (const warning of await warnings.all()) {
    await expect(allow()).toBeDisabled()
    await warning.focus()
    await page.keyboard.press('Enter')
  }
  await expect(allow()).toBeEnabled()
})

test('what a publisher writes stays text, and cannot turn the sentence round', async () => {
  await show(suspicious)
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toContainText('<b>tigiD</b>')
  expect(await heading.locator('b').count()).toBe(0)
  expect(await heading.textContent()).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/)
})

test('an unfunded task cannot be allowed, and every reason is named', async () => {
  await show(impossibleRecords(Date.now()))
  await expect(allow()).toBeDisabled()
  await expect(page.getByText('You cannot allow this: nothing in your vault fits.')).toBeVisible()
  await expect(page.getByText('no wallet is connected')).toBeVisible()
  await expect(page.getByText('the money could not be found')).toBeVisible()
})

test('the whole prompt works by keyboard alone, in the order in which it is read', async () => {
  await show(suspicious)
  await page.evaluate(() => {
    window.hasPersonsFocus = true
    window.dispatchEvent(new Event('focus'))
  })
  const focused = () =>
    page.evaluate(() => {
      const at = document.activeElement as HTMLElement
      return (
        at.dataset.warning ??
        at.closest<HTMLElement>('[data-warning]')?.dataset.warning ??
        at.textContent ??
        ''
      )
    })
  const stops: string[] = []
  // Each row and warning is opened as it is reached: what is inside comes before what is next.
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab')
    const tag = await page.evaluate(() => document.activeElement?.tagName)
    stops.push(tag === 'INPUT' ? 'input' : await focused())
    if (tag === 'SUMMARY') await page.keyboard.press('Enter')
    if (stops.at(-1) === 'Allow') break
  }
  const inOrder = [
    'Uses',
    'For',
    'Leaves',
    'Costs you',
    'Pays',
    'Limits',
    'Stop',
    'no-noise',
    'Why am I',
    'Refuse',
    'Allow',
  ]
  const places = inOrder.map((name) => stops.findIndex((stop) => stop.startsWith(name)))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(places).not.toContain(-1)
  await expect(allow()).toBeEnabled()
  await page.keyboard.press('Enter')
  await expect.poll(sent).toMatchObject([{ name: 'request.decide', params: { effect: 'allow' } }])
})

test('limits go with the answer, and one that cannot be read holds it back', async () => {
  await show(base)
  await page.evaluate(() => {
    window.hasPersonsFocus = true
    window.dispatchEvent(new Event('focus'))
  })
  await page.locator('summary', { hasText: 'Limits' }).click()
  const rounds = page.getByLabel('Rounds, fewer than')
  await rounds.fill('none')
  await expect(allow()).toBeDisabled()
  await rounds.fill('3')
  await page.getByLabel('Minutes of computing').fill('60')
  await allow().click()
  await expect
    .poll(sent)
    .toMatchObject([{ params: { effect: 'allow', limits: { maxRounds: 3, maxDeviceMinutes: 60 } } }])
})

test('a check that failed is run again, and nothing else is sent', async () => {
  await show(impossibleRecords(Date.now()))
  await page.getByRole('button', { name: 'Check again' }).first().click()
  await expect.poll(sent).toMatchObject([{ name: 'request.recheck', params: { requestId: 'q1' } }])
})

test('a page that has gone takes its answers with it, and a key goes on to what waits', async () => {
  await show(base)
  await closeThePage(page)
  await expect(allow()).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  // A key that was meant for the question before does not count: it is pressed until it does.
  await expect(async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { level: 1 })).toContainText('wants to train', { timeout: 100 })
  }).toPass()
})

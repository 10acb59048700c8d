import type { Page } from '@playwright/test'
import { launchBrowser, openOwnPage } from '../scripts/local/browser.ts'
import { EXTENSION_FOLDER } from '../scripts/local/build.ts'
import { readStore } from '../scripts/local/store.ts'
import { expect, test } from './fixtures/test.ts'

/** Presses Tab until the control of this name has the focus, as somebody without a mouse does. */
const tabTo = async (
  page: Page,
  role: 'button' | 'textbox' | 'radio' | 'checkbox',
  name: string | RegExp,
) => {
  const wanted = page.getByRole(role, { name }).first()
  await expect(wanted).toBeVisible()
  for (let presses = 0; presses < 80; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`No ${role} “${name}” on the way of the Tab key.`)
}

test('a rule is made, changed, deleted and brought back by keyboard alone', async () => {
  const browser = await launchBrowser({ extensions: [EXTENSION_FOLDER], engine: 'wasm', headless: true })
  try {
    const page = await openOwnPage(browser, '/dashboard.html#/rules')
    const { keyboard } = page
    const rules = () => readStore(page, 'rules')

    await tabTo(page, 'button', 'New rule')
    await keyboard.press('Enter')
    await expect(page.getByRole('radio', { name: 'Ask me' })).toBeFocused()
    await keyboard.press('ArrowRight')
    await expect(page.getByRole('radio', { name: 'Refuse' })).toBeChecked()
    await tabTo(page, 'textbox', 'Sites')
    await keyboard.type('not a site')
    await keyboard.press('Shift+Tab')
    await tabTo(page, 'button', 'Choose purposes')
    await keyboard.press('Enter')
    await keyboard.type('academic')
    await keyboard.press('ArrowDown')
    await keyboard.press('ArrowDown')
    await keyboard.press('Space')
    await keyboard.press('Escape')
    await expect(page.getByText('Refuse academic research.')).toBeVisible()
    await tabTo(page, 'button', 'Save rule')
    await keyboard.press('Enter')
    // What is wrong is said beside the field, and the person is there.
    await expect(page.getByRole('textbox', { name: 'Sites' })).toBeFocused()
    await expect(page.getByRole('alert')).toContainText('“not a site” is not the address of a site')
    expect(await rules()).toEqual([])
    await keyboard.press('ControlOrMeta+a')
    await keyboard.type('*.digits.example')
    await keyboard.press('Enter')
    await keyboard.type('digits.example')
    await tabTo(page, 'button', 'Save rule')
    await keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
    const said = {
      effect: 'refuse',
      source: 'person',
      who: { origins: ['https://*.digits.example', 'https://digits.example'] },
      what: { purposes: ['dpv:AcademicResearch'] },
      expiresAt: null,
    }
    expect(await rules()).toEqual([expect.objectContaining(said)])

    await tabTo(page, 'button', /^Edit: Refuse academic research/)
    await keyboard.press('Enter')
    await expect(page.getByRole('radio', { name: 'Refuse' })).toBeFocused()
    await keyboard.press('ArrowLeft')
    await tabTo(page, 'button', 'Save rule')
    await keyboard.press('Enter')
    await expect(page.getByRole('button', { name: /^Edit: Ask before academic research/ })).toBeVisible()

    await tabTo(page, 'button', /^Delete: Ask before academic research/)
    await keyboard.press('Enter')
    await expect(page.getByText('No rule speaks for you yet')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
    await keyboard.press('Enter')
    await expect(page.getByText('Undone.')).toBeVisible()
    expect(await rules()).toEqual([expect.objectContaining({ ...said, effect: 'ask' })])

    // None of the presets, which are in sight while there are no rules, is chosen for anybody.
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0)
    await tabTo(page, 'radio', 'Private')
    await keyboard.press('ArrowRight')
    await tabTo(page, 'button', 'Choose Balanced')
    await keyboard.press('Enter')
    await expect(page.getByText('Balanced holds from now on.')).toBeVisible()
    expect((await rules()).map(({ source }) => source).toSorted()).toEqual([
      'balanced',
      'balanced',
      'balanced',
      'person',
    ])
    const kinds = (await readStore(page, 'activity')).map(({ kind }) => kind)
    expect(kinds).toEqual(['rule-saved', 'rule-saved', 'rule-deleted', 'rules-undone', 'preset-applied'])
  } finally {
    await browser.close()
  }
})

import type { Page } from '@playwright/test'
import type { DatasetRecord } from '../../lib/db/schema.ts'
import { toOdrl } from '../../lib/policy/odrl/toOdrl.ts'
import { fullRecords, type StandInRecords } from './records.ts'
import { standInAsked, standInRules } from './ruleRecords.ts'
import type { Scene } from './scenes.ts'

const TAB = { width: 1180, height: 800 }
const TALL = { width: 1180, height: 1500 }
const NARROW = { width: 720, height: 1400 }
const ZOOMED = { width: 590, height: 400 }

const askedRecords = (now: number, dataset?: DatasetRecord): StandInRecords => ({
  ...fullRecords(now, dataset),
  requests: standInAsked(now),
})

/** Nothing makes the page itself scroll sideways. */
const expectNoOverflow = async (page: Page) => {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })
  if (scrollWidth > clientWidth) throw new Error(`The page is ${scrollWidth} px wide in ${clientWidth} px.`)
}

const scene = (name: string, { act, ...changes }: Partial<Scene>): Scene => ({
  name: `rules-${name}`,
  path: '/dashboard.html#/rules',
  size: TAB,
  records: askedRecords,
  ...changes,
  act: async (page) => {
    await act?.(page)
    await expectNoOverflow(page)
  },
})

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
const compared = (page: Page) =>
  page.getByText('Comparing it with your other rules').waitFor({ state: 'hidden' })

/** A file of another tool: one rule that is understood, two that are not. */
const importedText = () => {
  const [rule] = standInRules(Date.now(), 'd1')
  const policy = toOdrl(
    [{ ...rule!, what: { purposes: ['dpv:ScientificResearch'] } }],
    Date.now(),
    'stand-in',
  )
  return JSON.stringify({
    ...policy,
    prohibition: [
      { target: 'https://elsewhere.example/photos', action: 'use' },
      {
        ...policy.permission[0],
        constraint: [{ leftOperand: 'mood', operator: 'eq', rightOperand: 'good' }],
      },
    ],
  })
}

/** Opens the editor of the rule with all kinds of conditions. */
const editFull = async (page: Page) => {
  await button(page, 'Edit: Research at night').click()
  await compared(page)
}

const newRule = (page: Page) => button(page, 'New rule').click()

export const ruleScenes: readonly Scene[] = [
  scene('full', { size: TALL }),
  scene('edit', { size: { width: 1180, height: 1900 }, act: editFull }),
  scene('edit-narrow', { size: { width: 720, height: 2200 }, act: editFull }),
  scene('edit-zoom', { size: ZOOMED, act: editFull }),
  scene('errors', {
    size: TALL,
    act: async (page) => {
      await newRule(page)
      await page.getByLabel('Sites').fill('not a site')
      await page.getByText('Privacy', { exact: true }).click()
      await page.getByLabel('ε per task at most').check()
      await page.getByRole('textbox', { name: 'ε per task at most' }).fill('little')
      await button(page, 'Save rule').click()
      await page.getByText('2 fields have to be put right first.').waitFor()
    },
  }),
  scene('findings', {
    size: TALL,
    act: async (page) => {
      await newRule(page)
      await page.getByText('Refuse', { exact: true }).click()
      await page.getByLabel('Sites').fill('digits.example\n*.free-wallpapers.example')
      await page.getByText('could never decide again').first().waitFor()
    },
  }),
  scene('terms', {
    size: TALL,
    act: async (page) => {
      await newRule(page)
      await button(page, 'Choose data').click()
      await page.getByLabel('Search kinds of data').fill('health')
      await page.getByRole('treeitem', { name: /^Health History/ }).click()
      await page.getByLabel('Search kinds of data').focus()
    },
  }),
  scene('import', {
    size: TALL,
    act: async (page) => {
      await page.getByLabel('Import from a file').setInputFiles({
        name: 'rules.jsonld',
        mimeType: 'application/ld+json',
        buffer: Buffer.from(importedText()),
      })
      await button(page, 'Add this rule').scrollIntoViewIfNeeded()
    },
  }),
  scene('import-refused', {
    records: () => ({}),
    act: async (page) => {
      await page
        .getByLabel('Import from a file')
        .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('{"rules": []}') })
      await page.getByText('Nothing in it can be added').scrollIntoViewIfNeeded()
    },
  }),
  scene('onboarding', {
    path: '/onboarding.html#/2',
    records: () => ({}),
    size: { width: 1180, height: 1000 },
  }),
  scene('onboarding-zoom', {
    path: '/onboarding.html#/2',
    records: () => ({}),
    size: ZOOMED,
    act: (page) => page.getByRole('radio', { name: 'Balanced' }).check(),
  }),
  scene('presets', {
    size: TALL,
    act: async (page) => {
      await button(page, 'Compare the presets').click()
      await page.getByRole('radio', { name: 'Open' }).check()
      await button(page, 'Choose Open').scrollIntoViewIfNeeded()
    },
  }),
  scene('presets-narrow', {
    size: NARROW,
    records: () => ({}),
    act: (page) => page.getByRole('radio', { name: 'Private' }).check(),
  }),
]

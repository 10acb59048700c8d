import { join } from 'node:path'
import { type Browser, chromium, expect, type Page, test } from '@playwright/test'
import { TOLERANCE } from '../../lib/autodiff/testing/suite.ts'
import { type BuiltPage, buildPage, openPage, TRAINING_FLAGS } from '../../scripts/local/servedPage.ts'
import type {} from './page/main.ts'

// One page for all: loading and compiling 27 MB of wasm is most of a test's time. A trace would copy it as well.
test.describe.configure({ mode: 'serial' })
test.use({ trace: 'off', screenshot: 'off' })

let built: BuiltPage
let browser: Browser
let page: Page

test.beforeAll(async () => {
  built = await buildPage(join(import.meta.dirname, 'page'))
  const executablePath = process.env.PROVISO_BROWSER
  browser = await chromium.launch({
    args: TRAINING_FLAGS,
    ...(executablePath === undefined ? {} : { executablePath }),
  })
  page = await browser.newPage()
  await openPage(page, built)
  await page.waitForFunction(() => 'trainerPage' in window)
})

test.afterAll(async () => {
  await browser?.close()
  await built?.remove()
})

for (const provider of ['wasm', 'webgpu'] as const) {
  test(`training graphs agree with their references on ${provider}`, async () => {
    // Hundreds of graphs, whose shaders an emulated adapter compiles one by one.
    test.setTimeout(600_000)
    const errors = await page.evaluate((engine) => window.trainerPage.runGradientSuite(engine), provider)
    expect(Object.keys(errors).length).toBeGreaterThanOrEqual(20)
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(TOLERANCE)
  })
}

for (const kind of ['plain', 'private'] as const) {
  test(`${kind} steps end at the same weights on both engines`, async () => {
    expect(await page.evaluate((terms) => window.trainerPage.compareEngines(terms), kind)).toBeLessThan(1e-4)
  })
}

for (const kind of ['plain', 'private'] as const) {
  test(`${kind} steps leave no graphics buffers behind`, async () => {
    const left = await page.evaluate(
      async (terms) => [
        await window.trainerPage.buffersLeft(terms, 2),
        await window.trainerPage.buffersLeft(terms, 12),
      ],
      kind,
    )
    expect(left[1]! - left[0]!).toBeLessThanOrEqual(4)
  })
}

test('a lost graphics device is noticed, and wasm goes on', async () => {
  expect(await page.evaluate(() => window.trainerPage.loseDevice())).toBe('trainer/device-lost')
  expect(await page.evaluate(() => window.trainerPage.wasmStillRuns())).toBe(true)
})

import { defineConfig } from '@playwright/test'

/** Tests without the bridge page, which has one fixed address: they run beside the others, one at a time too. */
const APART = /e2e\/(screens|channel|intercept|trainer)\//

/** Real Chromium with the production build, a local chain and a coordinator, each test with its own world. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/fixtures/build.ts',
  outputDir: '.proviso/test-results',
  workers: 2,
  projects: [
    { name: 'world', testMatch: '**/*.spec.ts', testIgnore: APART, workers: 1 },
    { name: 'page', testMatch: new RegExp(`${APART.source}.*\\.spec\\.ts$`), workers: 1 },
  ],
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // A trace of five browsers costs more than they do; screenshots tell enough.
  use: { trace: 'off', screenshot: 'only-on-failure' },
})

import { defineConfig } from '@playwright/test'

/**
 * Real Chromium with the production build, a local chain and a coordinator. Two files at a time, each test with its own world: one
 * alone leaves two cores idle for most of its time, waiting for blocks and timers.
 */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './e2e/fixtures/setUp.ts',
  testMatch: '**/*.spec.ts',
  outputDir: '.proviso/test-results',
  workers: 2,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  // A trace of five browsers costs more than they do; screenshots tell enough.
  use: { trace: 'off', screenshot: 'only-on-failure' },
})

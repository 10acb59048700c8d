import { defineConfig } from 'vitest/config'

export default defineConfig({
  define: { __BRIDGE_URL__: JSON.stringify('http://localhost:8437/') },
  test: {
    include: ['{lib,components,coordinator,entrypoints,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 30_000,
    // Left to itself it keeps one core free, which of two is half.
    maxWorkers: 2,
  },
})

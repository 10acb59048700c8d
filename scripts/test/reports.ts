import { existsSync, readFileSync } from 'node:fs'
import type { TestCounts } from './outcome.ts'

const NONE: TestCounts = { passed: 0, failed: 0 }

const readJson = (path: string): unknown =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined

/** Counts of Vitest's JSON report. A skipped test is a failure: the house has none. */
export const vitestCounts = (path: string): TestCounts => {
  const report = readJson(path) as { numPassedTests: number; numTotalTests: number } | undefined
  if (report === undefined) return NONE
  return { passed: report.numPassedTests, failed: report.numTotalTests - report.numPassedTests }
}

/** Counts of Playwright's JSON report. A test that passed only on a second try is not a pass. */
export const playwrightCounts = (path: string): TestCounts => {
  const report = readJson(path) as
    | { stats: { expected: number; unexpected: number; flaky: number; skipped: number } }
    | undefined
  if (report === undefined) return NONE
  const { expected, unexpected, flaky, skipped } = report.stats
  return { passed: expected, failed: unexpected + flaky + skipped }
}

export interface ForgeTest {
  readonly name: string
  readonly passed: boolean
  readonly reason: string
}

/** Every test of `forge test --json`: an object of suites, each an object of tests. Nothing where it is no such report. */
export const forgeTests = (stdout: string): ForgeTest[] => {
  const line = stdout.split('\n').find((text) => text.startsWith('{'))
  if (line === undefined) return []
  const suites = JSON.parse(line) as Record<
    string,
    { test_results: Record<string, { status: string; reason: string | null }> }
  >
  return Object.entries(suites).flatMap(([suite, { test_results }]) =>
    Object.entries(test_results).map(([test, { status, reason }]) => ({
      name: `${suite.split(':').at(-1)} ${test}`,
      passed: status === 'Success',
      reason: reason ?? '',
    })),
  )
}

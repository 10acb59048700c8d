import { existsSync, readFileSync } from 'node:fs'
import type { TestCounts } from './outcome.ts'

const NONE: TestCounts = { passed: 0, failed: 0 }

const readJson = (path: string): unknown =>
  existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined

/** Counts of Vitest's JSON report. A skipped test is a failure: the house has none. */
export const vitestCounts = (path: string): TestCounts => {
  const report = readJson(path) as
    | { numPassedTests: number; numTotalTests: number; numFailedTestSuites?: number }
    | undefined
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

/** Counts of `forge test --json`: suites, each with its tests. */
export const forgeCounts = (stdout: string): TestCounts => {
  const start = stdout.indexOf('{')
  if (start < 0) return NONE
  const suites = JSON.parse(stdout.slice(start)) as Record<
    string,
    { test_results: Record<string, { status: string }> }
  >
  const statuses = Object.values(suites).flatMap((suite) =>
    Object.values(suite.test_results).map((t) => t.status),
  )
  const passed = statuses.filter((status) => status === 'Success').length
  return { passed, failed: statuses.length - passed }
}

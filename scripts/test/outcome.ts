export interface TestCounts {
  readonly passed: number
  readonly failed: number
}

export interface StageResult {
  readonly ok: boolean
  /** Only for stages that run tests. */
  readonly tests?: TestCounts
}

export interface StageOutcome extends StageResult {
  readonly name: string
  readonly ms: number
}

/** Tests of all stages together. A broken stage never adds up to zero failures. */
export const totals = (outcomes: readonly StageOutcome[]): TestCounts => ({
  passed: outcomes.reduce((sum, { tests }) => sum + (tests?.passed ?? 0), 0),
  failed: outcomes.reduce((sum, { ok, tests }) => sum + Math.max(tests?.failed ?? 0, ok ? 0 : 1), 0),
})

export const formatSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

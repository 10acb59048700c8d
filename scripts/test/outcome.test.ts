import { describe, expect, it } from 'vitest'
import { totals } from './outcome.ts'

describe('totals', () => {
  it('adds the tests of all stages', () => {
    expect(
      totals([
        { name: 'types', ok: true, ms: 1 },
        { name: 'unit', ok: true, ms: 1, tests: { passed: 7, failed: 0 } },
        { name: 'e2e', ok: false, ms: 1, tests: { passed: 2, failed: 3 } },
      ]),
    ).toEqual({ passed: 9, failed: 3 })
  })

  it('counts a broken stage without tests as one failure', () => {
    expect(totals([{ name: 'lint', ok: false, ms: 1 }])).toEqual({ passed: 0, failed: 1 })
  })

  it('counts a stage that broke outside its tests as one failure', () => {
    expect(totals([{ name: 'unit', ok: false, ms: 1, tests: { passed: 4, failed: 0 } }])).toEqual({
      passed: 4,
      failed: 1,
    })
  })
})

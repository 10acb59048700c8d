import { describe, expect, it } from 'vitest'
import { forgeTests } from './reports.ts'

describe('forgeTests', () => {
  it('lists every test of every suite, and why one failed', () => {
    const report = {
      'contracts/test/A.t.sol:A': { test_results: { 'testPays()': { status: 'Success', reason: null } } },
      'contracts/test/B.t.sol:B': {
        test_results: { 'testRefuses()': { status: 'Failure', reason: 'paid twice' } },
      },
    }
    expect(forgeTests(`Compiling...\n${JSON.stringify(report)}\n`)).toEqual([
      { name: 'A testPays()', passed: true, reason: '' },
      { name: 'B testRefuses()', passed: false, reason: 'paid twice' },
    ])
  })

  it('finds none where the contracts did not compile', () => {
    expect(forgeTests('Error: compiler run failed')).toEqual([])
  })
})

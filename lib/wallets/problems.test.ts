import { expect, it } from 'vitest'
import { GONE } from './messages.ts'
import { problemOfFault } from './problems.ts'

it.each([
  [4001, 'wallet/rejected'],
  [4100, 'wallet/locked'],
  [-32002, 'wallet/busy'],
  [4900, 'wallet/vanished'],
  [4901, 'wallet/vanished'],
  [GONE, 'wallet/vanished'],
  [-32603, 'wallet/failed'],
])('a wallet fault %i is %s, with what to do', (code, expected) => {
  const problem = problemOfFault({ code, message: 'words of the wallet' })
  expect(problem.code).toBe(expected)
  expect(problem.todo).toMatch(/\.$/)
  expect(problem.message.includes('words of the wallet')).toBe(expected === 'wallet/failed')
})

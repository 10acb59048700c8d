import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../test/command.ts'
import { errorCodesIn } from './errorCodes.ts'
import { productErrorCodes } from './productErrorCodes.ts'

describe('errorCodesIn', () => {
  it('finds codes in constructors, helpers and tables, with their sentences', () => {
    const source = `
      throw new ProvisoError('task/invalid', 'The task is not valid.')
      throw new ApiFault(404, 'http/not-found', \`Nothing at \${path}.\`)
      throw new PipelineError('bad-value', { field: 'std' }, 'must be above zero.')
      const PROBLEMS = { 'wallet/locked': ['The wallet is locked.', 'Unlock it.'] }
      fetch('x', 'application/json')`
    expect(errorCodesIn('a.ts', source)).toEqual(
      expect.arrayContaining([
        { code: 'task/invalid', sentence: 'The task is not valid.' },
        { code: 'http/not-found', sentence: 'Nothing at ….' },
        { code: 'pipeline/bad-value', sentence: 'must be above zero.' },
        { code: 'wallet/locked', sentence: 'The wallet is locked.' },
      ]),
    )
    expect(errorCodesIn('a.ts', source)).toHaveLength(4)
  })
})

it('docs/errors.md names every code, and no other; node scripts/errors.ts writes it', () => {
  const page = readFileSync(join(ROOT, 'docs', 'errors.md'), 'utf8')
  const named = [...page.matchAll(/^- `([^`]+)`/gm)].map(([, code]) => code)
  expect(named).toEqual([...new Set(productErrorCodes().map(({ code }) => code))].sort())
})

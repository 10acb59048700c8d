import * as fc from 'fast-check'
import * as v from 'valibot'
import { expect, it } from 'vitest'
import { firstIssue } from './issues.ts'

const Schema = v.strictObject({
  name: v.pipe(v.string(), v.maxLength(3)),
  deep: v.strictObject({ n: v.number() }),
})

const wordsFor = (value: unknown): string => {
  const result = v.safeParse(Schema, value)
  if (result.success) throw new Error('was valid')
  return firstIssue(result.issues, 'thing')
}

it('names the field and what is wrong with it', () => {
  expect(wordsFor({ name: 'a', deep: { n: 'b' } })).toBe(
    'deep.n: Invalid type: Expected number but received "b".',
  )
  expect(wordsFor(7)).toMatch(/^thing: /)
})

it('is short, however large what came was, or its names', () => {
  const huge = 'A'.repeat(1_000_000)
  for (const value of [huge, { name: huge }, { name: 'a', deep: { [huge]: 1 } }, { [huge]: huge }])
    expect(wordsFor(value).length).toBeLessThanOrEqual(325)
  fc.assert(fc.property(fc.anything(), (value) => v.is(Schema, value) || wordsFor(value).length <= 325))
})

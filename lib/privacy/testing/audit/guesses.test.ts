import { expect, it } from 'vitest'
import { rightGuesses } from './guesses.ts'

const scores = Float64Array.of(0.1, 5, -3, 2, -0.5)
const included = [true, true, false, false, true]

it('counts the highest scores that are in and the lowest that are out', () => {
  expect(rightGuesses(scores, included, { asIn: 1, asOut: 0 })).toBe(1)
  expect(rightGuesses(scores, included, { asIn: 2, asOut: 0 })).toBe(1)
  expect(rightGuesses(scores, included, { asIn: 3, asOut: 2 })).toBe(3)
  expect(rightGuesses(scores, included, { asIn: 0, asOut: 0 })).toBe(0)
})

it('guesses no coin twice', () => {
  expect(() => rightGuesses(scores, included, { asIn: 3, asOut: 3 })).toThrow('More guesses')
})

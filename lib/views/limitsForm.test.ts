import { describe, expect, it } from 'vitest'
import { NO_LIMITS, readLimits } from './limitsForm.ts'

describe('limits as a person writes them', () => {
  it('are none where nothing is written', () => {
    expect(readLimits(NO_LIMITS)).toEqual({ errors: {} })
    expect(readLimits({ rounds: ' ', epsilon: '', minutes: '' })).toEqual({ errors: {} })
  })

  it('are read, with a comma too', () => {
    expect(readLimits({ rounds: '3', epsilon: '2,5', minutes: ' 60 ' })).toEqual({
      limits: { maxRounds: 3, maxEpsilon: 2.5, maxDeviceMinutes: 60 },
      errors: {},
    })
  })

  it.each(['0', '-1', '1.5', 'x', '1e3', '٣', '99999999'])('%s is no number of rounds', (rounds) => {
    const { limits, errors } = readLimits({ ...NO_LIMITS, rounds, minutes: '5' })
    expect(Object.keys(errors)).toEqual(['rounds'])
    expect(limits).toEqual({ maxDeviceMinutes: 5 })
  })

  it.each(['0', '-1', 'Infinity', '1e-9', '1.2.3'])('%s is no epsilon', (epsilon) => {
    expect(Object.keys(readLimits({ ...NO_LIMITS, epsilon }).errors)).toEqual(['epsilon'])
  })
})

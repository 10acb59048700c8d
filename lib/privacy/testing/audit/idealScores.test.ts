import { describe, expect, it } from 'vitest'
import { fixedSequence, normalFrom } from '../../../autodiff/testing/random.ts'
import { ATTACKS, type AttackName } from './attacks.ts'
import { IDEAL_TAILS, type IdealMechanism } from './idealScores.ts'

const mechanisms: readonly IdealMechanism[] = [
  { samplingRate: 0.3, noise: 0.7, steps: 6 },
  { samplingRate: 1, noise: 2, steps: 4 },
  { samplingRate: 0, noise: 0.2, steps: 9 },
]

describe.each<AttackName>(['sum', 'spread'])('the tail of the attack by %s', (attack) => {
  it.each(mechanisms)('is that of scores thrown for %o', (mechanism) => {
    const { samplingRate, noise, steps } = mechanism
    const draws = 20_000
    const uniform = fixedSequence(steps)
    const normal = normalFrom(uniform)
    const scores = Float64Array.from({ length: draws }, () =>
      ATTACKS[attack](
        Float64Array.from({ length: steps }, () => (uniform() < samplingRate ? 1 : 0) + noise * normal()),
      ),
    ).sort()
    const tail = IDEAL_TAILS[attack](mechanism)
    for (const share of [0.02, 0.1, 0.5, 0.8, 0.99]) {
      const threshold = scores[Math.floor(draws * (1 - share))]!
      expect(Math.abs(tail(threshold) - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / draws))
    }
  })

  it('reaches from 1 to 0', () => {
    const tail = IDEAL_TAILS[attack]({ samplingRate: 0.3, noise: 0.7, steps: 6 })
    expect(tail(attack === 'sum' ? -20 : 0)).toBeCloseTo(1, 9)
    expect(tail(40)).toBeCloseTo(0, 9)
  })
})

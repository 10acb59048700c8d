import { describe, expect, it } from 'vitest'
import { clipUpdate, fedAvg, l2Norm } from '../aggregation/plain.ts'
import { fixedSequence, normalFrom } from '../autodiff/testing/random.ts'
import { jump } from './jump.ts'

const SIZE = 2000
const CLIP = 3
const vector = (seed: number, scale: number): Float32Array<ArrayBuffer> => {
  const normal = normalFrom(fixedSequence(seed))
  return Float32Array.from({ length: SIZE }, () => scale * normal())
}

describe('averaging clipped updates', () => {
  it.each([1, 2, 8])(
    'is never a jump, over %i rounds of updates that all agree, as long as they may be',
    (rounds) => {
      for (const scale of [0.01, 1, 1e6]) {
        const before = vector(1, scale)
        let weights = before
        // Always the same direction: as far as rounds can go.
        const update = clipUpdate(vector(2, 1), CLIP)
        for (let round = 0; round < rounds; round++) weights = fedAvg(weights, [update, update, update])
        expect(jump(weights, { weights: before, rounds, clipNorm: CLIP })).toEqual([])
      }
    },
  )

  it('is a jump a thousandth further', () => {
    const before = vector(1, 0.1)
    const update = clipUpdate(vector(2, 1), CLIP)
    const after = before.map((value, index) => value + 2.002 * update[index]!)
    expect(l2Norm(update)).toBeCloseTo(CLIP)
    expect(jump(after, { weights: before, rounds: 2, clipNorm: CLIP })).toMatchObject([
      { kind: 'jump', strength: expect.closeTo(1.001, 4) },
    ])
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../decide.ts'
import { requestsOf, worlds } from './testing/enumerated.ts'
import { MOST_REQUESTS, whatIf } from './whatIf.ts'

const settings = { allowWithoutNoise: false }
const refuseAll = { id: 'no', effect: 'refuse', source: 'person', createdAt: 0, expiresAt: null } as const
const allowAll = { ...refuseAll, id: 'yes', effect: 'allow' } as const

describe('what other rules would have decided', () => {
  it('names exactly the requests whose effect differs, with the decision of the new rules', () => {
    fc.assert(
      fc.property(worlds(4), fc.nat(), ({ rules, themes }, cut) => {
        const requests = requestsOf(themes).slice(0, 50)
        const after = rules.slice(cut % rules.length)
        const expected = requests.flatMap((request, index) => {
          const [one, other] = [decide(rules, request, settings), decide(after, request, settings)]
          return one.effect === other.effect
            ? []
            : [{ index, before: one.effect, after: other.effect, decision: other }]
        })
        expect(whatIf(rules, after, requests, settings)).toEqual(expected)
      }),
      { numRuns: 50 },
    )
  })

  it('looks at the last of very many, and says which they are', () => {
    const [request] = requestsOf([4])
    if (request === undefined) throw new Error('no request')
    const changes = whatIf([allowAll], [refuseAll], Array(MOST_REQUESTS + 5).fill(request), settings)
    expect(changes).toHaveLength(MOST_REQUESTS)
    expect(changes[0]).toMatchObject({ index: 5, before: 'allow', after: 'refuse' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from './compile.ts'
import { decide } from './decide.ts'
import type { PolicyRequest } from './request.ts'
import type { RuleRecord } from './rule.ts'
import { arbitraryRequest, arbitraryRules } from './testing/arbitraries.ts'
import { requestFixture } from './testing/requests.ts'

const settings = { allowWithoutNoise: true }
const request = requestFixture({
  attestations: [{ schema: `0x${'a'.repeat(64)}`, attester: `0x${'a'.repeat(40)}` }],
})

/** Allows the request above, and looks at every fact of it. */
const demanding: RuleRecord = {
  id: 'demanding',
  effect: 'allow',
  source: 'person',
  who: {
    origins: [request.origin],
    publishers: [request.publisher],
    attested: request.attestations!,
  },
  what: {
    purposes: request.purposes,
    categories: [request.category],
    kinds: [request.kind],
    datasets: [request.dataset!],
  },
  needs: {
    unit: 'record',
    noise: true,
    maxEpsilonPerRound: 1,
    maxEpsilonPerTask: 1,
    maxEpsilonPerPublisher: 1,
    maxEpsilonPerPeriod: { period: 'week', epsilon: 1 },
    aggregation: ['plain'],
    minCohort: 1,
    minReward: { ...request.task.reward, perContribution: '1' },
    funded: true,
    maxRetentionDays: 365,
    recipients: ['digit lab'],
    jurisdictions: ['DE'],
    licenses: ['Apache-2.0'],
    charging: true,
    hours: { from: 0, to: 1439 },
    maxMinutesPerDay: 60,
    unmetered: true,
  },
  createdAt: 0,
  expiresAt: null,
}
const anything: RuleRecord = {
  id: 'anything',
  effect: 'allow',
  source: 'person',
  createdAt: 0,
  expiresAt: null,
}

type Path = readonly (string | number)[]

/** Every place in a value, deepest first. */
const paths = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...path, key])), path]
    : [path]

/** A copy with something else in one place. */
const put = (value: unknown, [key, ...rest]: Path, odd: PropertyDescriptor): unknown => {
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >
  if (rest.length === 0) Object.defineProperty(copy, key!, { configurable: true, enumerable: true, ...odd })
  else copy[key!] = put(copy[key!], rest, odd)
  return copy
}

const boom = (): never => {
  throw new Error('from a getter')
}
const throwing = new Proxy([], {
  get: boom,
  has: boom,
  ownKeys: boom,
  getPrototypeOf: boom,
  getOwnPropertyDescriptor: boom,
})
const revoked = Proxy.revocable({}, {})
revoked.revoke()
/** A list that says another length than it has, and gives other entries the second time. */
const fickle = () => {
  let reads = 0
  return new Proxy(['x'], {
    get: (_, key) =>
      key === 'length' ? 1 : key === '0' ? (reads++ === 0 ? 'dpv:AcademicResearch' : {}) : undefined,
  })
}

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined],
  ['null', null],
  ['NaN', Number.NaN],
  ['minus infinity', Number.NEGATIVE_INFINITY],
  ['a negative number', -1],
  ['a huge number', BigInt(10) ** 400n],
  ['a symbol', Symbol('x')],
  ['a function', () => true],
  ['a boolean object', new Boolean(true)],
  ['an empty text', ''],
  ['a prototype', '__proto__'],
  ['a million characters', 'a'.repeat(1_000_000)],
  ['many dots', `https://${'a.'.repeat(500_000)}example`],
  ['a wildcard as an origin', 'https://*.example'],
  ['an origin of nothing', 'null'],
  ['a million entries', Array.from({ length: 1_000_000 }, () => 'dpv:AcademicResearch')],
  ['a list without an end', { length: Number.POSITIVE_INFINITY }],
  ['a list with holes', new Array(5)],
  ['a list that throws', throwing],
  ['a revoked proxy', revoked.proxy],
  ['a bare object', Object.create(null)],
  ['an object that is a text', { toString: () => 'https://digits.example', valueOf: () => 0 }],
]

describe('a request in which one thing is odd is not allowed', () => {
  it('where nothing is, it is', () => {
    expect(decide([demanding], request, settings).effect).toBe('allow')
  })

  const policy = compile([demanding])
  // The device's idleness and three of the four periods are not looked at by the rule.
  const looked = paths(request).filter(
    (path) => !['idle', 'day', 'month', 'year'].includes(`${path.at(-1)}`) && path.length > 0,
  )
  it.each(HOSTILE)('%s', (_, value) => {
    for (const path of looked) {
      const decision = policy.decide(put(request, path, { value }) as PolicyRequest, settings)
      expect(['ask', 'refuse'], path.join('.')).toContain(decision.effect)
      expect(decision.because.length).toBeGreaterThan(0)
    }
  })

  it('a getter that throws', () => {
    for (const path of looked)
      expect(policy.decide(put(request, path, { get: boom }) as PolicyRequest, settings).effect).not.toBe(
        'allow',
      )
  })
})

it('what answers differently the second time is judged by what it said first', () => {
  let reads = 0
  const odd = put(request, ['task'], {
    get: () => ({ ...request.task, noise: reads++ === 0 ? request.task.noise : 'later' }),
  }) as PolicyRequest
  expect(decide([demanding], odd, settings).effect).toBe('allow')
  expect(reads).toBe(1)
  const list = { ...request, purposes: fickle() } as unknown as PolicyRequest
  expect(decide([demanding], list, settings).effect).toBe('allow')
})

it('never throws, and never allows, whatever request it is given', () => {
  const policy = compile([anything, demanding])
  const junk = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withSparseArray: true,
    withTypedArray: true,
  })
  fc.assert(
    fc.property(junk, junk, (odd, word) => {
      const { effect } = policy.decide(odd as PolicyRequest, word as typeof settings)
      expect(['ask', 'refuse']).toContain(effect)
    }),
    { numRuns: 2000 },
  )
})

it('never throws over odd facts in any place, and answers the same again', () => {
  const places = paths(request).filter((path) => path.length > 0)
  fc.assert(
    fc.property(arbitraryRules, fc.constantFrom(...places), fc.anything(), (rules, path, value) => {
      const odd = put(request, path, { value }) as PolicyRequest
      const first = decide(rules, odd, settings)
      expect(['allow', 'ask', 'refuse']).toContain(first.effect)
      expect(decide(rules, odd, settings)).toEqual(first)
    }),
    { numRuns: 2000 },
  )
})

describe('odd rules', () => {
  it('never allow, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...paths(demanding).filter((path) => path.length > 0)),
        fc.oneof(
          fc.anything().map((value) => () => value),
          fc.constantFrom(...HOSTILE.keys()).map((index) => () => HOSTILE[index]![1]),
        ),
        (path, value) => {
          const odd = put(demanding, path, { value: value() }) as RuleRecord
          const { effect, because } = decide([odd], request, settings)
          if (effect === 'allow') expect(because).toEqual([{ kind: 'rule', ruleId: odd.id, effect: 'allow' }])
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('keep everything from being allowed unasked, where they may have been against it', () => {
    fc.assert(
      fc.property(fc.anything(), arbitraryRequest, (odd, asked) => {
        expect(decide([odd as RuleRecord, anything], asked, settings).effect).not.toBe('allow')
      }),
    )
    for (const [, value] of HOSTILE)
      expect(decide([value as RuleRecord, anything], request, settings).effect).toBe('ask')
    expect(decide(throwing as RuleRecord[], request, settings).effect).toBe('ask')
    expect(decide(undefined as unknown as RuleRecord[], request, settings).effect).toBe('ask')
  })

  it('that would only have allowed are as if they were not there', () => {
    const odd = { ...anything, id: 'odd', needs: { fromTomorrow: true } } as unknown as RuleRecord
    expect(decide([odd], request, settings).because).toEqual([{ kind: 'no-rule' }])
    expect(decide([odd, demanding], request, settings).effect).toBe('allow')
  })
})

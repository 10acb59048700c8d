import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { manifestFixture } from './task.fixture.ts'
import { parameterCount, parseManifest, taskIdOf, termsHash } from './task.ts'

/** Every path to an object inside the manifest. */
const objectsIn = (
  value: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] =>
  typeof value !== 'object' || value === null
    ? []
    : [
        ...(Array.isArray(value) ? [] : [path]),
        ...Object.entries(value).flatMap(([key, inner]) =>
          objectsIn(inner, [...path, Array.isArray(value) ? Number(key) : key]),
        ),
      ]

const withField = (path: readonly (string | number)[]): unknown => {
  const copy = structuredClone(manifestFixture()) as Record<string | number, unknown>
  let at = copy
  for (const step of path) at = at[step] as Record<string | number, unknown>
  at.surprise = 1
  return copy
}

describe('a task manifest', () => {
  it('is read as it is', () => {
    expect(parseManifest(manifestFixture())).toEqual(manifestFixture())
  })

  it.each(objectsIn(manifestFixture()).map((path) => [path.join('.') || '(top)', path] as const))(
    'with an unknown field in %s is refused',
    (_name, path) => {
      expect(() => parseManifest(withField(path))).toThrow(expect.objectContaining({ code: 'task/invalid' }))
    },
  )

  const { publisher, reward, schedule, data, model } = manifestFixture()
  it.each([
    [
      'an address with a wrong checksum',
      { publisher: { ...publisher, address: '0x70997970c51812dc3A010C7d01b50e0d17dc79C8' } },
      'task/invalid',
    ],
    ['an amount that is a number', { reward: { ...reward, perContribution: 20_000 } }, 'task/invalid'],
    [
      'less than all rounds together',
      { reward: { ...reward, maxPerContributor: '159999' } },
      'task/inconsistent',
    ],
    [
      'weights of another size',
      { model: { ...model, weights: { ...model.weights, bytes: 4 } } },
      'task/inconsistent',
    ],
    [
      'an end before its beginning',
      { schedule: { ...schedule, closesAt: '2025-01-01T00:00:00.000Z' } },
      'task/inconsistent',
    ],
    [
      'a batch that its data cannot fill',
      { data: { ...data, minRecords: 1, maxRecords: 100 } },
      'task/inconsistent',
    ],
    [
      'a coordinator that is not http',
      { aggregation: { kind: 'plain', coordinator: 'file:///etc/passwd', minCohort: 1 } },
      'task/invalid',
    ],
  ])('with %s is refused', (_name, changes, code) => {
    expect(() => parseManifest({ ...manifestFixture(), ...changes })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('never crashes the reader, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(() => parseManifest(value)).toThrow(expect.objectContaining({ name: 'ProvisoError' }))
      }),
    )
  })

  it('has the same hash in any order of fields, and another for another word', () => {
    const manifest = manifestFixture()
    const reversed = Object.fromEntries(Object.entries(manifest).toReversed()) as typeof manifest
    expect(termsHash(reversed)).toBe(termsHash(manifest))
    expect(canonicalJson(reversed)).toBe(canonicalJson(manifest))
    expect(taskIdOf({ ...manifest, title: 'Other' })).not.toBe(taskIdOf(manifest))
  })

  it('counts the parameters of 784-64-10 as 50,890', () => {
    expect(parameterCount(manifestFixture().model.architecture)).toBe(50_890)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical.ts'
import { cnnFixture, manifestFixture } from './task.fixture.ts'
import {
  type Architecture,
  type Cnn,
  type LocalPrivacyTerms,
  parameterCount,
  parseManifest,
  type TaskManifest,
  taskIdOf,
  termsHash,
} from './task.ts'

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

  const cnn = cnnFixture()
  const [first, second] = cnn.convolutions as [Cnn['convolutions'][0], Cnn['convolutions'][0]]
  const withArchitecture = (architecture: Architecture, changes: Partial<TaskManifest> = {}) => {
    const bytes = 4 * parameterCount(architecture)
    return { ...manifestFixture(), model: { architecture, weights: { ...model.weights, bytes } }, ...changes }
  }

  it.each<[Architecture]>([
    [{ kind: 'logistic', inputs: 784, outputs: 10 }],
    [{ kind: 'mlp', inputs: 65_536, hidden: [512], outputs: 10 }],
    [cnn],
    [{ kind: 'text-bag', words: 256, buckets: 2048, width: 16, outputs: 10 }],
  ])('names %o', (architecture) => {
    expect(parseManifest(withArchitecture(architecture)).model.architecture).toEqual(architecture)
  })

  it.each<[string, Architecture, string]>([
    [
      'a kernel larger than what it gets',
      { ...cnn, convolutions: [first, { ...second, kernel: 15 }] },
      'model.architecture.convolutions.1.kernel',
    ],
    [
      'a pool larger than what it gets',
      { ...cnn, convolutions: [{ ...first, pool: 29 }] },
      'model.architecture.convolutions.0.pool',
    ],
    [
      'windows of nothing but pads',
      { ...cnn, convolutions: [{ ...first, pad: 8 }] },
      'model.architecture.convolutions.0.pad',
    ],
    [
      'too many parameters',
      { kind: 'mlp', inputs: 65_536, hidden: [4096], outputs: 10 },
      'parameters, of at most 67108864',
    ],
    [
      'too much work',
      {
        ...cnn,
        input: { channels: 4, height: 512, width: 512 },
        convolutions: [
          { filters: 12, kernel: 32, stride: 8, pad: 16, pool: 8 },
          ...Array(6).fill({ filters: 1024, kernel: 3, stride: 1, pad: 1, pool: 1 }),
        ],
      },
      'multiply-adds per example',
    ],
    ['too much to keep', { ...cnn, convolutions: [{ ...first, filters: 900 }] }, 'numbers kept per example'],
  ])('with a model of %s is refused, naming the field', (_name, architecture, words) => {
    // Its weights cannot be counted where windows do not fit.
    const manifest = { ...manifestFixture(), model: { ...model, architecture } }
    expect(() => parseManifest(manifest)).toThrow(
      expect.objectContaining({ code: 'task/inconsistent', message: expect.stringContaining(words) }),
    )
  })

  it('with a batch that is too much to hold is refused', () => {
    const wide: Architecture = { kind: 'mlp', inputs: 65_536, hidden: [512], outputs: 10 }
    const plain = (batchSize: number) =>
      parseManifest(withArchitecture(wide, { privacy: { mechanism: 'none', batchSize } }))
    expect(plain(1024).privacy).toMatchObject({ batchSize: 1024 })
    expect(() => plain(2048)).toThrow(
      expect.objectContaining({ code: 'task/inconsistent', message: expect.stringContaining('batchSize') }),
    )
  })

  it('counts examples under noise as far as they are run at once', () => {
    const wide: Architecture = { ...cnn, convolutions: [{ ...first, filters: 340 }] }
    const local = (expectedBatch: number) =>
      parseManifest(
        withArchitecture(wide, {
          data: { ...data, maxRecords: 10_000_000 },
          privacy: { ...(manifestFixture().privacy as LocalPrivacyTerms), expectedBatch },
        }),
      )
    expect(local(200).model.architecture).toEqual(wide)
    expect(() => local(256)).toThrow(
      expect.objectContaining({ message: expect.stringContaining('privacy.expectedBatch') }),
    )
    // Larger samples are run in parts: no more than 512 at once.
    const small: Architecture = { ...cnn, convolutions: [{ ...first, filters: 120 }] }
    const privacy = { ...(manifestFixture().privacy as LocalPrivacyTerms), expectedBatch: 60_000 }
    const parts = withArchitecture(small, { data: { ...data, maxRecords: 10_000_000 }, privacy })
    expect(parseManifest(parts).privacy).toEqual(privacy)
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

import { describe, expect, it } from 'vitest'
import { cnnFixture, manifestFixture } from '../protocol/task.fixture.ts'
import type { TaskManifest } from '../protocol/task.ts'
import { termChanges } from './changes.ts'

/** Words of the protocol with one value only, what makes a task another one, and what only machines compare. */
const UNSEEN = [
  'version',
  'nonce',
  'publisher.address',
  'publisher.settlementKey',
  'privacy.unit',
  'privacy.mechanism',
  'pipeline.0.step',
  'pipeline.1.step',
  'pipeline.2.step',
  'pipeline.3.step',
  'pipeline.4.step',
  'pipeline.5.step',
  'pipeline.6.step',
  'training.loss',
  'training.optimizer.kind',
  'aggregation.kind',
  'terms.withdrawal',
  'model.weights.sha256',
]

const full = manifestFixture({
  publisher: { ...manifestFixture().publisher, attestations: [`0x${'aa'.repeat(32)}`] },
  pipeline: [
    { step: 'resize', width: 28, height: 28 },
    { step: 'greyscale' },
    { step: 'normalise', mean: 0.5, std: 0.5 },
    { step: 'select', fields: ['a', 'b'] },
    { step: 'standardise', fields: { a: { mean: 0, std: 1 } } },
    { step: 'tokenise', field: 'note', words: 64, buckets: 1024 },
    { step: 'label', field: 'digit', classes: ['0', '1'] },
  ],
  eligibility: { attestation: { schema: `0x${'bb'.repeat(32)}`, attester: `0x${'cc'.repeat(20)}` } },
})

type Path = readonly string[]

const leaves = (value: unknown, path: Path = []): readonly Path[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, entry]) => leaves(entry, [...path, name]))
    : [path]

const other = (value: unknown): unknown => {
  if (typeof value === 'number') return value + 1
  const text = String(value)
  if (text === 'mlp') return 'logistic'
  if (Number.isFinite(Date.parse(text)) && /^\d{4}-/.test(text)) return '2031-05-05T00:00:00.000Z'
  if (/^https?:/.test(text)) return 'https://another.example/'
  return text.includes(':') ? `${text}Other` : /^\d+$/.test(text) ? `${text}0` : `${text} other`
}

const changedAt = (task: TaskManifest, path: Path): TaskManifest => {
  const copy = structuredClone(task)
  const last = path.at(-1) ?? ''
  const parent = path
    .slice(0, -1)
    .reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, copy as never)
  parent[last] = other(parent[last])
  return copy
}

describe('what has changed since the person agreed', () => {
  it('is nothing for the same task', () => {
    expect(termChanges(full, structuredClone(full))).toEqual([])
  })

  it.each(
    leaves(full)
      .map((path) => path.join('.'))
      .filter((path) => !UNSEEN.includes(path)),
  )('names %s', (path) => {
    const changes = termChanges(full, changedAt(full, path.split('.')))
    expect(changes).toHaveLength(1)
    expect(changes[0]!.before).not.toBe(changes[0]!.after)
  })

  it('names every number of a convolutional network', () => {
    const before = manifestFixture({
      model: { architecture: cnnFixture(), weights: manifestFixture().model.weights },
    })
    const paths = leaves(before.model.architecture).filter((path) => path[0] !== 'kind')
    expect(paths).toHaveLength(17)
    for (const path of paths)
      expect(termChanges(before, changedAt(before, ['model', 'architecture', ...path]))).toMatchObject([
        { term: 'model' },
      ])
  })

  it('names another optimizer, each of its numbers, and the bound on a gradient', () => {
    const { training } = manifestFixture()
    const optimizer = { kind: 'adamw', learningRate: 0.1, beta1: 0.5, weightDecay: 0.25 } as const
    const adamW = manifestFixture({ training: { ...training, optimizer, gradientClipNorm: 2 } })
    expect(termChanges(manifestFixture(), adamW)).toEqual([
      {
        term: 'steps',
        before: '40 × 0.5',
        after: '40 × 0.1, adamw, beta1 0.5, weightDecay 0.25, gradientClipNorm 2',
      },
    ])
    for (const path of [...leaves(optimizer).map((leaf) => ['optimizer', ...leaf]), ['gradientClipNorm']])
      expect(termChanges(adamW, changedAt(adamW, ['training', ...path]))).toMatchObject([{ term: 'steps' }])
  })

  it('names a task that adds no noise any more', () => {
    const open = manifestFixture({ privacy: { mechanism: 'none', batchSize: 32 } })
    expect(termChanges(manifestFixture(), open).map(({ term }) => term)).toEqual([
      'noise',
      'epsilon',
      'batch',
    ])
  })

  it('shows a long text from where it differs', () => {
    const before = manifestFixture({ description: `${'same '.repeat(100)}before` })
    const after = manifestFixture({ description: `${'same '.repeat(100)}after` })
    const [change] = termChanges(before, after)
    expect(change).toMatchObject({ term: 'description', before: expect.stringMatching(/^….*before$/) })
  })

  it('writes amounts as the caller says', () => {
    const { reward } = manifestFixture()
    const after = manifestFixture({ reward: { ...reward, perContribution: '30000' } })
    expect(termChanges(manifestFixture(), after, (base) => `${Number(base) / 1e6} USDC`)).toEqual([
      { term: 'reward', before: '0.02 USDC', after: '0.03 USDC' },
    ])
  })

  it('is inert', () => {
    const after = manifestFixture({ title: '\u202e<b>x</b>' })
    expect(termChanges(manifestFixture(), after)[0]!.after).toBe('<b>x</b>')
  })
})

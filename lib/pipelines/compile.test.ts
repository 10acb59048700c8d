import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cnnFixture } from '../protocol/task.fixture.ts'
import type { Architecture, PipelineStep } from '../protocol/task.ts'
import { compilePipeline, type PipelineSource } from './compile.ts'
import type { ImageRecord, Numbers, TableRecord, VaultRecord } from './records.ts'

const mlp = (inputs: number, outputs: number): Architecture => ({ kind: 'mlp', inputs, hidden: [8], outputs })
const cnn = (channels: number, height: number, width: number): Architecture =>
  cnnFixture({
    input: { channels, height, width },
    convolutions: [{ filters: 1, kernel: 1, stride: 1, pad: 0, pool: 1 }],
    outputs: 2,
  })

const DIGITS: PipelineSource = {
  kind: 'image',
  labels: ['0', '1', '2'],
  image: { width: 2, height: 2, channels: 1 },
}
const PEOPLE: PipelineSource = {
  kind: 'table',
  labels: [],
  fields: [
    { name: 'age', type: 'number' },
    { name: 'height', type: 'number' },
    { name: 'name', type: 'text' },
    { name: 'likes', type: 'text' },
  ],
}
const label: PipelineStep = { step: 'label', classes: ['0', '1'] }
const likes: PipelineStep = { step: 'label', field: 'likes', classes: ['no', 'yes'] }

const image = (
  width: number,
  height: number,
  channels: number,
  pixels: number[],
  name = '1',
): ImageRecord => ({
  kind: 'image',
  width,
  height,
  channels,
  pixels: Uint8Array.from(pixels),
  label: name,
})
const row = (values: TableRecord['values']): TableRecord => ({ kind: 'table', values })
const values = (x: Numbers | undefined): number[] => Array.from(x ?? [])

describe('a pipeline on images', () => {
  it('scales bytes to [0, 1] and flattens row by row', () => {
    const pipeline = compilePipeline([label], DIGITS, mlp(4, 2))
    const example = pipeline.toExample(image(2, 2, 1, [0, 51, 102, 255]))
    expect(example?.label).toBe(1)
    expect(values(example?.x)).toEqual([0, 0.2, 0.4, 1].map(Math.fround))
  })

  it('normalises after scaling', () => {
    const pipeline = compilePipeline([{ step: 'normalise', mean: 0.5, std: 0.25 }, label], DIGITS, mlp(4, 2))
    expect(values(pipeline.toExample(image(2, 2, 1, [0, 255, 0, 255]))?.x)).toEqual([-2, 2, -2, 2])
  })

  it('takes MNIST as its publisher would', () => {
    const source: PipelineSource = { ...DIGITS, image: { width: 28, height: 28, channels: 1 } }
    const steps: PipelineStep[] = [{ step: 'normalise', mean: 0.1307, std: 0.3081 }, label]
    const pipeline = compilePipeline(steps, source, mlp(784, 2))
    const example = pipeline.toExample(image(28, 28, 1, new Array(784).fill(255)))
    expect(example?.x).toHaveLength(784)
    expect(example?.x[0]).toBeCloseTo(2.8215, 4)
  })

  it('greys with the weights of BT.601', () => {
    const source: PipelineSource = { ...DIGITS, image: { width: 3, height: 1, channels: 3 } }
    const pipeline = compilePipeline([{ step: 'greyscale' }, label], source, mlp(3, 2))
    const x = values(pipeline.toExample(image(3, 1, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255]))?.x)
    for (const [i, weight] of [0.299, 0.587, 0.114].entries()) expect(x[i]).toBeCloseTo(weight, 6)
  })

  it('keeps colours channel by channel, last', () => {
    const source: PipelineSource = { ...DIGITS, image: { width: 1, height: 1, channels: 3 } }
    const pipeline = compilePipeline([label], source, mlp(3, 2))
    expect(values(pipeline.toExample(image(1, 1, 3, [255, 0, 51]))?.x)).toEqual([1, 0, Math.fround(0.2)])
  })

  it('gives convolutions one plane of each colour after another, normalised', () => {
    const source: PipelineSource = { ...DIGITS, image: { width: 3, height: 2, channels: 3 } }
    const steps: PipelineStep[] = [{ step: 'normalise', mean: 1, std: 0.5 }, label]
    const pipeline = compilePipeline(steps, source, cnn(3, 2, 3))
    // Hundreds are the row, tens the column, ones the colour.
    const pixels = [0, 1].flatMap((row) =>
      [0, 1, 2].flatMap((column) => [0, 1, 2].map((colour) => 100 * row + 10 * column + colour)),
    )
    const expected = [0, 1, 2].flatMap((colour) => [0, 10, 20, 100, 110, 120].map((byte) => byte + colour))
    const x = values(pipeline.toExample(image(3, 2, 3, pixels))?.x)
    for (const [i, byte] of expected.entries()) expect(x[i]).toBeCloseTo((byte / 255 - 1) / 0.5, 5)
  })

  describe('resizing', () => {
    const resized = (width: number, height: number, record: ImageRecord) => {
      const source: PipelineSource = { kind: 'image', labels: ['1'] }
      const steps: PipelineStep[] = [{ step: 'resize', width, height }, { step: 'greyscale' }, label]
      return values(compilePipeline(steps, source, mlp(width * height, 2)).toExample(record)?.x)
    }

    it('agrees with the half-pixel example of ONNX Resize', () => {
      // resize_downsample_sizes_linear of the ONNX operator tests: 2 × 4 to 1 × 2.
      const [a, b] = resized(2, 1, image(4, 2, 1, [1, 2, 3, 4, 5, 6, 7, 8]))
      expect(a! * 255).toBeCloseTo((1 + 2 + 5 + 6) / 4, 4)
      expect(b! * 255).toBeCloseTo((3 + 4 + 7 + 8) / 4, 4)
      // resize_upsample_scales_linear: 2 × 2 to 4 × 4, first row.
      const up = resized(4, 4, image(2, 2, 1, [1, 2, 3, 4])).map((value) => value * 255)
      for (const [i, value] of [1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5].entries())
        expect(up[i]).toBeCloseTo(value, 4)
    })

    it('changes nothing at the same size and nothing in an even picture', () => {
      expect(resized(2, 2, image(2, 2, 1, [0, 51, 102, 255]))).toEqual([0, 0.2, 0.4, 1].map(Math.fround))
      for (const value of resized(5, 7, image(3, 2, 3, new Array(18).fill(51))))
        expect(value).toBeCloseTo(0.2, 6)
    })

    it('stays within the range of its pixels', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 9 }),
          fc.integer({ min: 1, max: 9 }),
          fc.uint8Array({ minLength: 12, maxLength: 12 }),
          (width, height, pixels) => {
            const x = resized(width, height, image(4, 3, 1, [...pixels]))
            expect(x).toHaveLength(width * height)
            expect(Math.min(...x)).toBeGreaterThanOrEqual(Math.min(...pixels) / 255 - 1e-6)
            expect(Math.max(...x)).toBeLessThanOrEqual(Math.max(...pixels) / 255 + 1e-6)
          },
        ),
      )
    })
  })
})

describe('a pipeline on tables', () => {
  const steps: PipelineStep[] = [
    { step: 'select', fields: ['height', 'age'] },
    { step: 'standardise', fields: { age: { mean: 40, std: 10 } } },
    likes,
  ]
  const pipeline = compilePipeline(steps, PEOPLE, mlp(2, 2))

  it('selects in the order of the task and standardises', () => {
    const example = pipeline.toExample(row({ name: 'Ada', likes: 'yes', age: 30, height: 1.5 }))
    expect(example?.label).toBe(1)
    expect(values(example?.x)).toEqual([1.5, -1])
  })

  it('matches a numeric label by its digits', () => {
    const byAge: PipelineStep[] = [
      { step: 'select', fields: ['height'] },
      { step: 'label', field: 'age', classes: ['30', '31'] },
    ]
    expect(compilePipeline(byAge, PEOPLE, mlp(1, 2)).toExample(row({ age: 31, height: 2 }))?.label).toBe(1)
  })
})

describe('a pipeline on texts', () => {
  const steps: PipelineStep[] = [{ step: 'tokenise', field: 'name', words: 3, buckets: 50 }, likes]
  const bag: Architecture = { kind: 'text-bag', words: 3, buckets: 50, width: 2, outputs: 2 }
  const pipeline = compilePipeline(steps, PEOPLE, bag)

  it('gives the bucket of each word', () => {
    const example = pipeline.toExample(row({ name: 'Ada Ada', likes: 'yes', age: 30 }))
    const [first, second, third] = example!.x
    expect(example!.x).toBeInstanceOf(Int32Array)
    expect([second, third]).toEqual([first, 50])
    expect(example?.label).toBe(1)
  })

  it.each([[{ likes: 'yes' }], [{ name: 7, likes: 'yes' }], [{ name: 'Ada' }]])(
    'gives no example for %o',
    (record) => {
      expect(pipeline.toExample(row(record))).toBeUndefined()
    },
  )
})

describe('a record without an example', () => {
  const digits = compilePipeline([label], DIGITS, mlp(4, 2))
  const people = compilePipeline([{ step: 'select', fields: ['age'] }, likes], PEOPLE, mlp(1, 2))
  it.each<[string, { toExample(record: VaultRecord): unknown }, VaultRecord]>([
    ['has a label outside the classes', digits, image(2, 2, 1, [1, 2, 3, 4], '2')],
    ['has another size', digits, image(2, 1, 1, [1, 2])],
    ['has fewer pixels than its size', digits, image(2, 2, 1, [1, 2, 3])],
    ['is a row among images', digits, row({ age: 1, likes: 'yes' })],
    ['is an image among rows', people, image(2, 2, 1, [1, 2, 3, 4])],
    ['lacks a feature', people, row({ likes: 'yes' })],
    ['lacks its label', people, row({ age: 3 })],
    ['has text for a number', people, row({ age: 'three', likes: 'yes' })],
    ['is not a number', people, row({ age: Number.NaN, likes: 'yes' })],
    ['is infinite', people, row({ age: Number.POSITIVE_INFINITY, likes: 'yes' })],
    ['is beyond float32', people, row({ age: 1e300, likes: 'yes' })],
    ['inherits its label', people, row({ age: 1, likes: 'constructor' })],
  ])('%s', (_, pipeline, record) => {
    expect(pipeline.toExample(record)).toBeUndefined()
  })
})

describe('independence of records', () => {
  it('holds: an example is the same alone, among others, and in any order', () => {
    const source: PipelineSource = { kind: 'image', labels: ['0', '1'] }
    const steps: PipelineStep[] = [
      { step: 'resize', width: 3, height: 3 },
      { step: 'greyscale' },
      { step: 'normalise', mean: 0.3, std: 0.5 },
      label,
    ]
    const pixel = fc.uint8Array({ minLength: 48, maxLength: 48 })
    const record = fc
      .record({
        pixel,
        side: fc.constantFrom(1, 2, 4),
        channels: fc.constantFrom(1, 3),
        name: fc.constantFrom('0', '1', 'x'),
      })
      .map(({ pixel, side, channels, name }) =>
        image(side, side, channels, [...pixel.subarray(0, side * side * channels)], name),
      )
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), (records) => {
        const shared = compilePipeline(steps, source, mlp(9, 2))
        const together = records.map((item) => shared.toExample(item))
        const backwards = records
          .toReversed()
          .map((item) => shared.toExample(item))
          .toReversed()
        const alone = records.map((item) => compilePipeline(steps, source, mlp(9, 2)).toExample(item))
        expect(together).toEqual(alone)
        expect(backwards).toEqual(alone)
      }),
    )
  })

  it('holds: an example shares no memory with its record', () => {
    const record = image(2, 2, 1, [1, 2, 3, 4])
    const pipeline = compilePipeline([label], DIGITS, mlp(4, 2))
    const first = pipeline.toExample(record)
    first?.x.fill(9)
    expect(values(pipeline.toExample(record)?.x)).toEqual(
      [1, 2, 3, 4].map((value) => Math.fround(value / 255)),
    )
  })
})

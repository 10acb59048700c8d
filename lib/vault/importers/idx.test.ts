import { gzipSync, zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { importDataset } from '../import.ts'
import { mnistTestImages, mnistTestLabels } from '../testing/mnist.ts'
import {
  allRecords,
  countChunks,
  emptyDatabase,
  encodeIdx,
  expectNothingStored,
  fileOf,
} from '../testing/vault.ts'

const testImages = await mnistTestImages()
const testLabels = await mnistTestLabels()

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

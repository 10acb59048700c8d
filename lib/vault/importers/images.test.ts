import { zipSync } from 'fflate'
import { beforeEach, describe, expect, it } from 'vitest'
import { importDataset } from '../import.ts'
import { encodePng } from '../testing/png.ts'
import { standInDecoder } from '../testing/standInDecoder.ts'
import { allRecords, emptyDatabase, expectNothingStored, fileOf } from '../testing/vault.ts'
import type { DecodeImage } from './decodeImage.ts'

const decodeImage = standInDecoder
const grey = (value: number) => encodePng(4, 3, 1, new Uint8Array(12).fill(value))

beforeEach(emptyDatabase)

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

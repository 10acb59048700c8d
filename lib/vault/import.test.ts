import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '../db/database.ts'
import { importDataset } from './import.ts'
import { mnistTestImages, mnistTestLabels } from './testing/mnist.ts'
import { encodePng } from './testing/png.ts'
import { standInDecoder } from './testing/standInDecoder.ts'
import { countChunks, countDatasets, emptyDatabase, expectNothingStored, fileOf } from './testing/vault.ts'

const testImages = await mnistTestImages()
const testLabels = await mnistTestLabels()
const decodeImage = standInDecoder
const grey = (value: number) => encodePng(4, 3, 1, new Uint8Array(12).fill(value))

beforeEach(emptyDatabase)

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

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openShards } from './mnist.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proviso-mnist-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const PIXELS = 784
const picturesOf = (file: Buffer) =>
  Array.from({ length: (file.length - 16) / PIXELS }, (_, i) =>
    file.subarray(16 + i * PIXELS, 16 + (i + 1) * PIXELS).toString('base64'),
  )

describe('openShards', () => {
  it('writes disjoint IDX files, 70 % of each from its two digits', async () => {
    const writeShard = await openShards(folder)
    const shards = []
    for (let i = 0; i < 5; i++)
      shards.push(await writeShard({ name: `${i}`, count: 600, mostly: [2 * i, 2 * i + 1] }))
    const seen: string[] = []
    for (const [i, { images, labels }] of shards.entries()) {
      const pictures = await readFile(images)
      const digits = await readFile(labels)
      expect(pictures.readUInt32BE(0)).toBe(0x803)
      expect([4, 8, 12].map((at) => pictures.readUInt32BE(at))).toEqual([600, 28, 28])
      expect([digits.readUInt32BE(0), digits.readUInt32BE(4), digits.length]).toEqual([0x801, 600, 608])
      const own = [...digits.subarray(8)].filter((digit) => digit === 2 * i || digit === 2 * i + 1)
      expect(own).toHaveLength(420)
      seen.push(...picturesOf(pictures))
    }
    expect(new Set(seen).size).toBe(3000)
  })
})

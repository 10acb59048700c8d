import type { Examples } from '../../../lib/trainer/examples.ts'

/** Mean and standard deviation of the training set's pixels, 0 to 1, as everyone has them: taken as public, as the papers do. */
const MEAN = 0.1307
const STD = 0.3081

/** Bytes before the first image and label of an IDX file. */
const IMAGE_HEADER = 16
const LABEL_HEADER = 8
const PIXELS = 28 * 28

const bytes = async (name: string): Promise<Uint8Array> => {
  const response = await fetch(`/mnist/${name}`)
  if (!response.ok) throw new Error(`${name}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** `train` or `t10k`. */
export const loadImages = async (name: string): Promise<Examples> => {
  const [images, labels] = await Promise.all([
    bytes(`${name}-images-idx3-ubyte`),
    bytes(`${name}-labels-idx1-ubyte`),
  ])
  return {
    count: labels.length - LABEL_HEADER,
    width: PIXELS,
    shape: [1, 28, 28],
    x: Float32Array.from(images.subarray(IMAGE_HEADER), (pixel) => (pixel / 255 - MEAN) / STD),
    labels: Int32Array.from(labels.subarray(LABEL_HEADER)),
  }
}

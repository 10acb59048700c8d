import type { PipelineStep } from '../protocol/task.ts'
import { PipelineError } from './errors.ts'
import type { ImageRecord, Numbers } from './records.ts'

/** `[height, width, channels]`, row by row, channels last. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly values: Float32Array
}

/** What is known of every picture at one point of a pipeline; undefined where pictures differ. */
export interface PictureShape {
  readonly width: number | undefined
  readonly height: number | undefined
  readonly channels: number | undefined
}

type PictureStep = (picture: Picture) => Picture

const toPicture = ({ width, height, channels, pixels }: ImageRecord): Picture => {
  const values = new Float32Array(pixels.length)
  for (let i = 0; i < values.length; i++) values[i] = pixels[i]! / 255
  return { width, height, channels, values }
}

/** For every target position: the two source positions around it and the weight of the second. */
const lerp = (from: number, to: number) => {
  const low = new Uint32Array(to)
  const high = new Uint32Array(to)
  const weight = new Float64Array(to)
  for (let i = 0; i < to; i++) {
    const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1)
    low[i] = Math.floor(at)
    high[i] = Math.min(low[i]! + 1, from - 1)
    weight[i] = at - low[i]!
  }
  return { low, high, weight }
}

/** Bilinear, half-pixel centres, no antialiasing: ONNX `Resize` with mode `linear` and its defaults. */
const resize =
  (width: number, height: number): PictureStep =>
  (picture) => {
    if (picture.width === width && picture.height === height) return picture
    const { channels, values } = picture
    const x = lerp(picture.width, width)
    const y = lerp(picture.height, height)
    const out = new Float32Array(width * height * channels)
    let next = 0
    for (let row = 0; row < height; row++) {
      const top = y.low[row]! * picture.width
      const bottom = y.high[row]! * picture.width
      const down = y.weight[row]!
      for (let column = 0; column < width; column++) {
        const left = x.low[column]!
        const right = x.high[column]!
        const across = x.weight[column]!
        for (let channel = 0; channel < channels; channel++) {
          const at = (position: number) => values[position * channels + channel]!
          const above = at(top + left) * (1 - across) + at(top + right) * across
          const below = at(bottom + left) * (1 - across) + at(bottom + right) * across
          out[next++] = above * (1 - down) + below * down
        }
      }
    }
    return { width, height, channels, values: out }
  }

/** Luma of ITU-R BT.601: 0.299 red, 0.587 green, 0.114 blue. A grey picture stays as it is. */
const greyscale: PictureStep = (picture) => {
  if (picture.channels === 1) return picture
  const out = new Float32Array(picture.width * picture.height)
  for (let i = 0; i < out.length; i++) {
    const at = i * picture.channels
    out[i] = 0.299 * picture.values[at]! + 0.587 * picture.values[at + 1]! + 0.114 * picture.values[at + 2]!
  }
  return { ...picture, channels: 1, values: out }
}

const normalise =
  (mean: number, std: number): PictureStep =>
  (picture) => ({ ...picture, values: picture.values.map((value) => (value - mean) / std) })

const holds = (record: ImageRecord, shape: PictureShape): boolean =>
  (shape.width === undefined || record.width === shape.width) &&
  (shape.height === undefined || record.height === shape.height) &&
  (shape.channels === undefined || record.channels === shape.channels) &&
  (record.channels === 1 || record.channels === 3) &&
  record.pixels.length === record.width * record.height * record.channels

export interface Features<Record> {
  /** Length of every vector of features. */
  readonly length: number
  /** The features, or undefined for a record that does not have them. Words are whole numbers. */
  extract(record: Record): Numbers | undefined
}

/** Features of pictures: `[height, width, channels]`, which multiply to `length`. */
export interface PictureFeatures extends Features<ImageRecord> {
  extract(record: ImageRecord): Float32Array | undefined
  readonly size: { readonly width: number; readonly height: number; readonly channels: number }
}

/** Steps on pictures; pixels start in [0, 1] (byte / 255). Throws `PipelineError`. */
export const compileImage = (
  steps: readonly PipelineStep[],
  image: PictureShape | undefined,
): PictureFeatures => {
  const source: PictureShape = image ?? { width: undefined, height: undefined, channels: undefined }
  const operations: PictureStep[] = []
  let shape = source
  steps.forEach((step, index) => {
    switch (step.step) {
      case 'resize':
        operations.push(resize(step.width, step.height))
        shape = { ...shape, width: step.width, height: step.height }
        break
      case 'greyscale':
        operations.push(greyscale)
        shape = { ...shape, channels: 1 }
        break
      case 'normalise':
        if (!Number.isFinite(step.mean) || !(step.std > 0))
          throw new PipelineError(
            'bad-value',
            { index, step: step.step, field: 'std' },
            'must be above zero.',
          )
        operations.push(normalise(step.mean, step.std))
        break
      case 'select':
      case 'standardise':
      case 'tokenise':
        throw new PipelineError(
          'wrong-kind',
          { index, step: step.step, field: 'step' },
          'works on tables; this dataset holds images.',
        )
      case 'label':
        break
    }
  })
  const { width, height, channels } = shape
  if (width === undefined || height === undefined)
    throw new PipelineError(
      'size-unknown',
      { field: 'pipeline' },
      'the images differ in size, so a resize step is needed.',
    )
  if (channels === undefined)
    throw new PipelineError(
      'channels-unknown',
      { field: 'pipeline' },
      'some images are grey and some in colour, so a greyscale step is needed.',
    )
  return {
    size: { width, height, channels },
    length: width * height * channels,
    extract: (record) =>
      holds(record, source)
        ? operations.reduce((picture, operation) => operation(picture), toPicture(record)).values
        : undefined,
  }
}

import { inputWidth } from '../protocol/layers.ts'
import type { Architecture, Cnn, PipelineStep } from '../protocol/task.ts'
import { channelsFirst } from './channelsFirst.ts'
import { PipelineError } from './errors.ts'
import { compileImage, type Features, type PictureFeatures } from './image.ts'
import { compileLabel, type LabelSource } from './label.ts'
import type { ImageRecord, VaultRecord } from './records.ts'
import { compileTable } from './table.ts'

/** What is known of a dataset before any record is read. */
export interface PipelineSource extends LabelSource {
  /** For kind `image`: the common size; absent where images differ. */
  readonly image?: { readonly width: number; readonly height: number; readonly channels: number }
}

export interface Example {
  /**
   * As many numbers as the model takes, in its order; every one is finite. Pictures are `[height, width, channels]`, for
   * convolutions `[channels, height, width]`.
   */
  readonly x: Float32Array
  /** 0 to `architecture.outputs - 1`. */
  readonly label: number
}

export interface CompiledPipeline {
  /**
   * One record is one example or none (a label outside the classes, an empty cell, a value that is not finite), and
   * depends on no other record: what one record can change is then bounded by the clip of one example.
   */
  toExample(record: VaultRecord): Example | undefined
}

interface RecordFeatures {
  readonly length: number
  extract(record: VaultRecord): Float32Array | undefined
}

/** Pictures as a convolution reads them. Throws `PipelineError` where they have another size than the model takes. */
const planes = ({ size, length, extract }: PictureFeatures, { input }: Cnn): Features<ImageRecord> => {
  const named = ({ width, height, channels }: typeof size) => `${width} by ${height} by ${channels}`
  if (named(size) !== named(input))
    throw new PipelineError(
      'inputs-mismatch',
      { field: 'model.architecture.input' },
      `the steps give pictures of ${named(size)} (width, height, channels); the model takes ${named(input)}.`,
    )
  return {
    length,
    extract: (record) => {
      const values = extract(record)
      return values === undefined ? undefined : channelsFirst(values, size)
    },
  }
}

const features = (
  steps: readonly PipelineStep[],
  source: PipelineSource,
  architecture: Architecture,
): RecordFeatures => {
  if (source.kind === 'image') {
    const picture = compileImage(steps, source.image)
    const image = architecture.kind === 'cnn' ? planes(picture, architecture) : picture
    return {
      length: image.length,
      extract: (record) => (record.kind === 'image' ? image.extract(record) : undefined),
    }
  }
  const table = compileTable(steps, source.fields ?? [])
  if (architecture.kind === 'cnn')
    throw new PipelineError(
      'wrong-kind',
      { field: 'model.architecture.kind' },
      'a convolutional network reads images; this dataset is a table.',
    )
  return {
    length: table.length,
    extract: (record) => (record.kind === 'table' ? table.extract(record) : undefined),
  }
}

/**
 * Turns a task's declared steps into a function from record to example. Nothing of a publisher's runs: the steps are
 * data. Throws `PipelineError`, naming step and field, where steps, dataset and architecture do not fit together.
 */
export const compilePipeline = (
  steps: readonly PipelineStep[],
  dataset: PipelineSource,
  architecture: Architecture,
): CompiledPipeline => {
  const label = compileLabel(steps, dataset)
  const { length, extract } = features(steps, dataset, architecture)
  const inputs = inputWidth(architecture)
  if (length !== inputs)
    throw new PipelineError(
      'inputs-mismatch',
      { field: 'model.architecture.inputs' },
      `the steps give ${length} numbers; the model takes ${inputs}.`,
    )
  if (label.classes !== architecture.outputs)
    throw new PipelineError(
      'outputs-mismatch',
      { field: 'model.architecture.outputs' },
      `the label step has ${label.classes} classes; the model gives ${architecture.outputs}.`,
    )
  return {
    toExample: (record) => {
      const position = label.extract(record)
      if (position === undefined) return undefined
      const x = extract(record)
      return x?.every(Number.isFinite) ? { x, label: position } : undefined
    },
  }
}

import { inputWidth } from '../protocol/layers.ts'
import type { Architecture, Cnn, PipelineStep } from '../protocol/task.ts'
import { channelsFirst } from './channelsFirst.ts'
import { PipelineError } from './errors.ts'
import { compileImage, type Features, type PictureFeatures } from './image.ts'
import { compileLabel, type LabelSource } from './label.ts'
import type { ImageRecord, Numbers, TableRecord, VaultRecord } from './records.ts'
import { compileTable, type SourceField } from './table.ts'
import { compileText } from './text.ts'

/** What is known of a dataset before any record is read. */
export interface PipelineSource extends LabelSource {
  /** For kind `image`: the common size; absent where images differ. */
  readonly image?: { readonly width: number; readonly height: number; readonly channels: number }
}

export interface Example {
  /**
   * As many numbers as the model takes, in its order; every one is finite. Pictures are `[height, width, channels]`, for
   * convolutions `[channels, height, width]`; words are whole numbers, in their order.
   */
  readonly x: Numbers
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

/** Rows of numbers, or of words. Throws `PipelineError` where the model reads something else. */
const rows = (
  steps: readonly PipelineStep[],
  fields: readonly SourceField[],
  architecture: Architecture,
): Features<TableRecord> => {
  const place = { field: 'model.architecture.kind' }
  const text = compileText(steps, fields)
  if (architecture.kind === 'cnn')
    throw new PipelineError(
      'wrong-kind',
      place,
      'a convolutional network reads images; this dataset is a table.',
    )
  if ((text === undefined) !== (architecture.kind !== 'text-bag'))
    throw new PipelineError('wrong-kind', place, 'a tokenise step and a text-bag model go together.')
  if (text === undefined || architecture.kind !== 'text-bag') return compileTable(steps, fields)
  const { words, buckets } = architecture
  if (text.words !== words || text.buckets !== buckets)
    throw new PipelineError(
      'inputs-mismatch',
      { field: 'model.architecture' },
      `the steps give ${text.words} words in ${text.buckets} buckets; the model takes ${words} in ${buckets}.`,
    )
  return text
}

const pictures = (
  steps: readonly PipelineStep[],
  { image }: PipelineSource,
  architecture: Architecture,
): Features<ImageRecord> => {
  const picture = compileImage(steps, image)
  if (architecture.kind === 'text-bag')
    throw new PipelineError(
      'wrong-kind',
      { field: 'model.architecture.kind' },
      'a text-bag model reads words; this dataset holds images.',
    )
  return architecture.kind === 'cnn' ? planes(picture, architecture) : picture
}

const features = (
  steps: readonly PipelineStep[],
  source: PipelineSource,
  architecture: Architecture,
): Features<VaultRecord> => {
  if (source.kind === 'image') {
    const { length, extract } = pictures(steps, source, architecture)
    return { length, extract: (record) => (record.kind === 'image' ? extract(record) : undefined) }
  }
  const { length, extract } = rows(steps, source.fields ?? [], architecture)
  return { length, extract: (record) => (record.kind === 'table' ? extract(record) : undefined) }
}

/** Words are finite as they are. */
const areFinite = (x: Numbers): boolean => x instanceof Int32Array || x.every(Number.isFinite)

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
      return x !== undefined && areFinite(x) ? { x, label: position } : undefined
    },
  }
}

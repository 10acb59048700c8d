import type { Architecture, PipelineStep } from '../protocol/task.ts'
import { PipelineError } from './errors.ts'
import { compileImage } from './image.ts'
import { compileLabel, type LabelSource } from './label.ts'
import type { VaultRecord } from './records.ts'
import { compileTable } from './table.ts'

/** What is known of a dataset before any record is read. */
export interface PipelineSource extends LabelSource {
  /** For kind `image`: the common size; absent where images differ. */
  readonly image?: { readonly width: number; readonly height: number; readonly channels: number }
}

export interface Example {
  /** Length `architecture.inputs`; every value is finite. Pictures: `[height, width, channels]`. */
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

const features = (
  steps: readonly PipelineStep[],
  source: PipelineSource,
): { length: number; extract(record: VaultRecord): Float32Array | undefined } => {
  if (source.kind === 'image') {
    const image = compileImage(steps, source.image)
    return {
      length: image.length,
      extract: (record) => (record.kind === 'image' ? image.extract(record) : undefined),
    }
  }
  const table = compileTable(steps, source.fields ?? [])
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
  const { length, extract } = features(steps, dataset)
  if (length !== architecture.inputs)
    throw new PipelineError(
      'inputs-mismatch',
      { field: 'model.architecture.inputs' },
      `the steps give ${length} numbers; the model takes ${architecture.inputs}.`,
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

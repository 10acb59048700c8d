import type { PipelineStep } from '../protocol/task.ts'
import { PipelineError } from './errors.ts'
import type { VaultRecord } from './records.ts'
import type { SourceField } from './table.ts'

export interface LabelSource {
  readonly kind: 'image' | 'table'
  readonly fields?: readonly SourceField[]
  /** Labels that occur in a dataset of images. */
  readonly labels: readonly string[]
}

export interface CompiledLabel {
  readonly classes: number
  /** Position among the classes, or undefined for a label that is none of them. */
  extract(record: VaultRecord): number | undefined
}

/** Reads the one `label` step. Throws `PipelineError`. */
export const compileLabel = (steps: readonly PipelineStep[], source: LabelSource): CompiledLabel => {
  const found = steps.flatMap((step, index) => (step.step === 'label' ? [{ step, index }] : []))
  const [first, second] = found
  if (first === undefined)
    throw new PipelineError('label-missing', { field: 'pipeline' }, 'a label step is needed.')
  if (second !== undefined)
    throw new PipelineError(
      'repeated-step',
      { index: second.index, step: 'label', field: 'step' },
      'comes twice.',
    )
  const { step, index } = first
  const place = (field: string) => ({ index, step: step.step, field })
  const positions = new Map(step.classes.map((name, position) => [name, position]))
  if (positions.size !== step.classes.length)
    throw new PipelineError('repeated-class', place('classes'), 'a class is named twice.')
  if (source.kind === 'image') {
    if (step.field !== undefined)
      throw new PipelineError('wrong-kind', place('field'), 'images carry their label; they have no fields.')
    if (!source.labels.some((label) => positions.has(label)))
      throw new PipelineError('labels-unknown', place('classes'), 'no image here has one of these labels.')
    return {
      classes: step.classes.length,
      extract: (record) => (record.kind === 'image' ? positions.get(record.label) : undefined),
    }
  }
  const { field } = step
  if (field === undefined)
    throw new PipelineError('label-field-missing', place('field'), 'a table needs the field of its label.')
  if (!source.fields?.some(({ name }) => name === field))
    throw new PipelineError('unknown-field', place(field), 'this dataset has no such field.')
  return {
    classes: step.classes.length,
    extract: (record) => {
      if (record.kind !== 'table' || !Object.hasOwn(record.values, field)) return undefined
      return positions.get(String(record.values[field]))
    },
  }
}

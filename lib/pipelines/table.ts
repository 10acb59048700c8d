import type { PipelineStep } from '../protocol/task.ts'
import { PipelineError } from './errors.ts'
import type { Features } from './image.ts'
import type { TableRecord } from './records.ts'

export interface SourceField {
  readonly name: string
  readonly type: 'number' | 'text'
}

interface Scale {
  readonly mean: number
  readonly std: number
}

/** The fields that become features, in this order. Throws unless each is a number field, named once. */
const selected = (
  step: Extract<PipelineStep, { step: 'select' }>,
  index: number,
  types: ReadonlyMap<string, SourceField['type']>,
): readonly string[] => {
  const seen = new Set<string>()
  for (const field of step.fields) {
    const place = { index, step: step.step, field }
    const type = types.get(field)
    if (type === undefined) throw new PipelineError('unknown-field', place, 'this dataset has no such field.')
    if (type !== 'number') throw new PipelineError('not-a-number', place, 'this field holds text.')
    if (seen.has(field)) throw new PipelineError('repeated-field', place, 'is selected twice.')
    seen.add(field)
  }
  return step.fields
}

/** Steps on rows: `select` says which fields, in which order; `standardise` scales them. Throws `PipelineError`. */
export const compileTable = (
  steps: readonly PipelineStep[],
  fields: readonly SourceField[],
): Features<TableRecord> => {
  const types = new Map(fields.map((field) => [field.name, field.type]))
  let features: readonly string[] | undefined
  const scales = new Map<string, Scale[]>()
  steps.forEach((step, index) => {
    switch (step.step) {
      case 'select':
        if (features !== undefined)
          throw new PipelineError('repeated-step', { index, step: step.step, field: 'step' }, 'comes twice.')
        features = selected(step, index, types)
        break
      case 'standardise':
        for (const [field, { mean, std }] of Object.entries(step.fields)) {
          const place = { index, step: step.step, field }
          if (types.get(field) !== 'number')
            throw new PipelineError('unknown-field', place, 'this dataset has no such number field.')
          if (!Number.isFinite(mean) || !(std > 0))
            throw new PipelineError('bad-value', place, 'the standard deviation must be above zero.')
          scales.set(field, [...(scales.get(field) ?? []), { mean, std }])
        }
        break
      case 'resize':
      case 'greyscale':
      case 'normalise':
        throw new PipelineError(
          'wrong-kind',
          { index, step: step.step, field: 'step' },
          'works on images; this dataset is a table.',
        )
      case 'label':
        break
    }
  })
  const columns = features
  if (columns === undefined)
    throw new PipelineError('select-missing', { field: 'pipeline' }, 'a table needs a select step.')
  const unused = [...scales.keys()].find((field) => !columns.includes(field))
  if (unused !== undefined)
    throw new PipelineError('unknown-field', { field: unused }, 'is standardised but never selected.')
  return {
    length: columns.length,
    extract: (record) => {
      const x = new Float32Array(columns.length)
      for (const [i, column] of columns.entries()) {
        const value = Object.hasOwn(record.values, column) ? record.values[column] : undefined
        if (typeof value !== 'number') return undefined
        x[i] = (scales.get(column) ?? []).reduce((y, { mean, std }) => (y - mean) / std, value)
      }
      return x
    },
  }
}

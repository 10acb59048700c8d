import type { PipelineStep } from '../protocol/task.ts'
import { PipelineError } from './errors.ts'
import type { Features } from './image.ts'
import type { TableRecord } from './records.ts'
import type { SourceField } from './table.ts'
import { wordBuckets } from './words.ts'

export interface TextFeatures extends Features<TableRecord> {
  readonly words: number
  readonly buckets: number
}

/** Words of one text field, by the one `tokenise` step; undefined where there is none. Throws `PipelineError`. */
export const compileText = (
  steps: readonly PipelineStep[],
  fields: readonly SourceField[],
): TextFeatures | undefined => {
  const index = steps.findIndex(({ step }) => step === 'tokenise')
  const step = steps[index]
  if (step?.step !== 'tokenise') return undefined
  const other = steps.findIndex((also, at) => at !== index && also.step !== 'label')
  if (other !== -1)
    throw new PipelineError(
      'mixed-steps',
      { index: other, step: steps[other]!.step, field: 'step' },
      'words are read alone: besides one tokenise step there is only the label.',
    )
  const { field, words, buckets } = step
  const place = { index, step: step.step, field }
  const type = fields.find(({ name }) => name === field)?.type
  if (type === undefined) throw new PipelineError('unknown-field', place, 'this dataset has no such field.')
  if (type !== 'text') throw new PipelineError('not-text', place, 'this field holds numbers.')
  return {
    length: words,
    words,
    buckets,
    extract: ({ values }) => {
      const text = Object.hasOwn(values, field) ? values[field] : undefined
      return typeof text === 'string' ? wordBuckets(text, { words, buckets }) : undefined
    },
  }
}

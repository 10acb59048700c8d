import type { Architecture } from '../protocol/task.ts'
import { TrainerError } from './errors.ts'

/** A dataset as the trainer sees it, all in memory. */
export interface Examples {
  readonly count: number
  /** Features per example. */
  readonly width: number
  /** [count, width], row-major. */
  readonly x: Float32Array
  /** [count], 0 to outputs - 1. */
  readonly labels: Int32Array
}

/** Throws `trainer/bad-label` or `trainer/no-examples` where examples do not belong to the architecture. */
export const assertExamples = (
  { count, width, x, labels }: Examples,
  { inputs, outputs }: Architecture,
): void => {
  if (count === 0)
    throw new TrainerError('trainer/no-examples', 'None of the records fits this task.', {
      todo: 'Choose a dataset whose labels are those that the task asks for.',
    })
  if (width !== inputs || x.length !== count * width || labels.length !== count)
    throw new TrainerError('trainer/failed', 'The examples have another shape than the model takes.', {
      details: `${width} features for ${inputs} inputs.`,
    })
  if (!labels.every((label) => label >= 0 && label < outputs))
    throw new TrainerError('trainer/bad-label', 'A label is outside the classes of the model.')
}

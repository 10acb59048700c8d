import type { Numbers } from '../pipelines/records.ts'
import { exampleShape, exampleType } from '../protocol/layers.ts'
import type { Architecture } from '../protocol/task.ts'
import { TrainerError } from './errors.ts'

/** `length` zeros of the type that the model reads. */
export const blankFeatures = (architecture: Architecture, length: number): Numbers =>
  exampleType(architecture) === 'int32' ? new Int32Array(length) : new Float32Array(length)

/** A dataset as the trainer sees it, all in memory. */
export interface Examples {
  readonly count: number
  /** Features per example. */
  readonly width: number
  /** How the model reads those of one example, where that is more than a row of them: [channels, height, width]. */
  readonly shape?: readonly number[]
  /** [count, width], row-major: whole numbers for models that read words. */
  readonly x: Numbers
  /** [count], 0 to outputs - 1. */
  readonly labels: Int32Array
}

/** The shape of one example, as the graph's x has it after the batch. */
export const shapeOf = ({ width, shape = [width] }: Pick<Examples, 'width' | 'shape'>): readonly number[] =>
  shape

/** Throws `trainer/bad-label` or `trainer/no-examples` where examples do not belong to the architecture. */
export const assertExamples = (examples: Examples, architecture: Architecture): void => {
  const { count, width, x, labels } = examples
  const { outputs } = architecture
  const [actual, expected] = [shapeOf(examples), exampleShape(architecture)].map(String)
  if (count === 0)
    throw new TrainerError('trainer/no-examples', 'None of the records fits this task.', {
      todo: 'Choose a dataset whose labels are those that the task asks for.',
    })
  if (actual !== expected || x.length !== count * width || labels.length !== count)
    throw new TrainerError('trainer/failed', 'The examples have another shape than the model takes.', {
      details: `[${actual}] for [${expected}].`,
    })
  if (!labels.every((label) => label >= 0 && label < outputs))
    throw new TrainerError('trainer/bad-label', 'A label is outside the classes of the model.')
}

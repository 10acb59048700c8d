import type { Numbers } from '../pipelines/records.ts'
import { exampleShape, exampleType, inputWidth } from '../protocol/layers.ts'
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
  /** Where they are words, 0 to buckets - 1, or `buckets` for none: the model reads the share of each. */
  readonly buckets?: number
  /** [count, width], row-major: whole numbers where they are words. */
  readonly x: Numbers
  /** [count], 0 to outputs - 1. */
  readonly labels: Int32Array
}

/** How examples lie in memory, for a model of this architecture. */
export const layoutOf = (architecture: Architecture): Pick<Examples, 'width' | 'shape' | 'buckets'> => ({
  width: inputWidth(architecture),
  shape: exampleShape(architecture),
  ...(architecture.kind === 'text-bag' ? { buckets: architecture.buckets } : {}),
})

const shapeOf = ({ width, shape = [width] }: Examples): readonly number[] => shape

/** The shape of one example, as the graph's x has it after the batch. */
export const readShapeOf = (examples: Examples): readonly number[] =>
  examples.buckets === undefined ? shapeOf(examples) : [examples.buckets]

/** Throws `trainer/bad-label` or `trainer/no-examples` where examples do not belong to the architecture. */
export const assertExamples = (examples: Examples, architecture: Architecture): void => {
  const { count, width, x, labels } = examples
  const { outputs } = architecture
  const layout = layoutOf(architecture)
  const [actual, expected] = [shapeOf(examples), layout.shape].map(String)
  if (count === 0)
    throw new TrainerError('trainer/no-examples', 'None of the records fits this task.', {
      todo: 'Choose a dataset whose labels are those that the task asks for.',
    })
  if (
    actual !== expected ||
    examples.buckets !== layout.buckets ||
    x.length !== count * width ||
    labels.length !== count
  )
    throw new TrainerError('trainer/failed', 'The examples have another shape than the model takes.', {
      details: `[${actual}] for [${expected}].`,
    })
  if (!labels.every((label) => label >= 0 && label < outputs))
    throw new TrainerError('trainer/bad-label', 'A label is outside the classes of the model.')
}

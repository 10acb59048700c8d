import { formatNumber } from '../i18n/format.ts'
import { t } from '../i18n/translate.ts'
import { exampleShape, layersOf, parameterCount } from '../protocol/layers.ts'
import type { Architecture } from '../protocol/task.ts'

/** What kind of model it is and how large, in words. */
export const modelWords = (architecture: Architecture): string =>
  t(`prompt.model.${architecture.kind}`, { parameters: parameterCount(architecture) })

/** Sizes of what goes in and of what each layer gives; of pictures, channels by height by width. */
export const modelShape = (architecture: Architecture): string =>
  [exampleShape(architecture), ...layersOf(architecture).map(({ output }) => output)]
    .map((shape) => shape.map((size) => formatNumber(size)).join(' × '))
    .join(' → ')

/** All of its declaration on one line, to compare with another. */
export const modelTerms = (architecture: Architecture): string => {
  const { kind } = architecture
  if (kind === 'text-bag')
    return `${kind} ${modelShape(architecture)} (${formatNumber(architecture.buckets)})`
  if (kind !== 'cnn') return `${kind} ${modelShape(architecture)}`
  const windows = architecture.convolutions.map(
    ({ kernel, stride, pad, pool, poolStride = pool }) =>
      `${kernel} / ${stride} + ${pad}, ${pool} / ${poolStride}`,
  )
  return `${kind} ${modelShape(architecture)} (${architecture.activation}; ${windows.join('; ')})`
}

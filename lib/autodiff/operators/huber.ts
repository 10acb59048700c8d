import { unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { floatAttribute } from './attributes.ts'
import { type OutputLossContext, outputLoss } from './outputLoss.ts'

const deltaOf = (attributes: Attributes): number => {
  const delta = floatAttribute('Huber', attributes, 'delta', 1)
  if (Math.fround(delta) <= 0) throw unsupportedError('Huber', 'delta must be above 0.')
  return delta
}

/**
 * The difference d of outputs and targets, and d clipped to -delta..delta: d * (delta / max(|d|, delta)). As a product, so that
 * a d that is not a number stays none; what Clip makes of it depends on the device.
 */
const differences = ({ emit, attributes, inputNames }: OutputLossContext) => {
  const delta = emit.scalar(deltaOf(attributes))
  const d = emit.node('Sub', inputNames)
  const factor = emit.node('Div', [delta, emit.node('Max', [emit.node('Abs', [d]), delta])])
  return { d, clipped: emit.node('Mul', [d, factor]) }
}

/**
 * Huber's loss (1964) of the difference d of outputs and targets: d^2 / 2 up to |d| = `delta` (1 unless given), and
 * delta (|d| - delta / 2) beyond. With c, which is d clipped to delta, that is c (d - c / 2), and its slope is c.
 */
export const huber = outputLoss(
  'Huber',
  ['delta'],
  (context) => {
    const { emit } = context
    const { d, clipped } = differences(context)
    const half = emit.node('Mul', [clipped, emit.scalar(0.5)])
    return emit.node('Mul', [clipped, emit.node('Sub', [d, half])])
  },
  (context) => differences(context).clipped,
  deltaOf,
)

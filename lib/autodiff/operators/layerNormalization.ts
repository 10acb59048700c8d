import type { Emitter } from '../emitter.ts'
import { shapeError, unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { axesBut, sameShape, type TensorInfo } from '../tensor.ts'
import { assertAttributes, floatAttribute } from './attributes.ts'
import { featureAxis, intAttribute } from './axes.ts'
import type { Operator, RuleContext } from './operator.ts'

const DEFAULT_EPSILON = 1e-5

const firstAxis = (x: TensorInfo, attributes: Attributes): number =>
  featureAxis(
    'LayerNormalization',
    intAttribute('LayerNormalization', attributes, 'axis', -1),
    x.shape.length,
  )

const epsilon = (attributes: Attributes): number =>
  floatAttribute('LayerNormalization', attributes, 'epsilon', DEFAULT_EPSILON)

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index)

type Normalised = Pick<RuleContext, 'emit' | 'attributes' | 'inputs' | 'inputNames'>

const mean = (emit: Emitter, value: string, axes: readonly number[]): string =>
  emit.node('ReduceMean', [value], { axes: { ints: axes }, keepdims: { int: 1 } })

/**
 * (x - mean) / sqrt(variance + epsilon) and 1 / sqrt(variance + epsilon), made again from x: the emitter names a node's
 * first output only, and where x was replaced for an example that is not finite these must follow.
 */
const normalise = ({ emit, attributes, inputs, inputNames }: Normalised) => {
  const axes = range(firstAxis(inputs[0]!, attributes), inputs[0]!.shape.length)
  const centred = emit.node('Sub', [inputNames[0]!, mean(emit, inputNames[0]!, axes)])
  const variance = mean(emit, emit.node('Mul', [centred, centred]), axes)
  const deviation = emit.node('Sqrt', [emit.node('Add', [variance, emit.scalar(epsilon(attributes))])])
  const inverse = emit.node('Div', [emit.scalar(1), deviation])
  return { axes, inverse, normalised: emit.node('Mul', [centred, inverse]) }
}

/**
 * ONNX LayerNormalization (Ba et al. 2016, arXiv:1607.06450) of a per-example x over its last axes, from `axis` on, which
 * is not that of examples. `scale` and the optional `bias` have the shape of those axes and come from no example.
 */
export const layerNormalization: Operator = {
  name: 'LayerNormalization',
  infer: (inputs, attributes) => {
    assertAttributes('LayerNormalization', attributes, ['axis', 'epsilon'])
    if (!(epsilon(attributes) > 0))
      throw unsupportedError('LayerNormalization', 'epsilon must be above zero.')
    const [x, scale, bias] = inputs
    if (
      x === undefined ||
      scale === undefined ||
      inputs.length > 3 ||
      inputs.some(({ type }) => type !== 'float32')
    )
      throw shapeError('LayerNormalization', 'It takes x, a scale and perhaps a bias, all float32.')
    if (!x.perExample) throw unsupportedError('LayerNormalization', 'Its x must be a value per example.')
    const shape = x.shape.slice(firstAxis(x, attributes))
    for (const factor of bias === undefined ? [scale] : [scale, bias]) {
      if (factor.perExample)
        throw unsupportedError('LayerNormalization', 'Its scale or bias depends on examples.')
      if (!sameShape(factor.shape, shape))
        throw shapeError('LayerNormalization', `A scale or bias of shape [${factor.shape}] for [${shape}].`)
    }
    return x
  },
  lower: ({ emit, attributes, inputs, inputNames }) =>
    emit.node('LayerNormalization', inputNames, {
      axis: { int: firstAxis(inputs[0]!, attributes) },
      epsilon: { float: epsilon(attributes) },
    }),
  gradient: (context) => {
    const { emit, attributes, inputs, inputNames, gradient, wanted } = context
    const lead = range(0, firstAxis(inputs[0]!, attributes))
    const bias = wanted[2] === true ? emit.sum(gradient, lead, 0) : undefined
    if (wanted[0] !== true && wanted[1] !== true) return [undefined, undefined, bias]
    const { axes, inverse, normalised } = normalise(context)
    // With e = d scale: dx = (e - mean(e) - normalised mean(e normalised)) / deviation.
    const dx = () => {
      const e = emit.node('Mul', [gradient, inputNames[1]!])
      const along = emit.node('Mul', [normalised, mean(emit, emit.node('Mul', [e, normalised]), axes)])
      const rest = emit.node('Sub', [emit.node('Sub', [e, mean(emit, e, axes)]), along])
      return emit.node('Mul', [rest, inverse])
    }
    return [
      wanted[0] === true ? dx() : undefined,
      wanted[1] === true ? emit.sum(emit.node('Mul', [gradient, normalised]), lead, 0) : undefined,
      bias,
    ]
  },
  // The gradient of one example is as small as the scale itself, so it is made and squared.
  squaredNorm: (context) => {
    const { emit, attributes, inputs, gradient, parameter } = context
    const { shape } = inputs[0]!
    const parts = parameter === 1 ? emit.node('Mul', [gradient, normalise(context).normalised]) : gradient
    const own = emit.sum(parts, range(1, firstAxis(inputs[0]!, attributes)), 1)
    return emit.sum(emit.node('Mul', [own, own]), axesBut(shape.length, 0), 0)
  },
}

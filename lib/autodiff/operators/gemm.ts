import { examplesMixError, shapeError, unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { broadcastShapes, type TensorInfo } from '../tensor.ts'
import { sumToShape } from './add.ts'
import { linearSquaredNorm } from './linear.ts'
import type { Operator } from './operator.ts'

const flag = (attributes: Attributes, name: string): boolean => {
  const attribute = attributes[name]
  return attribute !== undefined && 'int' in attribute && attribute.int !== 0
}

const assertPlain = (attributes: Attributes): void => {
  for (const name of ['alpha', 'beta']) {
    const attribute = attributes[name]
    if (attribute !== undefined && !('float' in attribute && attribute.float === 1))
      throw unsupportedError('Gemm', `${name} other than 1.`)
  }
}

const inferProduct = (x: TensorInfo, w: TensorInfo, attributes: Attributes): readonly [number, number] => {
  if (w.perExample) throw examplesMixError('Gemm', 'Its second input depends on examples.')
  if (!x.perExample) throw unsupportedError('Gemm', 'Its first input must be a value per example.')
  if (flag(attributes, 'transA')) throw examplesMixError('Gemm', 'transA sums over the axis of examples.')
  if (x.shape.length !== 2 || w.shape.length !== 2) throw shapeError('Gemm', `[${x.shape}] and [${w.shape}].`)
  const [inner, outer] = flag(attributes, 'transB') ? [w.shape[1]!, w.shape[0]!] : [w.shape[0]!, w.shape[1]!]
  if (x.shape[1] !== inner) throw shapeError('Gemm', `[${x.shape}] and [${w.shape}].`)
  return [x.shape[0]!, outer]
}

const assertBias = (bias: TensorInfo, shape: readonly [number, number]): void => {
  if (
    bias.type !== 'float32' ||
    broadcastShapes(bias.shape, shape)?.join() !== shape.join() ||
    bias.shape.length > 2
  )
    throw shapeError('Gemm', `A bias of shape [${bias.shape}] for [${shape}].`)
  if (
    bias.perExample
      ? bias.shape.length !== 2 || bias.shape[0] !== shape[0]
      : bias.shape.length === 2 && bias.shape[0] !== 1
  )
    throw examplesMixError('Gemm', 'Its third input does not keep the axis of examples.')
}

/**
 * ONNX Gemm as a dense layer: x [batch, in] times w [in, out] ([out, in] with `transB`), plus an optional bias that
 * broadcasts to [batch, out]. alpha and beta are 1.
 */
export const gemm: Operator = {
  name: 'Gemm',
  infer: (inputs, attributes) => {
    const [x, w, bias] = inputs
    if (
      x === undefined ||
      w === undefined ||
      inputs.length > 3 ||
      x.type !== 'float32' ||
      w.type !== 'float32'
    )
      throw shapeError('Gemm', 'It takes two or three float32 inputs.')
    assertPlain(attributes)
    const shape = inferProduct(x, w, attributes)
    if (bias !== undefined) assertBias(bias, shape)
    return { type: 'float32', shape, perExample: true }
  },
  lower: ({ emit, inputNames, attributes }) => emit.node('Gemm', inputNames, attributes),
  gradient: ({ emit, inputs, inputNames, attributes, output, gradient, wanted }) => {
    const [x, w] = inputNames as [string, string]
    const transposed = flag(attributes, 'transB')
    const out: (string | undefined)[] = [
      wanted[0] === true
        ? emit.node('Gemm', [gradient, w], { transB: { int: transposed ? 0 : 1 } })
        : undefined,
      wanted[1] === true
        ? emit.node('Gemm', transposed ? [gradient, x] : [x, gradient], { transA: { int: 1 } })
        : undefined,
    ]
    const bias = inputs[2]
    if (bias !== undefined)
      out.push(wanted[2] === true ? sumToShape(emit, gradient, output.shape, bias.shape) : undefined)
    return out
  },
  squaredNorm: ({ emit, inputs, inputNames, gradient, parameter }) => {
    if (parameter === 1) return linearSquaredNorm(emit, inputNames[0]!, gradient, 2)
    // A bias of one column is repeated along the outputs, so its gradient is their sum.
    const own =
      inputs[2]!.shape.at(-1) === 1 || inputs[2]!.shape.length === 0 ? emit.sum(gradient, [1], 1) : gradient
    return emit.sum(emit.node('Mul', [own, own]), [1], 0)
  },
}

import type { Emitter } from '../emitter.ts'
import { examplesMixError, shapeError, unsupportedError } from '../errors.ts'
import { sizeOf, type TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { linearSquaredNorm } from './linear.ts'
import type { GradientContext, Operator } from './operator.ts'

/** Each example times itself: [batch, ..., m, k] times [batch, ..., k, n] with the same axes in front. */
const inferPerExample = (x: TensorInfo, y: TensorInfo): TensorInfo => {
  const rank = x.shape.length
  if (rank < 3 || y.shape.length !== rank)
    throw examplesMixError('MatMul', `[${x.shape}] and [${y.shape}] do not keep the axis of examples.`)
  const lead = x.shape.slice(0, -2)
  if (lead.some((size, axis) => size !== y.shape[axis]) || x.shape[rank - 1] !== y.shape[rank - 2])
    throw shapeError('MatMul', `[${x.shape}] and [${y.shape}].`)
  return { ...x, shape: [...lead, x.shape[rank - 2]!, y.shape[rank - 1]!] }
}

const swapLast = (emit: Emitter, value: string, rank: number): string => {
  const perm = Array.from({ length: rank }, (_, axis) => axis)
  return emit.node('Transpose', [value], { perm: { ints: [...perm.slice(0, -2), rank - 1, rank - 2] } })
}

const perExampleGradient = ({ emit, inputs, inputNames, gradient, wanted }: GradientContext) => {
  const rank = inputs[0]!.shape.length
  const [x, y] = inputNames as [string, string]
  return [
    wanted[0] === true ? emit.node('MatMul', [gradient, swapLast(emit, y, rank)]) : undefined,
    wanted[1] === true ? emit.node('MatMul', [swapLast(emit, x, rank), gradient]) : undefined,
  ]
}

/**
 * ONNX MatMul of a per-example x, [batch, ..., in], and a weight [in, out] that no example enters; or of two values per
 * example, [batch, ..., m, k] and [batch, ..., k, n], whose axes before the last two are the same.
 */
export const matMul: Operator = {
  name: 'MatMul',
  infer: (inputs, attributes) => {
    assertAttributes('MatMul', attributes, [])
    const [x, w] = inputs
    if (
      x === undefined ||
      w === undefined ||
      inputs.length > 2 ||
      x.type !== 'float32' ||
      w.type !== 'float32'
    )
      throw shapeError('MatMul', 'It takes two float32 inputs.')
    if (x.perExample && w.perExample) return inferPerExample(x, w)
    if (w.perExample) throw examplesMixError('MatMul', 'Its right side alone depends on examples.')
    if (!x.perExample) throw unsupportedError('MatMul', 'Its left side must be a value per example.')
    if (w.shape.length !== 2 || x.shape.length < 2)
      throw unsupportedError('MatMul', `Ranks ${x.shape.length} and ${w.shape.length}; 2 or more, and 2 are.`)
    if (x.shape.at(-1) !== w.shape[0]) throw shapeError('MatMul', `[${x.shape}] and [${w.shape}].`)
    return { type: 'float32', shape: [...x.shape.slice(0, -1), w.shape[1]!], perExample: true }
  },
  lower: ({ emit, inputNames }) => emit.node('MatMul', inputNames),
  gradient: (context) => {
    const { emit, inputs, inputNames, output, gradient, wanted } = context
    const [x, w] = inputs
    if (w!.perExample) return perExampleGradient(context)
    const [inner, outer] = w!.shape as [number, number]
    // Positions count as more rows: both products are then one Gemm.
    const flat = (value: string, width: number) =>
      output.shape.length === 2 ? value : emit.reshape(value, [-1, width])
    const d = flat(gradient, outer)
    const dx = () => {
      const rows = emit.node('Gemm', [d, inputNames[1]!], { transB: { int: 1 } })
      return output.shape.length === 2 ? rows : emit.reshape(rows, x!.shape)
    }
    return [
      wanted[0] === true ? dx() : undefined,
      wanted[1] === true
        ? emit.node('Gemm', [flat(inputNames[0]!, inner), d], { transA: { int: 1 } })
        : undefined,
    ]
  },
  squaredNorm: ({ emit, inputs, inputNames, gradient }) => {
    const { shape } = inputs[0]!
    const [inner, outer] = inputs[1]!.shape as [number, number]
    if (shape.length < 4) return linearSquaredNorm(emit, inputNames[0]!, gradient, shape.length)
    // All axes between are positions.
    const positions = sizeOf(shape.slice(1, -1))
    const flat = (value: string, width: number) => emit.reshape(value, [shape[0]!, positions, width])
    return linearSquaredNorm(emit, flat(inputNames[0]!, inner), flat(gradient, outer), 3)
  },
}

import { examplesMixError, shapeError, unsupportedError } from '../errors.ts'
import { linearSquaredNorm } from './linear.ts'
import type { Operator } from './operator.ts'

/**
 * ONNX MatMul of a per-example x, [batch, in] or [batch, positions, in], and a weight [in, out] that no example enters.
 */
export const matMul: Operator = {
  name: 'MatMul',
  infer: (inputs) => {
    const [x, w] = inputs
    if (
      x === undefined ||
      w === undefined ||
      inputs.length > 2 ||
      x.type !== 'float32' ||
      w.type !== 'float32'
    )
      throw shapeError('MatMul', 'It takes two float32 inputs.')
    if (w.perExample) throw examplesMixError('MatMul', 'Its right side depends on examples.')
    if (!x.perExample) throw unsupportedError('MatMul', 'Its left side must be a value per example.')
    if (w.shape.length !== 2 || x.shape.length < 2 || x.shape.length > 3)
      throw unsupportedError('MatMul', `Ranks ${x.shape.length} and ${w.shape.length}; 2 or 3, and 2 are.`)
    if (x.shape.at(-1) !== w.shape[0]) throw shapeError('MatMul', `[${x.shape}] and [${w.shape}].`)
    return { type: 'float32', shape: [...x.shape.slice(0, -1), w.shape[1]!], perExample: true }
  },
  lower: ({ emit, inputNames }) => emit.node('MatMul', inputNames),
  gradient: ({ emit, inputs, inputNames, output, gradient, wanted }) => {
    const [x, w] = inputs
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
  squaredNorm: ({ emit, inputs, inputNames, gradient }) =>
    linearSquaredNorm(emit, inputNames[0]!, gradient, inputs[0]!.shape.length),
}

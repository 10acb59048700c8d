import { examplesMixError, shapeError } from '../errors.ts'
import { assertAttributes } from './attributes.ts'
import { intsAttribute, onlyInput } from './axes.ts'
import type { Operator } from './operator.ts'

/** ONNX Transpose: axis i of the result is axis `perm[i]` of x, and `perm[0]` is 0, so that examples stay where they are. */
export const transpose: Operator = {
  name: 'Transpose',
  infer: (inputs, attributes) => {
    assertAttributes('Transpose', attributes, ['perm'])
    const x = onlyInput('Transpose', inputs)
    const rank = x.shape.length
    // Without perm, ONNX reverses the axes.
    const perm = intsAttribute('Transpose', attributes, 'perm') ?? x.shape.map((_, axis) => rank - 1 - axis)
    if (perm.length !== rank || !x.shape.every((_, axis) => perm.includes(axis)))
      throw shapeError('Transpose', `[${perm}] does not order the axes of [${x.shape}].`)
    if (perm[0] !== 0) throw examplesMixError('Transpose', 'It moves the axis of examples.')
    return { ...x, shape: perm.map((axis) => x.shape[axis]!) }
  },
  lower: ({ emit, inputNames, attributes }) => emit.node('Transpose', inputNames, attributes),
  gradient: ({ emit, attributes, inputs, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const perm = intsAttribute('Transpose', attributes, 'perm') ?? []
    const back = inputs[0]!.shape.map((_, axis) => perm.indexOf(axis))
    return [emit.node('Transpose', [gradient], { perm: { ints: back } })]
  },
}

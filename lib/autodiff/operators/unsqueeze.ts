import { assertAttributes } from './attributes.ts'
import { featureAxes, intsAttribute, onlyInput } from './axes.ts'
import type { Operator } from './operator.ts'

/** ONNX Unsqueeze: new axes of size 1 at the attribute `axes` (ONNX's second input) of the result, never before examples. */
export const unsqueeze: Operator = {
  name: 'Unsqueeze',
  infer: (inputs, attributes) => {
    assertAttributes('Unsqueeze', attributes, ['axes'])
    const x = onlyInput('Unsqueeze', inputs)
    const rank = x.shape.length + (intsAttribute('Unsqueeze', attributes, 'axes')?.length ?? 0)
    const axes = featureAxes('Unsqueeze', attributes, rank)
    const old = x.shape.values()
    const shape = Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : old.next().value!))
    return { ...x, shape }
  },
  lower: ({ emit, inputNames, output }) => emit.reshape(inputNames[0]!, output.shape),
  gradient: ({ emit, inputs, gradient, wanted }) => [
    wanted[0] === true ? emit.reshape(gradient, inputs[0]!.shape) : undefined,
  ],
}

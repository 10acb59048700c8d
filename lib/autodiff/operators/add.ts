import type { Emitter } from '../emitter.ts'
import { examplesMixError, shapeError } from '../errors.ts'
import { axesBut, broadcastAxes, broadcastShapes, sameShape, type TensorInfo } from '../tensor.ts'
import type { Operator } from './operator.ts'

/** Sums `gradient` over the axes along which a value of shape `to` was broadcast, so that it has shape `to` again. */
export const sumToShape = (
  emit: Emitter,
  gradient: string,
  from: readonly number[],
  to: readonly number[],
): string => {
  if (sameShape(from, to)) return gradient
  const summed = emit.sum(gradient, broadcastAxes(to, from), 1)
  return from.length === to.length ? summed : emit.reshape(summed, to)
}

/**
 * Shape of an elementwise operator of two inputs with broadcasting. A per-example input must keep its axis 0, and an
 * input that is not must repeat along it: row i of a parameter would otherwise belong to a place in the batch.
 */
export const inferElementwise = (operator: string, inputs: readonly TensorInfo[]): TensorInfo => {
  const [a, b] = inputs
  if (a === undefined || b === undefined || inputs.length > 2 || a.type !== 'float32' || b.type !== 'float32')
    throw shapeError(operator, 'It takes two float32 inputs.')
  const shape = broadcastShapes(a.shape, b.shape)
  if (shape === undefined) throw shapeError(operator, `[${a.shape}] and [${b.shape}] do not broadcast.`)
  const perExample = a.perExample || b.perExample
  if (perExample)
    for (const input of [a, b]) {
      const first = input.shape.length === shape.length ? input.shape[0]! : 1
      if (input.perExample ? input.shape.length !== shape.length || first !== shape[0] : first !== 1)
        throw examplesMixError(operator, `[${a.shape}] and [${b.shape}] do not keep the axis of examples.`)
    }
  return { type: 'float32', shape, perExample }
}

/** ONNX Add, with multidirectional broadcasting. */
export const add: Operator = {
  name: 'Add',
  infer: (inputs) => inferElementwise('Add', inputs),
  lower: ({ emit, inputNames }) => emit.node('Add', inputNames),
  gradient: ({ emit, inputs, output, gradient, wanted }) =>
    inputs.map((input, index) =>
      wanted[index] === true ? sumToShape(emit, gradient, output.shape, input.shape) : undefined,
    ),
  // A bias: example i's gradient is its own rows of dL/dy, summed over the axes that the bias repeats along.
  squaredNorm: ({ emit, inputs, output, gradient, parameter }) => {
    const repeated = broadcastAxes(inputs[parameter]!.shape, output.shape).filter((axis) => axis !== 0)
    const own = emit.sum(gradient, repeated, 1)
    return emit.sum(emit.node('Mul', [own, own]), axesBut(output.shape.length, 0), 0)
  },
}

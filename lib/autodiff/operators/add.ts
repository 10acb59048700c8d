import type { Emitter } from '../emitter.ts'
import { examplesMixError, shapeError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { axesBut, broadcastAxes, broadcastShapes, sameShape, type TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
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
 * Shape of inputs broadcast together. A per-example input must keep its axis 0, and an input that is not must repeat
 * along it: row i of a parameter would otherwise belong to a place in the batch.
 */
export const inferBroadcast = (
  operator: string,
  inputs: readonly TensorInfo[],
): Pick<TensorInfo, 'shape' | 'perExample'> => {
  const shapes = inputs.map(({ shape }) => `[${shape}]`).join(' and ')
  let shape: readonly number[] = []
  for (const input of inputs) {
    const wider = broadcastShapes(shape, input.shape)
    if (wider === undefined) throw shapeError(operator, `${shapes} do not broadcast.`)
    shape = wider
  }
  const perExample = inputs.some((input) => input.perExample)
  if (perExample)
    for (const input of inputs) {
      const first = input.shape.length === shape.length ? input.shape[0] : 1
      if (input.perExample ? input.shape.length !== shape.length || first !== shape[0] : first !== 1)
        throw examplesMixError(operator, `${shapes} do not keep the axis of examples.`)
    }
  return { shape, perExample }
}

/** Shape of an elementwise operator of two float32 inputs with broadcasting, and no attributes. */
export const inferElementwise = (
  operator: string,
  inputs: readonly TensorInfo[],
  attributes: Attributes,
): TensorInfo => {
  assertAttributes(operator, attributes, [])
  if (inputs.length !== 2 || inputs.some(({ type }) => type !== 'float32'))
    throw shapeError(operator, 'It takes two float32 inputs.')
  return { type: 'float32', ...inferBroadcast(operator, inputs) }
}

/**
 * Squared norm, [batch], of each example's gradient of a parameter of shape `to` that was broadcast to `from`. `gradient`,
 * shaped `from`, is the gradient of the repeated parameter: example i's own rows are summed over the axes of repetition.
 */
export const repeatedSquaredNorm = (
  emit: Emitter,
  gradient: string,
  from: readonly number[],
  to: readonly number[],
): string => {
  const repeated = broadcastAxes(to, from).filter((axis) => axis !== 0)
  const own = emit.sum(gradient, repeated, 1)
  return emit.sum(emit.node('Mul', [own, own]), axesBut(from.length, 0), 0)
}

/** ONNX Add, with multidirectional broadcasting. */
export const add: Operator = {
  name: 'Add',
  infer: (inputs, attributes) => inferElementwise('Add', inputs, attributes),
  lower: ({ emit, inputNames }) => emit.node('Add', inputNames),
  gradient: ({ emit, inputs, output, gradient, wanted }) =>
    inputs.map((input, index) =>
      wanted[index] === true ? sumToShape(emit, gradient, output.shape, input.shape) : undefined,
    ),
  squaredNorm: ({ emit, inputs, output, gradient, parameter }) =>
    repeatedSquaredNorm(emit, gradient, output.shape, inputs[parameter]!.shape),
}

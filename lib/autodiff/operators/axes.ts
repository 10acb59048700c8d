import { examplesMixError, shapeError, unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'

/** An integer attribute, or `fallback` where it is absent. Throws `autodiff/unsupported` for one of another kind. */
export const intAttribute = (
  operator: string,
  attributes: Attributes,
  name: string,
  fallback: number,
): number => {
  const attribute = attributes[name]
  if (attribute === undefined) return fallback
  if (!('int' in attribute) || !Number.isSafeInteger(attribute.int))
    throw unsupportedError(operator, `The attribute ${name} must be an integer.`)
  return attribute.int
}

/** A list of integers, or undefined where it is absent. Throws `autodiff/unsupported` for an attribute of another kind. */
export const intsAttribute = (
  operator: string,
  attributes: Attributes,
  name: string,
): readonly number[] | undefined => {
  const attribute = attributes[name]
  if (attribute === undefined) return undefined
  if (!('ints' in attribute) || !attribute.ints.every(Number.isSafeInteger))
    throw unsupportedError(operator, `The attribute ${name} must be a list of integers.`)
  return attribute.ints
}

/** The one input of an operator that takes a float32 value per example and nothing else. */
export const onlyInput = (operator: string, inputs: readonly TensorInfo[]): TensorInfo => {
  const [x] = inputs
  if (x === undefined || inputs.length > 1 || x.type !== 'float32')
    throw shapeError(operator, 'It takes one float32 input.')
  if (!x.perExample) throw unsupportedError(operator, 'Its input must be a value per example.')
  return x
}

/** `axis` counted from the front, in 1..rank-1. Negative ones count from the back. Axis 0 is that of examples: refused. */
export const featureAxis = (operator: string, axis: number, rank: number): number => {
  if (!Number.isSafeInteger(axis) || axis < -rank || axis >= rank)
    throw shapeError(operator, `The axis ${axis} of a value of rank ${rank}.`)
  const own = axis < 0 ? axis + rank : axis
  if (own === 0) throw examplesMixError(operator, 'It would work along the axis of examples.')
  return own
}

/** As `featureAxis`, for the attribute `axes`: at least one, each once, in the order given. */
export const featureAxes = (operator: string, attributes: Attributes, rank: number): readonly number[] => {
  const given = intsAttribute(operator, attributes, 'axes')
  // Without axes, ONNX means all of them, and so the axis of examples too.
  if (given === undefined || given.length === 0)
    throw examplesMixError(operator, 'It has no axes, which means all of them.')
  const axes = given.map((axis) => featureAxis(operator, axis, rank))
  if (new Set(axes).size < axes.length) throw shapeError(operator, `The axes [${given}] are not distinct.`)
  return axes
}

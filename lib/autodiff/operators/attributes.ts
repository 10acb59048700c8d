import { unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'

/** Throws `autodiff/unsupported` for an attribute that the rules of `operator` do not know. */
export const assertAttributes = (
  operator: string,
  attributes: Attributes,
  known: readonly string[],
): void => {
  for (const name of Object.keys(attributes))
    if (!known.includes(name)) throw unsupportedError(operator, `It has the attribute ${name}.`)
}

/** A finite float attribute, or `fallback` where it is absent. Throws `autodiff/unsupported` where there is neither. */
export const floatAttribute = (
  operator: string,
  attributes: Attributes,
  name: string,
  fallback?: number,
): number => {
  const attribute = attributes[name]
  if (attribute === undefined && fallback !== undefined) return fallback
  if (attribute === undefined || !('float' in attribute) || !Number.isFinite(Math.fround(attribute.float)))
    throw unsupportedError(operator, `The attribute ${name} must be a finite number.`)
  return attribute.float
}

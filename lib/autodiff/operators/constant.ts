import { shapeError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import { assertAttributes, floatAttribute } from './attributes.ts'
import type { Operator } from './operator.ts'

/** The values of a Constant: one number or a vector. Throws `autodiff/shape`, `autodiff/unsupported`. */
const constantValues = (attributes: Attributes): number | readonly number[] => {
  const vector = attributes.value_floats
  if (vector === undefined) return floatAttribute('Constant', attributes, 'value_float')
  if (
    !('floats' in vector) ||
    vector.floats.length === 0 ||
    !vector.floats.every((value) => Number.isFinite(Math.fround(value)))
  )
    throw shapeError('Constant', 'value_floats must be finite numbers.')
  return vector.floats
}

/**
 * ONNX Constant: a number as `value_float`, shape [], or a vector as `value_floats`. It depends on no example and is not
 * trained. For more axes: Reshape.
 */
export const constant: Operator = {
  name: 'Constant',
  infer: (inputs, attributes) => {
    if (inputs.length > 0) throw shapeError('Constant', 'It takes no inputs.')
    assertAttributes('Constant', attributes, ['value_float', 'value_floats'])
    const values = constantValues(attributes)
    return { type: 'float32', shape: typeof values === 'number' ? [] : [values.length], perExample: false }
  },
  lower: ({ emit, attributes, output }) => {
    const values = constantValues(attributes)
    return emit.constant('float32', output.shape, typeof values === 'number' ? [values] : values)
  },
  gradient: () => [],
}

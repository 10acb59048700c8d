import type { Attributes, ElementType, OnnxTensor } from '../onnx/model.ts'
import { broadcastShapes, sizeOf } from '../tensor.ts'

type Constant = Omit<OnnxTensor, 'name'>

/** The result of an operator on constants, float32 values exact; undefined where it is not ours to say. */
type Fold = (inputs: readonly Constant[], attributes: Attributes) => Constant | undefined

/** Elements of the largest constant that is made here: more cost more to load than they save. */
const LARGEST = 4096

/** The shape to which all of these broadcast; undefined where there is none, or it is too large. */
const commonShape = (shapes: readonly (readonly number[])[]): readonly number[] | undefined => {
  let shape: readonly number[] = []
  for (const own of shapes) {
    const wider = broadcastShapes(shape, own)
    if (wider === undefined) return undefined
    shape = wider
  }
  return sizeOf(shape) > LARGEST ? undefined : shape
}

/** `tensor` repeated to `shape`, to which it broadcasts. */
const broadcastTo = ({ shape: from, values }: Constant, shape: readonly number[]): readonly number[] => {
  const lead = shape.length - from.length
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let index = 0
    let stride = 1
    let rest = flat
    for (let axis = shape.length - 1; axis >= lead; axis--) {
      const size = from[axis - lead]!
      if (size !== 1) index += (rest % shape[axis]!) * stride
      stride *= size
      rest = Math.floor(rest / shape[axis]!)
    }
    return values[index]!
  })
}

const elementwise = (
  type: ElementType,
  inputs: readonly Constant[],
  compute: (...values: number[]) => number,
): Constant | undefined => {
  const shape = commonShape(inputs.map((input) => input.shape))
  if (shape === undefined) return undefined
  const columns = inputs.map((input) => broadcastTo(input, shape))
  return {
    type,
    shape,
    values: Array.from({ length: sizeOf(shape) }, (_, at) => compute(...columns.map((own) => own[at]!))),
  }
}

const isHeld = ({ type, values }: Constant): boolean =>
  type !== 'int32' || values.every((value) => value === (value | 0))

/** Of float32, where float64 rounded once more gives the same (Figueroa 1995), and of integers where they do not overflow. */
const arithmetic =
  (compute: (...values: number[]) => number, types: readonly ElementType[]): Fold =>
  (inputs) => {
    const type = inputs[0]?.type
    if (type === undefined || !types.includes(type) || inputs.some((input) => input.type !== type))
      return undefined
    if (type === 'float32') return elementwise(type, inputs, (...values) => Math.fround(compute(...values)))
    const result = elementwise(type, inputs, compute)
    return result?.values.every(Number.isSafeInteger) === true && isHeld(result) ? result : undefined
  }

const NUMBERS: readonly ElementType[] = ['float32', 'int32', 'int64']

const comparison =
  (holds: (a: number, b: number) => boolean): Fold =>
  (inputs) =>
    inputs.length === 2 && inputs[0]!.type === inputs[1]!.type
      ? elementwise('bool', inputs, (a = 0, b = 0) => (holds(a, b) ? 1 : 0))
      : undefined

/** `TensorProto.DataType` */
const CAST_TYPES: Readonly<Record<number, ElementType>> = { 1: 'float32', 6: 'int32', 7: 'int64' }

/** From integers and conditions. What becomes of a fraction, or of a number too large, is left to the device. */
const cast: Fold = ([input], { to }) => {
  const type = to !== undefined && 'int' in to ? CAST_TYPES[to.int] : undefined
  if (input === undefined || type === undefined || input.type === 'float32') return undefined
  const values = type === 'float32' ? input.values.map(Math.fround) : input.values
  const result = { ...input, type, values }
  return isHeld(result) ? result : undefined
}

const reshape: Fold = ([input, shape], attributes) =>
  input !== undefined &&
  shape !== undefined &&
  Object.keys(attributes).length === 0 &&
  shape.values.every((size) => size > 0) &&
  sizeOf(shape.values) === sizeOf(input.shape)
    ? { ...input, shape: shape.values }
    : undefined

const expand: Fold = ([input, shape]) => {
  const wider = input && shape && commonShape([input.shape, shape.values])
  return wider && { ...input, shape: wider, values: broadcastTo(input, wider) }
}

/** No Exp, Log or sums: devices round them, and order them, in their own ways. No Where: onnxruntime makes 0 of -0. */
export const FOLDS: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ['Add', arithmetic((a = 0, b = 0) => a + b, NUMBERS)],
  ['Sub', arithmetic((a = 0, b = 0) => a - b, NUMBERS)],
  ['Mul', arithmetic((a = 0, b = 0) => a * b, NUMBERS)],
  ['Div', arithmetic((a = 0, b = 0) => a / b, ['float32'])],
  ['Neg', arithmetic((a = 0) => -a, ['float32'])],
  ['Abs', arithmetic(Math.abs, ['float32'])],
  ['Sqrt', arithmetic(Math.sqrt, ['float32'])],
  ['Equal', comparison((a, b) => a === b)],
  ['Greater', comparison((a, b) => a > b)],
  ['Less', comparison((a, b) => a < b)],
  ['Cast', cast],
  ['Expand', expand],
  ['Reshape', reshape],
])

import type { Emitter } from '../emitter.ts'
import { shapeError, unsupportedError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { featureAxes, intsAttribute, onlyInput } from './axes.ts'
import type { Operator } from './operator.ts'

/** One axis of a Slice: elements start, start + step, ..., `count` of them. */
interface Range {
  readonly axis: number
  readonly start: number
  readonly step: number
  readonly count: number
}

/** ONNX's rule for steps above zero: negative bounds count from the end, and all are clamped to 0..size. */
const rangesOf = (x: TensorInfo, attributes: Attributes): readonly Range[] => {
  const axes = featureAxes('Slice', attributes, x.shape.length)
  const starts = intsAttribute('Slice', attributes, 'starts')
  const ends = intsAttribute('Slice', attributes, 'ends')
  const steps = intsAttribute('Slice', attributes, 'steps') ?? axes.map(() => 1)
  if ([starts, ends, steps].some((values) => values?.length !== axes.length))
    throw shapeError('Slice', 'starts, ends and steps must have one number for each of axes.')
  return axes.map((axis, index) => {
    const size = x.shape[axis]!
    const bound = (value: number) => Math.min(size, Math.max(0, value < 0 ? value + size : value))
    const start = bound(starts![index]!)
    const step = steps[index]!
    if (step < 1) throw unsupportedError('Slice', `The step ${step}; only steps above zero have a gradient.`)
    const count = Math.ceil((bound(ends![index]!) - start) / step)
    if (count < 1) throw shapeError('Slice', `Nothing is left of axis ${axis} of [${x.shape}].`)
    return { axis, start, step, count }
  })
}

const emitSlice = (emit: Emitter, value: string, ranges: readonly Range[]): string =>
  emit.node('Slice', [
    value,
    emit.axes(ranges.map(({ start }) => start)),
    emit.axes(ranges.map(({ start, step, count }) => start + (count - 1) * step + 1)),
    emit.axes(ranges.map(({ axis }) => axis)),
    emit.axes(ranges.map(({ step }) => step)),
  ])

/** Pads with zeros at the end, or on both sides, of some axes. */
const emitPad = (
  emit: Emitter,
  value: string,
  rank: number,
  pads: readonly { readonly axis: number; readonly before: number; readonly after: number }[],
): string => {
  const all = new Array<number>(2 * rank).fill(0)
  for (const { axis, before, after } of pads) {
    all[axis] = before
    all[rank + axis] = after
  }
  return emit.node('Pad', [value, emit.axes(all)])
}

/** Puts step - 1 zeros between the elements along one axis: size `count` becomes (count - 1) step + 1. */
const emitSpread = (
  emit: Emitter,
  value: string,
  shape: readonly number[],
  { axis, step, count }: Range,
): string => {
  const before = shape.slice(0, axis + 1)
  const after = shape.slice(axis + 1)
  const gaps = [{ axis: axis + 1, before: 0, after: step - 1 }]
  const padded = emitPad(emit, emit.reshape(value, [...before, 1, ...after]), shape.length + 1, gaps)
  const flat = emit.reshape(padded, [...shape.slice(0, axis), count * step, ...after])
  return emitSlice(emit, flat, [{ axis, start: 0, step: 1, count: (count - 1) * step + 1 }])
}

/**
 * ONNX Slice with static bounds, given as the attributes `starts`, `ends`, `axes` and `steps` (ONNX's inputs two to five; all
 * steps 1 unless said). Steps are above zero, and the axis of examples is whole.
 */
export const slice: Operator = {
  name: 'Slice',
  infer: (inputs, attributes) => {
    assertAttributes('Slice', attributes, ['starts', 'ends', 'axes', 'steps'])
    const x = onlyInput('Slice', inputs)
    const ranges = rangesOf(x, attributes)
    return {
      ...x,
      shape: x.shape.map((size, axis) => ranges.find((range) => range.axis === axis)?.count ?? size),
    }
  },
  lower: ({ emit, attributes, inputs, inputNames }) =>
    emitSlice(emit, inputNames[0]!, rangesOf(inputs[0]!, attributes)),
  gradient: ({ emit, attributes, inputs, output, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined]
    const { shape } = inputs[0]!
    const ranges = rangesOf(inputs[0]!, attributes)
    const sizes = [...output.shape]
    let spread = gradient
    for (const range of ranges) {
      if (range.step === 1) continue
      spread = emitSpread(emit, spread, sizes, range)
      sizes[range.axis] = (range.count - 1) * range.step + 1
    }
    const pads = ranges.map(({ axis, start }) => ({
      axis,
      before: start,
      after: shape[axis]! - start - sizes[axis]!,
    }))
    return [emitPad(emit, spread, shape.length, pads)]
  },
}

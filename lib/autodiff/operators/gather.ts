import type { Emitter } from '../emitter.ts'
import { examplesMixError, shapeError, unsupportedError } from '../errors.ts'
import { sizeOf } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { intAttribute } from './axes.ts'
import { gram, lengths, PAIR_ROUNDING } from './linear.ts'
import type { Operator } from './operator.ts'

const int = (emit: Emitter, value: number): string => emit.constant('int32', [], [value])

/** Row numbers of the table, shaped like the indices; outside 0..vocabulary-1 where there is no such row. */
const emitRows = (emit: Emitter, indices: string, vocabulary: number): string => {
  const negative = emit.node('Less', [indices, int(emit, 0)])
  return emit.node('Where', [negative, emit.node('Add', [indices, int(emit, vocabulary)]), indices])
}

/** The same numbers with 0 for those outside, and a bool that says where they are not. */
const emitSafe = (emit: Emitter, rows: string, vocabulary: number) => {
  const zero = int(emit, 0)
  const low = emit.node('Where', [emit.node('Less', [rows, zero]), zero, rows])
  const safe = emit.node('Where', [emit.node('Less', [low, int(emit, vocabulary)]), low, zero])
  return { safe, inside: emit.node('Equal', [safe, rows]) }
}

/**
 * ONNX Gather along axis 0 as an embedding: a table [vocabulary, width] that no example enters, and int32 indices per example,
 * [batch, ...], give [batch, ..., width]. Negative indices count from the end. An index outside -vocabulary..vocabulary-1 reads
 * zeros and moves no row: ONNX has it fail, and a run that fails over one record would tell that the record is there.
 */
export const gather: Operator = {
  name: 'Gather',
  infer: (inputs, attributes) => {
    assertAttributes('Gather', attributes, ['axis'])
    const [table, indices] = inputs
    if (
      table === undefined ||
      indices === undefined ||
      inputs.length > 2 ||
      table.type !== 'float32' ||
      indices.type !== 'int32'
    )
      throw shapeError('Gather', 'It takes a float32 table and int32 indices.')
    if (table.perExample) throw examplesMixError('Gather', 'Its table depends on examples.')
    if (!indices.perExample) throw unsupportedError('Gather', 'Its indices must be values per example.')
    if (table.shape.length !== 2 || intAttribute('Gather', attributes, 'axis', 0) !== 0)
      throw unsupportedError('Gather', 'Only whole rows of a table [vocabulary, width] are read.')
    return { type: 'float32', shape: [...indices.shape, table.shape[1]!], perExample: true }
  },
  lower: ({ emit, inputs, inputNames }) => {
    const [table, indices] = inputNames as [string, string]
    const vocabulary = inputs[0]!.shape[0]!
    const { safe, inside } = emitSafe(emit, emitRows(emit, indices, vocabulary), vocabulary)
    const read = emit.node('Gather', [table, safe], { axis: { int: 0 } })
    return emit.node('Where', [emit.reshape(inside, [...inputs[1]!.shape, 1]), read, emit.scalar(0)])
  },
  // One-hot rows, transposed, times the gradient. ScatterND would add in no fixed order.
  gradient: ({ emit, inputs, inputNames, gradient, wanted }) => {
    if (wanted[0] !== true) return [undefined, undefined]
    const [vocabulary, width] = inputs[0]!.shape as [number, number]
    const count = sizeOf(inputs[1]!.shape)
    const rows = emit.reshape(emitRows(emit, inputNames[1]!, vocabulary), [count, 1])
    const range = Array.from({ length: vocabulary }, (_, row) => row)
    const hits = emit.node('Equal', [rows, emit.constant('int32', [1, vocabulary], range)])
    const oneHot = emit.node('Cast', [hits], { to: { int: 1 } })
    const d = emit.reshape(gradient, [count, width])
    return [emit.node('Gemm', [oneHot, d], { transA: { int: 1 } }), undefined]
  },
  // Sum over positions t, t' that read the same row of d_t . d_t' (Li et al. 2021, arXiv:2110.05679, section 4), with
  // `PAIR_ROUNDING` of |d_t| |d_t'|.
  squaredNorm: ({ emit, inputs, inputNames, gradient }) => {
    const [vocabulary, width] = inputs[0]!.shape as [number, number]
    const [batch, ...positions] = inputs[1]!.shape as [number, ...number[]]
    const count = sizeOf(positions)
    const rows = emitRows(emit, inputNames[1]!, vocabulary)
    const { inside } = emitSafe(emit, rows, vocabulary)
    const d = emit.node('Where', [
      emit.reshape(inside, [batch, count, 1]),
      emit.reshape(gradient, [batch, count, width]),
      emit.scalar(0),
    ])
    const same = emit.node('Equal', [
      emit.reshape(rows, [batch, count, 1]),
      emit.reshape(rows, [batch, 1, count]),
    ])
    const weights = emit.node('Cast', [same], { to: { int: 1 } })
    const length = emit.reshape(lengths(emit, d), [batch, count, 1])
    const rounding = emit.node('Mul', [gram(emit, length), emit.scalar(PAIR_ROUNDING)])
    return emit.sum(emit.node('Mul', [weights, emit.node('Add', [gram(emit, d), rounding])]), [1, 2], 0)
  },
}

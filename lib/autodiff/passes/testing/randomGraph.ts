import fc from 'fast-check'
import type * as Ort from 'onnxruntime-web'
import type { OnnxGraph, OnnxNode, OnnxTensor } from '../../onnx/model.ts'
import type { Feeds } from '../../testing/backend.ts'

/** For tests only: numbers that rounding and signs can be told by. */
export const FLOATS: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 0.1, 1 / 3, 1e-3, Number.NaN, Number.POSITIVE_INFINITY, 1e30),
  fc.double({ min: -10, max: 10, noNaN: true }).map(Math.fround),
)

const SHAPE = [2, 3]
const INPUTS = ['a', 'b', 'c']
const BINARY = ['Add', 'Sub', 'Mul', 'Div', 'Max'] as const
const UNARY = ['Neg', 'Abs', 'Sqrt', 'Relu', 'Identity', 'Exp', 'LeakyRelu'] as const

/** Small, so that the same computations come up again. Numbers choose among what is there. */
type Draw = { readonly kind: number; readonly op: number; readonly left: number; readonly right: number }

const draw: fc.Arbitrary<Draw> = fc.record({
  kind: fc.nat(9),
  op: fc.nat(20),
  left: fc.nat(1000),
  right: fc.nat(1000),
})

/** What a draw means, given the names so far: one to three nodes, of which the last gives a float32 value. */
const nodesOf = ({ kind, op, left, right }: Draw, names: readonly string[], at: number): OnnxNode[] => {
  const pick = (index: number) => names[index % names.length]!
  const node = (name: string, inputs: readonly string[], attributes: OnnxNode['attributes'] = {}) => ({
    op: name,
    inputs,
    outputs: [`n${at}`],
    attributes,
  })
  if (kind < 5) return [node(BINARY[op % BINARY.length]!, [pick(left), pick(right)])]
  if (kind < 7) {
    const name = UNARY[op % UNARY.length]!
    return [node(name, [pick(left)], name === 'LeakyRelu' ? { alpha: { float: right % 2 ? 0.5 : -0 } } : {})]
  }
  const condition: OnnxNode = {
    op: op % 2 === 0 ? 'Greater' : 'Less',
    inputs: [pick(left), pick(right)],
    outputs: [`n${at}.holds`],
    attributes: {},
  }
  return kind === 7
    ? [condition, node('Cast', condition.outputs, { to: { int: 1 } })]
    : kind === 8
      ? [condition, node('Where', [condition.outputs[0]!, pick(right), pick(left)])]
      : [node('Expand', [pick(left), 'shape'])]
}

const constant = (values: readonly number[], index: number): OnnxTensor => ({
  name: `k${index}`,
  type: 'float32',
  shape: values.length === 1 ? [] : values.length === 3 ? [3] : SHAPE,
  values,
})

/**
 * For tests only: graphs of elementwise operators over three inputs [2, 3] and constants that broadcast, with repetitions, with
 * nodes that nobody uses, and with outputs anywhere, also of one value twice.
 */
export const randomGraph: fc.Arbitrary<OnnxGraph> = fc
  .record({
    constants: fc.array(
      fc.oneof(...[1, 3, 6].map((length) => fc.array(FLOATS, { minLength: length, maxLength: length }))),
      { minLength: 1, maxLength: 4 },
    ),
    draws: fc.array(draw, { minLength: 1, maxLength: 20 }),
    outputs: fc.array(fc.nat(1000), { minLength: 1, maxLength: 3 }),
  })
  .map(({ constants, draws, outputs }) => {
    const initializers = [
      ...constants.map(constant),
      { name: 'shape', type: 'int64', shape: [2], values: SHAPE } as const,
    ]
    const names = [...INPUTS, ...constants.map((_, index) => `k${index}`)]
    const nodes = draws.flatMap((own, at) => {
      const made = nodesOf(own, names, at)
      names.push(`n${at}`)
      return made
    })
    const ends = outputs.flatMap((index, at): OnnxNode[] => [
      // An input has its full shape, whatever was chosen.
      {
        op: 'Expand',
        inputs: [names[index % names.length]!, 'shape'],
        outputs: [`wide${at}`],
        attributes: {},
      },
      { op: 'Identity', inputs: [`wide${at}`], outputs: [`out${at}`], attributes: {} },
    ])
    return {
      name: 'random',
      nodes: [...nodes, ...ends],
      initializers,
      inputs: INPUTS.map((name) => ({ name, type: 'float32', shape: SHAPE })),
      outputs: outputs.map((_, at) => ({ name: `out${at}`, type: 'float32', shape: SHAPE })),
    }
  })

export const inputsOf = (
  { Tensor }: Pick<typeof Ort, 'Tensor'>,
  { inputs }: OnnxGraph,
  data: readonly number[],
): Feeds =>
  Object.fromEntries(
    inputs.map(({ name, shape }, index) => [
      name,
      new Tensor('float32', Float32Array.from(data.slice(index * 6, index * 6 + 6)), shape),
    ]),
  )

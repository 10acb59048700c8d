import { describe, expect, it } from 'vitest'
import type { OnnxGraph, OnnxNode } from '../onnx/model.ts'
import { shareCommonSubexpressions } from './commonSubexpressions.ts'

const node = (
  op: string,
  inputs: readonly string[],
  attributes: OnnxNode['attributes'] = {},
  outputs: readonly string[] = [op.toLowerCase()],
): OnnxNode => ({ op, inputs, outputs, attributes })

/** Two nodes, of which the second names its outputs apart, and one output that needs both. */
const graphOf = (first: OnnxNode, second: OnnxNode): OnnxGraph => ({
  name: 'pair',
  nodes: [
    first,
    { ...second, outputs: second.outputs.map((name) => `other.${name}`) },
    node('Concat', [first.outputs[0]!, `other.${second.outputs[0]}`], { axis: { int: 0 } }, ['y']),
  ],
  initializers: [],
  inputs: ['a', 'b'].map((name) => ({ name, type: 'float32', shape: [2] })),
  outputs: [{ name: 'y', type: 'float32', shape: [4] }],
})

const float = (name: string, value: number) => ({ [name]: { float: value } })

describe('two computations', () => {
  it.each([
    ['of the same inputs', node('Sub', ['a', 'b']), node('Sub', ['a', 'b'])],
    ['of inputs in another order, where none matters', node('Mul', ['a', 'b']), node('Mul', ['b', 'a'])],
    [
      'of the same attributes in another order',
      node('Elu', ['a'], { x: { int: 1 }, alpha: { float: 2 } }),
      node('Elu', ['a'], { alpha: { float: 2 }, x: { int: 1 } }),
    ],
  ])('%s become one', (_, first, second) => {
    const shared = shareCommonSubexpressions(graphOf(first, second))
    expect(shared.nodes.map(({ op }) => op)).toEqual([first.op, 'Concat'])
    expect(shared.nodes[1]!.inputs).toEqual([first.outputs[0], first.outputs[0]])
  })

  it.each([
    ['of other inputs', node('Exp', ['a']), node('Exp', ['b'])],
    ['of inputs in another order', node('Sub', ['a', 'b']), node('Sub', ['b', 'a'])],
    ['of operators that are not the same', node('Add', ['a', 'b']), node('Mul', ['a', 'b'])],
    ['of other attributes', node('Elu', ['a'], float('alpha', 1)), node('Elu', ['a'], float('alpha', 2))],
    ['of 0 and -0', node('Elu', ['a'], float('alpha', 0)), node('Elu', ['a'], float('alpha', -0))],
    [
      'of attributes of other kinds',
      node('Elu', ['a'], { alpha: { int: 1 } }),
      node('Elu', ['a'], float('alpha', 1)),
    ],
    ['with other numbers of results', node('Split', ['a'], {}, ['p']), node('Split', ['a'], {}, ['p', 'q'])],
  ])('%s stay two', (_, first, second) => {
    const graph = graphOf(first, second)
    expect(shareCommonSubexpressions(graph)).toEqual(graph)
  })
})

it('equal constants are held once, and those of other shapes apart', () => {
  const tensor = (name: string, shape: readonly number[], value: number) =>
    ({ name, type: 'float32', shape, values: [value] }) as const
  const graph: OnnxGraph = {
    ...graphOf(node('Add', ['k', 'same']), node('Add', ['deep', 'zero'])),
    initializers: [
      tensor('k', [1], 0),
      tensor('same', [1], 0),
      tensor('deep', [1, 1], 0),
      tensor('zero', [1], -0),
    ],
  }
  const { initializers, nodes } = shareCommonSubexpressions(graph)
  expect(initializers.map(({ name }) => name)).toEqual(['k', 'deep', 'zero'])
  expect(nodes[0]!.inputs).toEqual(['k', 'k'])
})

import type { Array as JaxArray } from '@jax-js/jax'
import { ForwardBuilder, type ForwardNode, type Value } from '../../forward.ts'
import type { Attributes } from '../../onnx/model.ts'
import type { OperatorName } from '../../operators/registry.ts'
import { elementwise, type GraphCase, type OperatorOracle } from '../oracle.ts'

/** For tests only: an operator of one input between a layer before and one after. `prepare` makes its input fit for it. */
export const unaryCase = (
  op: OperatorName,
  attributes: Attributes = {},
  prepare: (g: ForwardBuilder, hidden: Value) => Value = (_, hidden) => hidden,
): GraphCase => ({
  name: [op, ...Object.entries(attributes).map(([name, value]) => `${name} ${Object.values(value)[0]}`)].join(
    ' ',
  ),
  build: (batch) => {
    const g = new ForwardBuilder(batch, [6])
    const hidden = g.apply('Gemm', [g.x, g.parameter('w', [6, 7]), g.parameter('b', [7])])
    const y = g.apply(op, [prepare(g, hidden)], attributes)
    return g.finish(g.apply('Gemm', [y, g.parameter('v', [7, 3]), g.parameter('c', [3])]))
  },
})

/** For tests only: the operator on x itself, where it may make a finite value of one that is not. */
export const absorbingCase = (op: OperatorName, attributes: Attributes = {}): GraphCase => ({
  name: `${op} of x itself`,
  absorbs: true,
  build: (batch) => {
    const g = new ForwardBuilder(batch, [6])
    const y = g.apply(op, [g.x], attributes)
    return g.finish(g.apply('Gemm', [y, g.parameter('v', [6, 3]), g.parameter('c', [3])]))
  },
})

/** For tests only: the operator on a square that is 0 where x is, and there without a finite gradient. */
export const singularCase = (op: OperatorName, attributes: Attributes = {}): GraphCase => ({
  name: `${op} of a square`,
  singular: [0],
  build: (batch) => {
    const g = new ForwardBuilder(batch, [6])
    const weighed = g.apply('Mul', [g.x, g.parameter('gain', [6])])
    const y = g.apply(op, [g.apply('Mul', [weighed, weighed])], attributes)
    return g.finish(g.apply('Gemm', [y, g.parameter('v', [6, 3]), g.parameter('c', [3])]))
  },
})

/** A positive input: exp(hidden). */
export const positive = (g: ForwardBuilder, hidden: Value): Value => g.apply('Exp', [hidden])

/** For tests only: what is known of an elementwise operator of one input. */
export const unaryOracle = (
  compute: (x: number, node: ForwardNode) => number,
  jax: (x: JaxArray, node: ForwardNode) => JaxArray,
  cases: readonly GraphCase[],
): OperatorOracle => ({
  evaluate: (node, inputs) => elementwise(node.output.shape, inputs, (x = 0) => compute(x, node)),
  jax: (node, [x]) => jax(x!, node),
  cases,
})

import type { ForwardGraph } from '../forward.ts'
import { LOSS_ORACLES } from './losses.ts'
import type { Tensor } from './oracle.ts'
import { ORACLES } from './oracles.ts'

export interface Example {
  /** Flat parameters by position in the graph. */
  readonly parameters: readonly Float64Array[]
  readonly x: Float64Array
  /** Classes, or targets. */
  readonly labels: Int32Array | Float64Array
}

const EVALUATE = { ...ORACLES, ...LOSS_ORACLES }

/** The loss of each example, in float64. */
export const referenceLosses = (graph: ForwardGraph, { parameters, x, labels }: Example): Float64Array => {
  const values = new Map<number, Tensor>([
    [graph.x.id, { shape: graph.x.shape, data: x }],
    [graph.labels.id, { shape: graph.labels.shape, data: Float64Array.from(labels) }],
  ])
  graph.parameters.forEach(({ shape, value }, index) => {
    values.set(value.id, { shape, data: parameters[index]! })
  })
  for (const node of graph.nodes)
    values.set(
      node.output.id,
      EVALUATE[node.op].evaluate(
        node,
        node.inputs.map((input) => values.get(input.id)!),
      ),
    )
  return values.get(graph.loss.id)!.data
}

/** Gradients of sum_i weights_i loss_i by central differences. Step 1e-5: in float64 good to about 1e-9. */
export const referenceGradients = (
  graph: ForwardGraph,
  example: Example,
  weights: readonly number[],
): readonly Float64Array[] => {
  const step = 1e-5
  const total = () =>
    referenceLosses(graph, example).reduce(
      (sum, loss, row) => sum + (weights[row] === 0 ? 0 : loss * weights[row]!),
      0,
    )
  return example.parameters.map((parameter) =>
    parameter.map((value, index) => {
      parameter[index] = value + step
      const above = total()
      parameter[index] = value - step
      const below = total()
      parameter[index] = value
      return (above - below) / (2 * step)
    }),
  )
}

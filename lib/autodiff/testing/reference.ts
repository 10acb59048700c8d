import type { ForwardGraph, ForwardNode } from '../forward.ts'
import { sizeOf } from '../tensor.ts'

/** For tests only: a float64 evaluator of forward graphs in plain loops, sharing nothing with the ONNX lowering. */
interface Tensor {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

export interface Example {
  /** Flat parameters by position in the graph. */
  readonly parameters: readonly Float64Array[]
  readonly x: Float64Array
  readonly labels: Int32Array
}

const product = (x: Tensor, w: Tensor, transposed: boolean): Tensor => {
  const inner = x.shape.at(-1)!
  const outer = transposed ? w.shape[0]! : w.shape[1]!
  const rows = x.data.length / inner
  const data = new Float64Array(rows * outer)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < outer; column++) {
      let sum = 0
      for (let k = 0; k < inner; k++)
        sum += x.data[row * inner + k]! * w.data[transposed ? column * inner + k : k * outer + column]!
      data[row * outer + column] = sum
    }
  return { shape: [...x.shape.slice(0, -1), outer], data }
}

const broadcastIndex = (flat: number, shape: readonly number[], from: readonly number[]): number => {
  let index = 0
  let stride = 1
  let rest = flat
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const coordinate = rest % shape[axis]!
    rest = Math.floor(rest / shape[axis]!)
    const own = axis - (shape.length - from.length)
    if (own < 0) continue
    if (from[own] !== 1) index += coordinate * stride
    stride *= from[own]!
  }
  return index
}

const sum = (a: Tensor, b: Tensor, shape: readonly number[]): Tensor => ({
  shape,
  data: Float64Array.from(
    { length: sizeOf(shape) },
    (_, flat) =>
      a.data[broadcastIndex(flat, shape, a.shape)]! + b.data[broadcastIndex(flat, shape, b.shape)]!,
  ),
})

const evaluate = (node: ForwardNode, inputs: readonly Tensor[]): Tensor => {
  const [a, b, c] = inputs as [Tensor, Tensor, Tensor | undefined]
  const { shape } = node.output
  if (node.op === 'Add') return sum(a, b, shape)
  if (node.op === 'Relu') return { shape, data: a.data.map((value) => Math.max(0, value)) }
  if (node.op === 'Reshape') return { shape, data: a.data }
  if (node.op === 'MatMul') return product(a, b, false)
  if (node.op === 'Gemm') {
    const transB = node.attributes.transB
    const y = product(a, b, transB !== undefined && 'int' in transB && transB.int === 1)
    return c === undefined ? y : sum(y, c, shape)
  }
  const classes = a.shape[1]!
  const losses = Float64Array.from(b.data, (label, row) => {
    const logits = a.data.subarray(row * classes, (row + 1) * classes)
    const most = Math.max(...logits)
    return (
      most + Math.log(logits.reduce((total, value) => total + Math.exp(value - most), 0)) - logits[label]!
    )
  })
  return { shape, data: losses }
}

/** The loss of each example. */
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
      evaluate(
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

import { defaultDevice, grad, init, type Array as JaxArray, nn, numpy as np } from '@jax-js/jax'
import type { ForwardGraph, ForwardNode } from '../forward.ts'
import type { Example } from './reference.ts'

/** For tests only: the same forward graph in jax-js, whose reverse mode knows nothing of ours. */
const evaluate = (node: ForwardNode, inputs: readonly JaxArray[]): JaxArray => {
  const [a, b, c] = inputs as [JaxArray, JaxArray, JaxArray | undefined]
  if (node.op === 'Add') return np.add(a, b)
  if (node.op === 'Relu') return nn.relu(a)
  if (node.op === 'Reshape') return np.reshape(a, [...node.output.shape])
  if (node.op === 'MatMul') return np.matmul(a, b)
  if (node.op !== 'Gemm') throw new Error(`No reference for ${node.op}.`)
  const transB = node.attributes.transB
  const y = np.matmul(a, transB !== undefined && 'int' in transB && transB.int === 1 ? np.transpose(b) : b)
  return c === undefined ? y : np.add(y, c)
}

const nested = (data: ArrayLike<number>, shape: readonly number[]): JaxArray =>
  np.reshape(np.array(Float32Array.from(data)), [...shape])

/** Gradients of sum_i weights_i loss_i, in the parameters' order. */
export const jaxGradients = async (
  graph: ForwardGraph,
  { parameters, x, labels }: Example,
  weights: readonly number[],
): Promise<readonly Float32Array[]> => {
  await init('cpu')
  defaultDevice('cpu')
  const classes = graph.logits.shape[1]!
  const loss = (own: JaxArray[]): JaxArray => {
    const values = new Map<number, JaxArray>([[graph.x.id, nested(x, graph.x.shape)]])
    graph.parameters.forEach(({ value }, index) => {
      values.set(value.id, own[index]!)
    })
    const uses = new Map<number, number>()
    for (const node of graph.nodes) for (const { id } of node.inputs) uses.set(id, (uses.get(id) ?? 0) + 1)
    // jax-js counts references: every use but the last takes a new one.
    const take = (id: number): JaxArray => {
      const left = uses.get(id)! - 1
      uses.set(id, left)
      const value = values.get(id)!
      return left > 0 ? value.ref : value
    }
    for (const node of graph.nodes)
      if (node.op !== 'SoftmaxCrossEntropyLoss')
        values.set(
          node.output.id,
          evaluate(
            node,
            node.inputs.map(({ id }) => take(id)),
          ),
        )
    const scaled = Float32Array.from({ length: graph.batch * classes }, (_, index) => {
      const example = Math.floor(index / classes)
      return labels[example] === index % classes ? -weights[example]! : 0
    })
    const logProbabilities = nn.logSoftmax(values.get(graph.logits.id)!)
    return np.sum(np.multiply(logProbabilities, nested(scaled, [graph.batch, classes])))
  }
  const own = graph.parameters.map(({ shape }, index) => nested(parameters[index]!, shape))
  const gradients = grad(loss)(own) as JaxArray[]
  const out: Float32Array[] = []
  for (const gradient of gradients) out.push(Float32Array.from((await gradient.data()) as Float32Array))
  return out
}

import { defaultDevice, grad, init, type Array as JaxArray, numpy as np } from '@jax-js/jax'
import type { ForwardGraph } from '../forward.ts'
import { LOSS_ORACLES } from './losses.ts'
import { ORACLES } from './oracles.ts'
import type { Example } from './reference.ts'

const nested = (data: ArrayLike<number>, shape: readonly number[]): JaxArray =>
  np.reshape(np.array(Float32Array.from(data)), [...shape])

const JAX = { ...ORACLES, ...LOSS_ORACLES }

/** For tests only: the same forward graph in jax-js. Gradients of sum_i weights_i loss_i, in the parameters' order. */
export const jaxGradients = async (
  graph: ForwardGraph,
  { parameters, x, labels }: Example,
  weights: readonly number[],
): Promise<readonly Float32Array[]> => {
  await init('cpu')
  defaultDevice('cpu')
  const loss = (own: JaxArray[]): JaxArray => {
    const values = new Map<number, JaxArray>([
      [graph.x.id, nested(x, graph.x.shape)],
      [graph.labels.id, nested(labels, graph.labels.shape)],
    ])
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
      values.set(
        node.output.id,
        JAX[node.op].jax(
          node,
          node.inputs.map(({ id }) => take(id)),
        ),
      )
    return np.sum(np.multiply(values.get(graph.loss.id)!, nested(weights, [graph.batch])))
  }
  const own = graph.parameters.map(({ shape }, index) => nested(parameters[index]!, shape))
  const gradients = grad(loss)(own) as JaxArray[]
  const out: Float32Array[] = []
  for (const gradient of gradients) out.push(Float32Array.from((await gradient.data()) as Float32Array))
  return out
}

import type { OnnxGraph, OnnxNode, OnnxTensor } from '../onnx/model.ts'
import { FOLDS } from './folds.ts'

/** As the graph holds it: float32 constants are written down in float64. */
const asHeld = (tensor: OnnxTensor): OnnxTensor =>
  tensor.type === 'float32' ? { ...tensor, values: tensor.values.map(Math.fround) } : tensor

/** Computes nodes whose inputs are all constants, where the result is the same on every device up to its own rounding. */
export const foldConstants = (graph: OnnxGraph): OnnxGraph => {
  const fixed = new Set(graph.outputs.map(({ name }) => name))
  const constants = new Map(graph.initializers.map((tensor) => [tensor.name, asHeld(tensor)]))
  const folded: OnnxTensor[] = []
  const fold = (node: OnnxNode): OnnxTensor | undefined => {
    const inputs = node.inputs.flatMap((name) => constants.get(name) ?? [])
    const [output] = node.outputs
    if (inputs.length < node.inputs.length || output === undefined || fixed.has(output)) return undefined
    const value = FOLDS.get(node.op)?.(inputs, node.attributes)
    return value && { ...value, name: output }
  }
  const nodes = graph.nodes.filter((node) => {
    const tensor = fold(node)
    if (tensor === undefined) return true
    constants.set(tensor.name, tensor)
    folded.push(tensor)
    return false
  })
  return { ...graph, nodes, initializers: [...graph.initializers, ...folded] }
}

import type { OnnxGraph } from '../onnx/model.ts'

/** Leaves out nodes and constants that no output depends on. Inputs stay, since a run feeds all that are declared. */
export const removeDeadCode = (graph: OnnxGraph): OnnxGraph => {
  const needed = new Set(graph.outputs.map(({ name }) => name))
  const nodes = graph.nodes
    .toReversed()
    .filter(({ inputs, outputs }) => {
      const isNeeded = outputs.some((name) => needed.has(name))
      if (isNeeded) for (const name of inputs) needed.add(name)
      return isNeeded
    })
    .toReversed()
  return { ...graph, nodes, initializers: graph.initializers.filter(({ name }) => needed.has(name)) }
}

import type { OnnxGraph } from '../onnx/model.ts'

/** Takes out Identity nodes inside the graph: what they name becomes another name of their input. */
export const bypassIdentities = (graph: OnnxGraph): OnnxGraph => {
  const fixed = new Set(graph.outputs.map(({ name }) => name))
  const aliases = new Map<string, string>()
  const nodes = graph.nodes.flatMap((node) => {
    const inputs = node.inputs.map((name) => aliases.get(name) ?? name)
    const [from] = inputs
    const [to] = node.outputs
    if (node.op !== 'Identity' || from === undefined || to === undefined || fixed.has(to))
      return [{ ...node, inputs }]
    aliases.set(to, from)
    return []
  })
  return { ...graph, nodes }
}

/**
 * Takes out Identity nodes that name outputs: the node that computes one gets its name. An output that is an input, a constant
 * or another output keeps its Identity.
 */
export const nameOutputs = (graph: OnnxGraph): OnnxGraph => {
  const fixed = new Set(graph.outputs.map(({ name }) => name))
  const computed = new Set(graph.nodes.flatMap(({ outputs }) => outputs))
  const named = new Map<string, string>()
  const nodes = graph.nodes.filter(({ op, inputs: [from], outputs: [to] }) => {
    if (op !== 'Identity' || from === undefined || to === undefined || !fixed.has(to)) return true
    if (!computed.has(from) || fixed.has(from) || named.has(from)) return true
    named.set(from, to)
    return false
  })
  const rename = (name: string): string => named.get(name) ?? name
  return {
    ...graph,
    nodes: nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
      outputs: node.outputs.map(rename),
    })),
  }
}

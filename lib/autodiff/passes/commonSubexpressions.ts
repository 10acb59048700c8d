import type { OnnxGraph, OnnxNode } from '../onnx/model.ts'
import { keyOf } from './keyOf.ts'

/** The order of their inputs changes no bit. */
const COMMUTATIVE: readonly string[] = ['Add', 'Mul', 'Equal']

const computation = ({ op, inputs, outputs, attributes }: OnnxNode): string =>
  keyOf([
    op,
    COMMUTATIVE.includes(op) ? inputs.toSorted() : inputs,
    Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    outputs.length,
  ])

/**
 * Computes once what is computed several times, and holds equal constants once. All operators that we emit give the same
 * result for the same inputs. What is an output of the graph keeps its node.
 */
export const shareCommonSubexpressions = (graph: OnnxGraph): OnnxGraph => {
  const fixed = new Set(graph.outputs.map(({ name }) => name))
  const firsts = new Map<string, readonly string[]>()
  const renamed = new Map<string, string>()
  /** True for the first of its kind; the names of others come to mean those of the first. */
  const isFirst = (key: string, names: readonly string[]): boolean => {
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, names)
    else for (const [index, name] of names.entries()) renamed.set(name, first[index]!)
    return first === undefined
  }
  const initializers = graph.initializers.filter(({ name, type, shape, values }) =>
    isFirst(keyOf([type, shape, values]), [name]),
  )
  const nodes = graph.nodes.flatMap((node) => {
    const own = { ...node, inputs: node.inputs.map((name) => renamed.get(name) ?? name) }
    const stays = node.outputs.some((name) => fixed.has(name)) || isFirst(computation(own), node.outputs)
    return stays ? [own] : []
  })
  return { ...graph, nodes, initializers }
}

import type { Emitter } from './emitter.ts'
import { GraphError } from './errors.ts'
import type { ForwardGraph, ForwardNode, Value } from './forward.ts'
import type { GradientContext } from './operators/operator.ts'
import { OPERATORS } from './operators/registry.ts'

/** Names of forward values in the graph being emitted, by value id. */
export type Names = ReadonlyMap<number, string>

/** Emits the forward graph. Parameters, x and labels become inputs of those names. */
export const emitForward = (emit: Emitter, graph: ForwardGraph): Names => {
  const names = new Map<number, string>()
  for (const { name, shape, value } of graph.parameters)
    names.set(value.id, emit.input(name, 'float32', shape))
  names.set(graph.x.id, emit.input('x', graph.x.type, graph.x.shape))
  names.set(graph.labels.id, emit.input('labels', graph.labels.type, graph.labels.shape))
  for (const { op, inputs, output, attributes } of graph.nodes) {
    const inputNames = inputs.map((input) => names.get(input.id)!)
    names.set(output.id, OPERATORS[op].lower({ emit, attributes, inputs, output, inputNames }))
  }
  return names
}

export const gradientContext = (
  emit: Emitter,
  node: ForwardNode,
  names: Names,
  gradient: string,
  wanted: (input: Value) => boolean,
): GradientContext => ({
  emit,
  attributes: node.attributes,
  inputs: node.inputs,
  output: node.output,
  inputNames: node.inputs.map((input) => names.get(input.id)!),
  outputName: names.get(node.output.id)!,
  gradient,
  wanted: node.inputs.map(wanted),
})

/**
 * Emits reverse-mode differentiation from the loss of each example to every value that `wanted` names, given dL/d(loss)
 * of shape [batch]. Returns dL/d(value) by value id; values that meet several consumers get the sum.
 */
export const emitBackward = (
  emit: Emitter,
  graph: ForwardGraph,
  names: Names,
  lossGradient: string,
  wanted: (value: Value) => boolean,
): Map<number, string> => {
  const gradients = new Map<number, string>([[graph.loss.id, lossGradient]])
  for (const node of graph.nodes.toReversed()) {
    const gradient = gradients.get(node.output.id)
    if (gradient === undefined) continue
    const rule = OPERATORS[node.op].gradient(gradientContext(emit, node, names, gradient, wanted))
    node.inputs.forEach((input, index) => {
      const own = rule[index]
      if (own === undefined) return
      const known = gradients.get(input.id)
      gradients.set(input.id, known === undefined ? own : emit.node('Add', [known, own]))
    })
  }
  return gradients
}

/** Gradients of all parameters, in their order. Throws `autodiff/no-loss` for one that the loss does not depend on. */
export const parameterGradients = (
  graph: ForwardGraph,
  gradients: ReadonlyMap<number, string>,
): readonly string[] =>
  graph.parameters.map(({ name, value }) => {
    const gradient = gradients.get(value.id)
    if (gradient === undefined)
      throw new GraphError('autodiff/no-loss', `The loss does not depend on the parameter ${name}.`)
    return gradient
  })

import type { ForwardGraph, ForwardNode, Parameter, Value } from '../autodiff/forward.ts'

/** A dense or convolutional layer, one row of weights for each neuron (each filter). */
export interface Layer {
  /** Of the parameter that holds the rows. */
  readonly name: string
  readonly neurons: number
  /** Weights of one neuron. */
  readonly fanIn: number
  /** [neurons, fanIn]. */
  readonly rows: Float32Array
  /** [neurons], where the layer has one value for each. */
  readonly biases: Float32Array | undefined
  /** Reads the examples, with no parameter in between. */
  readonly isFirst: boolean
  /** Gives the logits. */
  readonly isLast: boolean
}

/** Each parameter's share of flat weights, by its value in the graph. */
const sharesOf = (
  parameters: readonly Parameter[],
  flat: Float32Array,
): ReadonlyMap<number, Float32Array> => {
  let offset = 0
  return new Map(
    parameters.map(({ value, size }) => {
      offset += size
      return [value.id, flat.subarray(offset - size, offset)]
    }),
  )
}

const isOn = (node: ForwardNode, name: string): boolean => {
  const attribute = node.attributes[name]
  return attribute !== undefined && 'int' in attribute && attribute.int !== 0
}

/** [inner, outer] to [outer, inner]. */
const transposed = (values: Float32Array, inner: number, outer: number): Float32Array => {
  const rows = new Float32Array(values.length)
  for (let row = 0; row < inner; row++)
    for (let column = 0; column < outer; column++) rows[column * inner + row] = values[row * outer + column]!
  return rows
}

const rowsOf = (node: ForwardNode, { shape }: Value, values: Float32Array) => {
  const isByNeuron = node.op === 'Conv' || isOn(node, 'transB')
  const neurons = isByNeuron ? shape[0]! : shape[1]!
  const fanIn = values.length / neurons
  return { neurons, fanIn, rows: isByNeuron ? values : transposed(values, fanIn, neurons) }
}

/** The bias of a node: its third input, or what is added to its output. */
const biasOf = (graph: ForwardGraph, node: ForwardNode): Value | undefined => {
  if (node.inputs[2] !== undefined) return node.inputs[2]
  const added = graph.nodes.find(({ op, inputs }) => op === 'Add' && inputs.includes(node.output))
  return added?.inputs.find(({ id }) => id !== node.output.id)
}

const LAYERS: readonly string[] = ['Gemm', 'MatMul', 'Conv']

/**
 * The layers of a graph whose weights are parameters themselves, with the values that they have in flat weights. Tables that
 * are read by index are none: their gradient names the indices whatever they hold.
 */
export const layersOf = (graph: ForwardGraph, flat: Float32Array): readonly Layer[] => {
  const shares = sharesOf(graph.parameters, flat)
  return graph.nodes.flatMap((node) => {
    const [x, weight] = node.inputs
    const parameter = graph.parameters.find(({ value }) => value.id === weight?.id)
    if (!LAYERS.includes(node.op) || x === undefined || parameter === undefined) return []
    const { neurons, fanIn, rows } = rowsOf(node, parameter.value, shares.get(parameter.value.id)!)
    const bias = biasOf(graph, node)
    const biases = bias === undefined ? undefined : shares.get(bias.id)
    const isLast = [node.output.id, ...outputsOf(graph, node.output)].includes(graph.logits.id)
    return {
      name: parameter.name,
      neurons,
      fanIn,
      rows,
      biases: biases?.length === neurons ? biases : undefined,
      isFirst: !x.trainable,
      isLast,
    }
  })
}

const outputsOf = ({ nodes }: ForwardGraph, value: Value): readonly number[] =>
  nodes.filter(({ op, inputs }) => op === 'Add' && inputs.includes(value)).map(({ output }) => output.id)

/** One neuron's weights. */
export const rowOf = ({ rows, fanIn }: Layer, neuron: number): Float32Array =>
  rows.subarray(neuron * fanIn, (neuron + 1) * fanIn)

export const normOf = (row: Float32Array): number =>
  Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))

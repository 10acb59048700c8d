import { emitBackward, gradientContext, type Names } from './backward.ts'
import type { Emitter } from './emitter.ts'
import { GraphError, unsupportedError } from './errors.ts'
import type { ForwardGraph, ForwardNode, Parameter, Value } from './forward.ts'
import type { Operator } from './operators/operator.ts'
import { OPERATORS } from './operators/registry.ts'

/** A parameter and the one place where examples meet it. */
interface ParameterUse {
  readonly parameter: Parameter
  readonly node: ForwardNode
  readonly index: number
  readonly squaredNorm: NonNullable<Operator['squaredNorm']>
}

/**
 * Finds where each parameter enters. A parameter used twice has cross terms in its norm that the rules leave out, so it
 * is refused (`autodiff/shared-parameter`); so is one used where no rule for norms exists (`autodiff/unsupported`).
 */
const parameterUses = (graph: ForwardGraph): readonly ParameterUse[] =>
  graph.parameters.map((parameter) => {
    const uses = graph.nodes.flatMap((node) =>
      node.inputs.flatMap((input, index) => (input.id === parameter.value.id ? [{ node, index }] : [])),
    )
    const [use] = uses
    if (use === undefined)
      throw new GraphError('autodiff/no-loss', `The loss does not depend on the parameter ${parameter.name}.`)
    if (uses.length > 1)
      throw new GraphError(
        'autodiff/shared-parameter',
        `The parameter ${parameter.name} is used more than once.`,
        {
          details: 'Per-example norms of shared parameters are not supported.',
        },
      )
    const { squaredNorm }: Operator = OPERATORS[use.node.op]
    if (squaredNorm === undefined || !use.node.output.perExample)
      throw unsupportedError(use.node.op, `No per-example rule for the parameter ${parameter.name}.`)
    return { parameter, ...use, squaredNorm }
  })

/**
 * A squared norm at or above this counts as not finite: far over any gradient that clipping leaves meaningful, and far
 * enough under the largest float32 that no product before it has lost its order.
 */
const LARGEST_SQUARED_NORM = 1e37

/**
 * We clip to slightly less than asked, so that rounding in float32 norms (a relative error near 1e-6) cannot carry one
 * example's part past `clipNorm`, which is the sensitivity that the noise is made for.
 */
const ROUNDING_MARGIN = 1e-5

export interface ClippedGradients {
  /** For each parameter, sum over examples of mask_i * min(1, C/|g_i|) * g_i. */
  readonly sums: readonly string[]
  /** Float32 [batch]: 1 where the example's gradient is finite, else 0. */
  readonly finite: string
}

/**
 * Emits per-example clipping over all parameters together (Abadi et al. 2016, arXiv:1607.00133, algorithm 1), with one
 * backward pass: examples are independent, so scaling row i of dL/d(output) by example i's factor scales its gradient.
 *
 * An example whose gradient is not finite contributes exactly zero: every operand that its row enters is replaced, since
 * 0 * NaN is NaN. IsNaN and IsInf are missing on WebGPU and WGSL may assume finite numbers, so validity is a positive
 * comparison, `norm < bound`, which no NaN or infinity passes under IEEE 754 and which is not an identity to fold away.
 */
export const emitClippedGradients = (
  emit: Emitter,
  graph: ForwardGraph,
  names: Names,
  mask: string,
  clipNorm: number,
): ClippedGradients => {
  const uses = parameterUses(graph)
  const { batch } = graph
  const ones = emit.constant('float32', [batch], new Array<number>(batch).fill(1))
  const flows = (value: Value) => value.trainable && value.perExample
  const gradients = emitBackward(emit, graph, names, ones, flows)

  const outputGradient = ({ parameter, node }: ParameterUse): string => {
    const gradient = gradients.get(node.output.id)
    if (gradient === undefined)
      throw new GraphError('autodiff/no-loss', `The loss does not depend on the parameter ${parameter.name}.`)
    return gradient
  }

  const squared = uses
    .map((use) =>
      use.squaredNorm({
        ...gradientContext(emit, use.node, names, outputGradient(use), flows),
        parameter: use.index,
      }),
    )
    .reduce((sum, own) => emit.node('Add', [sum, own]))
  const valid = emit.node('Less', [squared, emit.scalar(LARGEST_SQUARED_NORM)])
  const zero = emit.scalar(0)
  const clip = emit.scalar(clipNorm * (1 - ROUNDING_MARGIN))
  // C / max(|g|, C) is min(1, C / |g|) without a division by zero.
  // Sums over pairs of positions may round to less than zero, and one NaN here would be everyone's.
  const norm = emit.node('Sqrt', [emit.node('Max', [squared, zero])])
  const factor = emit.node('Div', [clip, emit.node('Max', [norm, clip])])
  const weight = emit.node('Where', [valid, emit.node('Mul', [factor, mask]), zero])

  const perRow = (value: string, rank: number) =>
    emit.reshape(value, [batch, ...new Array<number>(rank - 1).fill(1)])
  const clean = (name: string, rank: number) => emit.node('Where', [perRow(valid, rank), name, zero])
  const cleanedNames = new Map(names)
  const cleaned = new Set<number>()
  const scaled = new Map<number, string>()
  const sums = uses.map((use) => {
    const { node, index } = use
    // What is not a float is finite: conditions, indices.
    for (const input of node.inputs)
      if (input.perExample && input.type === 'float32' && !cleaned.has(input.id)) {
        cleaned.add(input.id)
        cleanedNames.set(input.id, clean(names.get(input.id)!, input.shape.length))
      }
    const { id, shape } = node.output
    if (!scaled.has(id))
      scaled.set(
        id,
        emit.node('Mul', [clean(outputGradient(use), shape.length), perRow(weight, shape.length)]),
      )
    const own = node.inputs[index]!
    return OPERATORS[node.op].gradient(
      gradientContext(emit, node, cleanedNames, scaled.get(id)!, (input) => input === own),
    )[index]!
  })
  return { sums, finite: emit.node('Cast', [valid], { to: { int: 1 } }) }
}

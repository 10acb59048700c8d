import { emitBackward, emitForward, parameterGradients } from './backward.ts'
import { Emitter } from './emitter.ts'
import type { ForwardGraph } from './forward.ts'
import { clipByGlobalNorm } from './optimizers/clipByGlobalNorm.ts'
import type { Optimizer } from './optimizers/optimizer.ts'
import { stateName } from './optimizers/state.ts'
import { emitClippedGradients } from './perExample.ts'

/**
 * Training as ordinary ONNX graphs (opset 17), made of operators that both the wasm and the WebGPU provider have. Inputs and
 * outputs are named here once: a parameter p has the output `next.p`, and in private graphs the input `sum.p`.
 */
export const nextName = (parameter: string): string => `next.${parameter}`
export const sumName = (parameter: string): string => `sum.${parameter}`
export const gradientName = (parameter: string): string => `gradient.${parameter}`

type Model = Uint8Array<ArrayBuffer>

/** Emits the sum of loss_i * weight_i, shape []; a loss of weight 0 does not count even if it is not a number. */
const emitWeightedLoss = (emit: Emitter, loss: string, weight: string): string => {
  const zero = emit.scalar(0)
  const counts = emit.node('Greater', [weight, zero])
  return emit.sum(emit.node('Mul', [emit.node('Where', [counts, loss, zero]), weight]), [0], 0)
}

/**
 * Emits an optimizer's step for all parameters, which are inputs already. Its state and rates become inputs; outputs are
 * `next.p` for each parameter and `next.s` for each state tensor s of `stateOf`.
 */
const emitUpdates = (
  emit: Emitter,
  { parameters }: Pick<ForwardGraph, 'parameters'>,
  optimizer: Optimizer,
  gradients: readonly string[],
): void => {
  const rates = optimizer.rates.map((rate) => emit.input(rate, 'float32', []))
  parameters.forEach(({ name, shape }, index) => {
    const slots = optimizer.state.map((slot) => stateName(slot, name))
    const { next, state } = optimizer.update({
      emit,
      parameter: name,
      gradient: gradients[index]!,
      state: slots.map((slot) => emit.input(slot, 'float32', shape)),
      rates,
    })
    emit.output(nextName(name), 'float32', shape, next)
    slots.forEach((slot, at) => {
      emit.output(nextName(slot), 'float32', shape, state[at]!)
    })
  })
}

/**
 * A plain step. Inputs: parameters, the optimizer's state and rates, x [batch, ...], labels as the loss takes them, weights
 * float32 [batch]. Outputs: `next.p` and `next.s`, from d(sum weights_i loss_i)/dp, whose norm over all parameters is clipped to
 * `gradientClipNorm` where there is one; and loss [] = sum weights_i loss_i. For the mean over the m real rows of a padded
 * batch, weights are 1/m and 0.
 */
export const plainTrainingGraph = (
  graph: ForwardGraph,
  optimizer: Optimizer,
  gradientClipNorm?: number,
): Model => emitPlainTraining(graph, optimizer, gradientClipNorm).encode('train')

/** What `plainTrainingGraph` encodes. */
export const emitPlainTraining = (
  graph: ForwardGraph,
  optimizer: Optimizer,
  gradientClipNorm?: number,
): Emitter => {
  const emit = new Emitter()
  const names = emitForward(emit, graph)
  const weights = emit.input('weights', 'float32', [graph.batch])
  const gradients = parameterGradients(
    graph,
    emitBackward(emit, graph, names, weights, (value) => value.trainable),
  )
  const ranked = gradients.map((name, index) => ({ name, rank: graph.parameters[index]!.shape.length }))
  emitUpdates(
    emit,
    graph,
    optimizer,
    gradientClipNorm === undefined ? gradients : clipByGlobalNorm(emit, ranked, gradientClipNorm),
  )
  emit.output('loss', 'float32', [], emitWeightedLoss(emit, names.get(graph.loss.id)!, weights))
  return emit
}

/** Inputs and outputs of one micro-batch of DP-SGD but the sums, whose names are given for each parameter. */
const emitMicroBatch = (emit: Emitter, graph: ForwardGraph, clipNorm: number): readonly string[] => {
  const names = emitForward(emit, graph)
  const mask = emit.input('mask', 'float32', [graph.batch])
  const { sums, finite } = emitClippedGradients(emit, graph, names, mask, clipNorm)
  const counted = emit.node('Mul', [mask, finite])
  emit.output('loss', 'float32', [], emitWeightedLoss(emit, names.get(graph.loss.id)!, counted))
  return sums
}

/**
 * One micro-batch of DP-SGD. Inputs: parameters, x, labels, mask float32 [batch] of 0 and 1.
 * Outputs: `next.p` = sum_i mask_i * min(1, clipNorm/|g_i|) * g_i, where |g_i| is over all parameters together;
 * loss [] = sum of the losses of unmasked examples with finite gradients. Those with others contribute zero.
 * Throws `autodiff/shared-parameter`, `autodiff/unsupported` where per-example norms are not known.
 */
export const clippedSumsGraph = (graph: ForwardGraph, clipNorm: number): Model => {
  const emit = new Emitter()
  emitMicroBatch(emit, graph, clipNorm).forEach((own, index) => {
    const { name, shape } = graph.parameters[index]!
    emit.output(nextName(name), 'float32', shape, own)
  })
  return emit.encode('clip')
}

/** As `clippedSumsGraph`, with `sum.p`, of the micro-batches before, as further inputs that are added to `next.p`. */
export const accumulateGraph = (graph: ForwardGraph, clipNorm: number): Model =>
  emitAccumulate(graph, clipNorm).encode('accumulate')

/** What `accumulateGraph` encodes. */
export const emitAccumulate = (graph: ForwardGraph, clipNorm: number): Emitter => {
  const emit = new Emitter()
  emitMicroBatch(emit, graph, clipNorm).forEach((own, index) => {
    const { name, shape } = graph.parameters[index]!
    const total = emit.node('Add', [emit.input(sumName(name), 'float32', shape), own])
    emit.output(nextName(name), 'float32', shape, total)
  })
  return emit
}

/**
 * The end of a DP-SGD step. Inputs: parameters, the optimizer's state and rates, `sum.p`, noise included, divisor [].
 * Outputs: `next.p` and `next.s`, from the gradient sum.p / divisor. The divisor is expectedBatch: the number sampled is
 * private. All that an optimizer does is after the noise, and costs no privacy.
 */
export const applyGraph = (graph: Pick<ForwardGraph, 'parameters'>, optimizer: Optimizer): Model => {
  const emit = new Emitter()
  const divisor = emit.input('divisor', 'float32', [])
  const gradients = graph.parameters.map(({ name, shape }) => {
    emit.input(name, 'float32', shape)
    return emit.node('Div', [emit.input(sumName(name), 'float32', shape), divisor])
  })
  emitUpdates(emit, graph, optimizer, gradients)
  return emit.encode('apply')
}

/** Gradients alone. Inputs as `plainTrainingGraph`, without those of an optimizer; outputs `gradient.p` and loss. */
export const gradientGraph = (graph: ForwardGraph): Model => {
  const emit = new Emitter()
  const names = emitForward(emit, graph)
  const weights = emit.input('weights', 'float32', [graph.batch])
  const gradients = emitBackward(emit, graph, names, weights, (value) => value.trainable)
  parameterGradients(graph, gradients).forEach((gradient, index) => {
    const { name, shape } = graph.parameters[index]!
    emit.output(gradientName(name), 'float32', shape, gradient)
  })
  emit.output('loss', 'float32', [], emitWeightedLoss(emit, names.get(graph.loss.id)!, weights))
  return emit.encode('gradients')
}

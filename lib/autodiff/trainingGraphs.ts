import { emitBackward, emitForward, parameterGradients } from './backward.ts'
import { Emitter } from './emitter.ts'
import type { ForwardGraph } from './forward.ts'
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
 * Plain SGD. Inputs: parameters, x [batch, ...], labels int32 [batch], weights float32 [batch], learningRate [].
 * Outputs: `next.p` = p - learningRate * d(sum weights_i loss_i)/dp, and loss [] = sum weights_i loss_i.
 * For the mean over the m real rows of a padded batch, weights are 1/m and 0.
 */
export const plainTrainingGraph = (graph: ForwardGraph): Model => {
  const emit = new Emitter()
  const names = emitForward(emit, graph)
  const weights = emit.input('weights', 'float32', [graph.batch])
  const learningRate = emit.input('learningRate', 'float32', [])
  const gradients = emitBackward(emit, graph, names, weights, (value) => value.trainable)
  parameterGradients(graph, gradients).forEach((gradient, index) => {
    const { name, shape } = graph.parameters[index]!
    const next = emit.node('Sub', [name, emit.node('Mul', [gradient, learningRate])])
    emit.output(nextName(name), 'float32', shape, next)
  })
  emit.output('loss', 'float32', [], emitWeightedLoss(emit, names.get(graph.loss.id)!, weights))
  return emit.encode('train')
}

/**
 * One micro-batch of DP-SGD. Inputs: parameters, `sum.p` (accumulators), x, labels, mask float32 [batch] of 0 and 1.
 * Outputs: `next.p` = sum.p + sum_i mask_i * min(1, clipNorm/|g_i|) * g_i, where |g_i| is over all parameters together;
 * loss [] = sum of the losses of unmasked examples with finite gradients. Those with others contribute zero.
 * Throws `autodiff/shared-parameter`, `autodiff/unsupported` where per-example norms are not known.
 */
export const accumulateGraph = (graph: ForwardGraph, clipNorm: number): Model => {
  const emit = new Emitter()
  const names = emitForward(emit, graph)
  const mask = emit.input('mask', 'float32', [graph.batch])
  const { sums, finite } = emitClippedGradients(emit, graph, names, mask, clipNorm)
  sums.forEach((own, index) => {
    const { name, shape } = graph.parameters[index]!
    const total = emit.node('Add', [emit.input(sumName(name), 'float32', shape), own])
    emit.output(nextName(name), 'float32', shape, total)
  })
  const counted = emit.node('Mul', [mask, finite])
  emit.output('loss', 'float32', [], emitWeightedLoss(emit, names.get(graph.loss.id)!, counted))
  return emit.encode('accumulate')
}

/**
 * The end of a DP-SGD step. Inputs: parameters, `sum.p`, noise included, rate []. Output: `next.p` = p - rate * sum.p.
 * `rate` is learningRate / expectedBatch: the divisor is fixed, since the number sampled is private.
 */
export const applyGraph = (graph: ForwardGraph): Model => {
  const emit = new Emitter()
  const rate = emit.input('rate', 'float32', [])
  for (const { name, shape } of graph.parameters) {
    emit.input(name, 'float32', shape)
    const noisy = emit.input(sumName(name), 'float32', shape)
    emit.output(nextName(name), 'float32', shape, emit.node('Sub', [name, emit.node('Mul', [noisy, rate])]))
  }
  return emit.encode('apply')
}

/** Gradients alone. Inputs as `plainTrainingGraph` without the learning rate; outputs `gradient.p` and loss. */
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

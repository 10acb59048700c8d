import { emitForward } from './backward.ts'
import { Emitter } from './emitter.ts'
import type { ForwardGraph } from './forward.ts'

/**
 * The model as it answers, without training. Inputs: parameters, x [batch, ...], labels int32 [batch].
 * Outputs: logits [batch, classes], and loss [batch] of each example.
 */
export const evaluationGraph = (graph: ForwardGraph): Uint8Array<ArrayBuffer> => {
  const emit = new Emitter()
  const names = emitForward(emit, graph)
  emit.output('logits', 'float32', graph.logits.shape, names.get(graph.logits.id)!)
  emit.output('loss', 'float32', graph.loss.shape, names.get(graph.loss.id)!)
  return emit.encode('evaluate')
}

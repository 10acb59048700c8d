import { setImmediate } from 'node:timers/promises'
import { ProvisoError } from '../lib/protocol/errors.ts'
import { type Architecture, parameterCount } from '../lib/protocol/task.ts'
import type { Evaluation } from './context.ts'

export interface LabelledExample {
  /** Length `architecture.inputs`. */
  readonly x: Float32Array
  readonly label: number
}

/** Forward passes between two turns of the event loop: requests are answered meanwhile. */
const EXAMPLES_PER_TURN = 64

interface Layer {
  readonly inputs: number
  readonly outputs: number
  /** `[inputs, outputs]`, row by row. */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** Views into a flat parameter vector: for each layer W `[inputs, outputs]`, then b `[outputs]`. */
const layersOf = (architecture: Architecture, parameters: Float32Array): Layer[] => {
  if (parameters.length !== parameterCount(architecture))
    throw new ProvisoError('evaluate/wrong-length', 'These weights are not of this architecture.', {
      details: `Expected ${parameterCount(architecture)} values, got ${parameters.length}.`,
    })
  const widths = [architecture.inputs, ...architecture.hidden, architecture.outputs]
  let offset = 0
  const take = (length: number) => {
    offset += length
    return parameters.subarray(offset - length, offset)
  }
  return widths.slice(1).map((outputs, i) => {
    const inputs = widths[i]!
    return { inputs, outputs, weights: take(inputs * outputs), bias: take(outputs) }
  })
}

/** `x W + b`. Zero inputs, most of a digit's picture, cost nothing. */
const dense = (x: Float32Array, { inputs, outputs, weights, bias }: Layer): Float32Array => {
  const y = Float32Array.from(bias)
  for (let i = 0; i < inputs; i++) {
    const value = x[i]!
    if (value === 0) continue
    const row = i * outputs
    for (let j = 0; j < outputs; j++) y[j]! += value * weights[row + j]!
  }
  return y
}

/** Logits `[outputs]`: dense layers with ReLU between them. */
const forward = (layers: readonly Layer[], x: Float32Array): Float32Array => {
  let y = x
  for (const [i, layer] of layers.entries()) {
    y = dense(y, layer)
    if (i < layers.length - 1) for (let j = 0; j < y.length; j++) if (y[j]! < 0) y[j] = 0
  }
  return y
}

const crossEntropy = (logits: Float32Array, label: number): number => {
  const max = Math.max(...logits)
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - max)
  return max + Math.log(sum) - logits[label]!
}

/**
 * Accuracy and mean cross-entropy of a multi-layer perceptron on held-out examples.
 * Throws `evaluate/no-examples` or `evaluate/wrong-length`.
 */
export const evaluateMlp = async (
  architecture: Architecture,
  parameters: Float32Array,
  examples: readonly LabelledExample[],
): Promise<Evaluation> => {
  if (examples.length === 0)
    throw new ProvisoError('evaluate/no-examples', 'There is nothing to evaluate on.')
  const layers = layersOf(architecture, parameters)
  let correct = 0
  let loss = 0
  for (const [i, { x, label }] of examples.entries()) {
    if (i > 0 && i % EXAMPLES_PER_TURN === 0) await setImmediate()
    const logits = forward(layers, x)
    if (logits.indexOf(Math.max(...logits)) === label) correct += 1
    loss += crossEntropy(logits, label)
  }
  return { accuracy: correct / examples.length, loss: loss / examples.length, examples: examples.length }
}

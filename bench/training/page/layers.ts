import type { Cnn } from '../../../lib/protocol/task.ts'
import type { Problem } from './contender.ts'

type ConvolutionLayer = Cnn['convolutions'][number]

/** A part of the flat weights with its shape. */
export interface Weights {
  readonly shape: readonly number[]
  readonly data: Float32Array<ArrayBuffer>
}

interface Layer {
  readonly weight: Weights
  readonly bias: Weights
}

export interface Layers {
  /** Weights [filters, channels, kernel, kernel]; the shape of what goes in is [channels, height, width]. */
  readonly convolutions: readonly (Layer & {
    readonly layer: ConvolutionLayer
    readonly input: readonly number[]
  })[]
  /** What the first dense layer reads: [channels, height, width] of pictures, or [features]. */
  readonly flattened: readonly number[]
  /** Weights [in, out]. */
  readonly dense: readonly Layer[]
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, own) => product * own, 1)

const side = (length: number, { kernel, stride, pad, pool }: ConvolutionLayer): number =>
  Math.floor((Math.floor((length + 2 * pad - kernel) / stride) + 1) / pool)

/** The model apart, for libraries that build it themselves. */
export const layersOf = ({ architecture, weights }: Problem): Layers => {
  let offset = 0
  const take = (...shape: readonly number[]): Weights => {
    offset += sizeOf(shape)
    return { shape, data: weights.slice(offset - sizeOf(shape), offset) }
  }
  const images = architecture.kind === 'cnn' ? architecture.convolutions : []
  let shape: readonly number[] =
    architecture.kind === 'cnn'
      ? [architecture.input.channels, architecture.input.height, architecture.input.width]
      : [architecture.inputs]
  const convolutions = images.map((layer) => {
    const input = shape
    const [channels, height, width] = input as [number, number, number]
    const weight = take(layer.filters, channels, layer.kernel, layer.kernel)
    const bias = take(layer.filters)
    shape = [layer.filters, side(height, layer), side(width, layer)]
    return { layer, input, weight, bias }
  })
  const widths = [sizeOf(shape), ...architecture.hidden, architecture.outputs]
  const dense = widths
    .slice(1)
    .map((width, index) => ({ weight: take(widths[index]!, width), bias: take(width) }))
  return { convolutions, flattened: shape, dense }
}

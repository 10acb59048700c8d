import { inconsistent } from './inconsistent.ts'
import type { Architecture, Cnn, PrivacyTerms, TextBag } from './manifest.ts'

/** Of one parameter. Flat weights hold the parameters in their order, one after another, each row-major. */
export interface ParameterShape {
  readonly name: string
  readonly shape: readonly number[]
  /** Number of elements. */
  readonly size: number
}

/** What is known of a layer from its declaration. All numbers are for one example. */
export interface Layer {
  readonly weight: ParameterShape
  /** Absent for embeddings. */
  readonly bias: ParameterShape | undefined
  /** Shape of what comes out of it, after its pool: [width], or [channels, height, width]. */
  readonly output: readonly number[]
  /** Numbers that one output is made of, and outputs that one number reaches: what PyTorch and Keras call fan in and out. */
  readonly fanIn: number
  readonly fanOut: number
  readonly multiplyAdds: number
  /** Numbers that training keeps: what comes out, before and after its activation and its pool, and what a clipped norm takes. */
  readonly values: number
}

/** Multiply-adds of one forward pass of one example: training takes about three times as many, clipped about five. */
const MAX_MULTIPLY_ADDS = 2 ** 28
/** Numbers that training keeps of one example: 4 MiB. */
const MAX_VALUES = 2 ** 20
/** The same of as many as are run at once: 512 MiB. */
const MAX_BATCH_VALUES = 2 ** 27
/** A step under noise may be run in parts, of no more examples than these. */
const LARGEST_PART = 512
/** As many as model.weights.bytes may be, a quarter. */
const MAX_PARAMETERS = 2 ** 26

const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1)

const parameter = (name: string, shape: readonly number[]): ParameterShape => ({
  name,
  shape,
  size: product(shape),
})

const layer = (name: string, shape: readonly number[], sizes: Omit<Layer, 'weight' | 'bias'>): Layer => ({
  weight: parameter(`${name}.weight`, shape),
  bias: parameter(`${name}.bias`, sizes.output.slice(0, 1)),
  ...sizes,
})

/** y = x W + b with W of shape [in, out], each layer on what the one before gives. */
const denseLayers = (widths: readonly number[]): Layer[] =>
  widths.slice(1).map((outer, index) => {
    const inner = widths[index]!
    return layer(`layer${index + 1}`, [inner, outer], {
      output: [outer],
      fanIn: inner,
      fanOut: outer,
      multiplyAdds: inner * outer,
      values: 2 * outer,
    })
  })

/** Windows of `size` that lie on `length` pixels, `stride` apart. Throws `task/inconsistent` where none does. */
const windows = (field: string, length: number, size: number, stride: number): number => {
  if (size > length)
    throw inconsistent(`${field}: windows of ${size} pixels do not fit on ${length}, pads included.`)
  return Math.floor((length - size) / stride) + 1
}

/** W of shape [filters, channels, kernel, kernel] for each convolution, then dense layers on what is left of the picture. */
const cnnLayers = ({ input, convolutions, hidden, outputs }: Cnn): Layer[] => {
  let { channels } = input
  let sides = [input.height, input.width]
  const layers = convolutions.map(({ filters, kernel, stride, pad, pool, poolStride = pool }, index) => {
    const field = `model.architecture.convolutions.${index}`
    if (pad >= kernel) throw inconsistent(`${field}.pad is not below kernel.`)
    const out = sides.map((side) => windows(`${field}.kernel`, side + 2 * pad, kernel, stride))
    const pooled = out.map((side) => windows(`${field}.pool`, side, pool, poolStride))
    const positions = product(out)
    const [inner, outer] = [channels * kernel ** 2, filters]
    channels = filters
    sides = pooled
    return layer(`convolution${index + 1}`, [filters, inner / kernel ** 2, kernel, kernel], {
      output: [filters, ...pooled],
      fanIn: inner,
      fanOut: outer * kernel ** 2,
      multiplyAdds: positions * inner * outer,
      // The norm of one example's gradient takes that gradient, or its two factors at each position.
      values:
        filters * (2 * positions + product(pooled)) + Math.min(inner * outer, positions * (inner + outer)),
    })
  })
  return [...layers, ...denseLayers([channels * product(sides), ...hidden, outputs])]
}

/** A table W of shape [buckets, width]: a dense layer on the share that each bucket has of a text's words. */
const textBagLayers = ({ buckets, width, outputs }: TextBag): Layer[] => [
  {
    weight: parameter('embedding.weight', [buckets, width]),
    bias: undefined,
    output: [width],
    // Of the shares few are not zero, and together they are one.
    fanIn: 1,
    fanOut: width,
    multiplyAdds: buckets * width,
    // The shares are made of the words.
    values: buckets + 2 * width,
  },
  ...denseLayers([width, outputs]),
]

/**
 * The layers of a declared architecture, in the order of its flat weights: the one place that knows the shapes of parameters,
 * which the graphs of `lib/autodiff` are tested against. Throws `task/inconsistent` where a window of a convolution does not
 * fit on what it gets.
 */
export const layersOf = (architecture: Architecture): readonly Layer[] => {
  switch (architecture.kind) {
    case 'logistic':
      return denseLayers([architecture.inputs, architecture.outputs])
    case 'mlp':
      return denseLayers([architecture.inputs, ...architecture.hidden, architecture.outputs])
    case 'cnn':
      return cnnLayers(architecture)
    case 'text-bag':
      return textBagLayers(architecture)
  }
}

/** The shape in which the model reads one example. Pictures: [channels, height, width], as ONNX has them. */
export const exampleShape = (architecture: Architecture): readonly number[] => {
  switch (architecture.kind) {
    case 'logistic':
    case 'mlp':
      return [architecture.inputs]
    case 'cnn': {
      const { channels, height, width } = architecture.input
      return [channels, height, width]
    }
    case 'text-bag':
      return [architecture.words]
  }
}

/** Type of the numbers in which the model reads an example. */
export const exampleType = ({ kind }: Architecture): 'float32' | 'int32' =>
  kind === 'text-bag' ? 'int32' : 'float32'

/** The shape in which the graph reads one example: as it is, or of words the share of each bucket. */
export const readShape = (architecture: Architecture): readonly number[] =>
  architecture.kind === 'text-bag' ? [architecture.buckets] : exampleShape(architecture)

/** Numbers per example: as many as the pipeline must give. */
export const inputWidth = (architecture: Architecture): number => product(exampleShape(architecture))

/** Float32 parameters, in the order of flat weights. */
export const parameterShapes = (architecture: Architecture): readonly ParameterShape[] =>
  layersOf(architecture).flatMap(({ weight, bias }) => (bias === undefined ? [weight] : [weight, bias]))

/** The number of float32 parameters of an architecture. */
export const parameterCount = (architecture: Architecture): number =>
  parameterShapes(architecture).reduce((sum, { size }) => sum + size, 0)

const total = (layers: readonly Layer[], of: 'multiplyAdds' | 'values'): number =>
  layers.reduce((sum, layer) => sum + layer[of], 0)

/** Multiply-adds of one forward pass of one example. */
export const multiplyAdds = (architecture: Architecture): number =>
  total(layersOf(architecture), 'multiplyAdds')

const numbersKept = (architecture: Architecture): number =>
  inputWidth(architecture) + total(layersOf(architecture), 'values')

const assertAtMost = (most: number, actual: number, what: string, field = 'model.architecture'): void => {
  if (actual > most) throw inconsistent(`${field}: ${actual} ${what}, of at most ${most}.`)
}

/**
 * What a schema cannot say: the sizes together must make a model that a browser can hold and train.
 * Throws `task/inconsistent`, naming the field.
 */
export const assertArchitecture = (architecture: Architecture): void => {
  assertAtMost(MAX_PARAMETERS, parameterCount(architecture), 'parameters')
  assertAtMost(MAX_MULTIPLY_ADDS, multiplyAdds(architecture), 'multiply-adds per example')
  assertAtMost(MAX_VALUES, numbersKept(architecture), 'numbers kept per example')
}

/** As many examples as are run at once must fit in memory together. Throws `task/inconsistent`, naming the field. */
export const assertBatch = (architecture: Architecture, privacy: PrivacyTerms): void => {
  const [rows, field] =
    privacy.mechanism === 'none'
      ? [privacy.batchSize, 'privacy.batchSize']
      : [Math.min(LARGEST_PART, privacy.expectedBatch), 'privacy.expectedBatch']
  assertAtMost(MAX_BATCH_VALUES, rows * numbersKept(architecture), 'numbers kept at once', field)
}

import type { Emitter } from '../emitter.ts'
import { examplesMixError, shapeError } from '../errors.ts'
import type { Attributes } from '../onnx/model.ts'
import type { TensorInfo } from '../tensor.ts'
import { assertAttributes } from './attributes.ts'
import { type Convolution, emitFilterSums, unreached } from './convolution.ts'
import { directSquaredNorm, ghostSquaredNorm, isGhostCheaper } from './convolutionNorm.ts'
import type { Operator } from './operator.ts'
import { assertImages, intAttribute, windowAttributes, windowOf } from './window.ts'

const ATTRIBUTES = ['kernel_shape', 'strides', 'pads', 'dilations', 'group']

const convolutionOf = (inputs: readonly TensorInfo[], attributes: Attributes): Convolution => {
  const [x, w] = inputs
  const { shape } = x!
  const groups = intAttribute('Conv', attributes, 'group', 1)
  return {
    shape,
    filters: w!.shape[0]!,
    groups,
    window: windowOf('Conv', attributes, shape, w!.shape.slice(2)),
  }
}

const nodeAttributes = ({ window, groups }: Convolution): Attributes => ({
  ...windowAttributes(window),
  dilations: { ints: window.dilations },
  group: { int: groups },
})

/** dL/dx: the transposed convolution, and zeros for what no window reaches. */
const imageGradient = (emit: Emitter, gradient: string, w: string, convolution: Convolution): string =>
  emit.node('ConvTranspose', [gradient, w], {
    ...nodeAttributes(convolution),
    output_padding: { ints: unreached(convolution.window) },
  })

/**
 * dL/dw, [filters, channels / groups, height, width]: x convolved with dL/dy, in which examples stand as channels and
 * channels as examples.
 */
const filterGradient = (emit: Emitter, gradient: string, x: string, convolution: Convolution): string => {
  const { shape, groups, window } = convolution
  const [batch, channels, height, width] = shape as [number, number, number, number]
  const swap = (value: string) => emit.node('Transpose', [value], { perm: { ints: [1, 0, 2, 3] } })
  const grouped = () =>
    emit.node('Transpose', [emit.reshape(x, [batch, groups, channels / groups, height, width])], {
      perm: { ints: [2, 1, 0, 3, 4] },
    })
  const images =
    groups === 1 ? swap(x) : emit.reshape(grouped(), [channels / groups, groups * batch, height, width])
  return swap(emitFilterSums(emit, images, swap(gradient), window, groups))
}

/**
 * ONNX Conv of images x [batch, channels, height, width] with filters w [filters, channels / group, height, width] and an
 * optional bias [filters]: strides, dilations, group and pads on each side.
 */
export const conv: Operator = {
  name: 'Conv',
  infer: (inputs, attributes) => {
    const [first, w, bias] = inputs
    const x = assertImages('Conv', first)
    if (w === undefined || inputs.length > 3 || w.type !== 'float32' || w.shape.length !== 4)
      throw shapeError('Conv', 'It takes images, float32 filters of rank 4, and a bias or none.')
    if (w.perExample) throw examplesMixError('Conv', 'Its filters depend on examples.')
    assertAttributes('Conv', attributes, ATTRIBUTES)
    const { filters, groups, window } = convolutionOf(inputs, attributes)
    const channels = w.shape[1]! * groups
    if (groups < 1 || filters % groups !== 0 || channels !== x.shape[1])
      throw shapeError('Conv', `Filters [${w.shape}] in ${groups} groups on images [${x.shape}].`)
    if (window.kernel.join() !== w.shape.slice(2).join())
      throw shapeError('Conv', `A kernel_shape of [${window.kernel}] for filters [${w.shape}].`)
    if (bias?.perExample === true) throw examplesMixError('Conv', 'Its bias depends on examples.')
    if (bias !== undefined && (bias.type !== 'float32' || bias.shape.join() !== String(filters)))
      throw shapeError('Conv', `A bias of shape [${bias.shape}] for ${filters} filters.`)
    return { type: 'float32', shape: [x.shape[0]!, filters, ...window.output], perExample: true }
  },
  lower: ({ emit, inputs, inputNames, attributes }) =>
    emit.node('Conv', inputNames, nodeAttributes(convolutionOf(inputs, attributes))),
  gradient: ({ emit, inputs, inputNames, attributes, gradient, wanted }) => {
    const convolution = convolutionOf(inputs, attributes)
    const rules = [
      () => imageGradient(emit, gradient, inputNames[1]!, convolution),
      () => filterGradient(emit, gradient, inputNames[0]!, convolution),
      () => emit.sum(gradient, [0, 2, 3], 0),
    ]
    return inputs.map((_, index) => (wanted[index] === true ? rules[index]!() : undefined))
  },
  squaredNorm: ({ emit, inputs, inputNames, attributes, gradient, parameter }) => {
    if (parameter === 2) {
      const own = emit.sum(gradient, [2, 3], 0)
      return emit.sum(emit.node('Mul', [own, own]), [1], 0)
    }
    const convolution = convolutionOf(inputs, attributes)
    const rule = isGhostCheaper(convolution) ? ghostSquaredNorm : directSquaredNorm
    return rule(emit, inputNames[0]!, gradient, convolution)
  },
}

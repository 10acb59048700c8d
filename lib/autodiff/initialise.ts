import { type Layer, layersOf, parameterCount } from '../protocol/layers.ts'
import type { Architecture } from '../protocol/task.ts'

type Spread = (layer: Pick<Layer, 'fanIn' | 'fanOut'>) => number

/** He et al. 2015 (arXiv:1502.01852, eq. 10), `kaiming_normal` and `he_normal`: sqrt(2 / in), for layers before a ReLU. */
const he: Spread = ({ fanIn }) => Math.sqrt(2 / fanIn)

/** Glorot and Bengio 2010 (eq. 12), `xavier_normal` and `glorot_normal`: sqrt(2 / (in + out)), for tanh and for no activation. */
const glorot: Spread = ({ fanIn, fanOut }) => Math.sqrt(2 / (fanIn + fanOut))

const spreadOf = (architecture: Architecture): Spread => {
  switch (architecture.kind) {
    case 'logistic':
    case 'text-bag':
      return glorot
    case 'mlp':
      return he
    case 'cnn':
      return architecture.activation === 'tanh' ? glorot : he
  }
}

/**
 * Fresh flat weights of an architecture: normal with the standard deviation of He or Glorot, biases 0. `normal` returns
 * standard normal samples; weights are public, so any good source will do.
 */
export const initialWeights = (
  architecture: Architecture,
  normal: () => number,
): Float32Array<ArrayBuffer> => {
  const flat = new Float32Array(parameterCount(architecture))
  const spread = spreadOf(architecture)
  let offset = 0
  for (const layer of layersOf(architecture)) {
    const std = spread(layer)
    for (let index = 0; index < layer.weight.size; index++) flat[offset + index] = normal() * std
    offset += layer.weight.size + (layer.bias?.size ?? 0)
  }
  return flat
}

import { lax, numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { erfValue } from './erf.ts'
import { absorbingCase, unaryCase, unaryOracle } from './unary.ts'

const byTanh = ({ attributes: { approximate } }: ForwardNode): boolean =>
  approximate !== undefined && 'string' in approximate && approximate.string === 'tanh'

export const geluOracle = unaryOracle(
  (x, node) =>
    byTanh(node)
      ? 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : 0.5 * x * (1 + erfValue(x / Math.SQRT2)),
  (x, node) => {
    const half = np.multiply(x.ref, 0.5)
    if (!byTanh(node)) return np.multiply(half, np.add(lax.erf(np.multiply(x, Math.SQRT1_2)), 1))
    const cube = np.multiply(np.multiply(x.ref, x.ref), x.ref)
    const inner = np.multiply(np.add(x, np.multiply(cube, 0.044715)), Math.sqrt(2 / Math.PI))
    return np.multiply(half, np.add(np.tanh(inner), 1))
  },
  [
    unaryCase('Gelu'),
    unaryCase('Gelu', { approximate: { string: 'tanh' } }),
    absorbingCase('Gelu', { approximate: { string: 'none' } }),
  ],
)

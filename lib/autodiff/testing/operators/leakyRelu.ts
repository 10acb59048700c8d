import { nn } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { unaryCase, unaryOracle } from './unary.ts'

const slope = ({ attributes: { alpha } }: ForwardNode): number =>
  alpha !== undefined && 'float' in alpha ? alpha.float : 0.01

export const leakyReluOracle = unaryOracle(
  (x, node) => (x > 0 ? x : slope(node) * x),
  (x, node) => nn.leakyRelu(x, slope(node)),
  [unaryCase('LeakyRelu'), unaryCase('LeakyRelu', { alpha: { float: 0.3 } })],
)

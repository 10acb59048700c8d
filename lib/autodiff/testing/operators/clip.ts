import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { absorbingCase, unaryCase, unaryOracle } from './unary.ts'

const bound = ({ attributes }: ForwardNode, name: 'min' | 'max'): number | undefined => {
  const attribute = attributes[name]
  return attribute !== undefined && 'float' in attribute ? attribute.float : undefined
}
const both = { min: { float: -0.4 }, max: { float: 0.9 } }

export const clipOracle = unaryOracle(
  (x, node) => Math.min(Math.max(x, bound(node, 'min') ?? x), bound(node, 'max') ?? Number.POSITIVE_INFINITY),
  (x, node) => np.clip(x, bound(node, 'min'), bound(node, 'max')),
  [
    unaryCase('Clip', both),
    unaryCase('Clip', { min: both.min }),
    unaryCase('Clip', { max: both.max }),
    absorbingCase('Clip', both),
  ],
)

import { numpy as np } from '@jax-js/jax'
import type { ForwardNode } from '../../forward.ts'
import { positive, singularCase, unaryCase, unaryOracle } from './unary.ts'

const exponentOf = ({ attributes: { exponent } }: ForwardNode): number =>
  exponent !== undefined && 'float' in exponent ? exponent.float : Number.NaN
const to = (exponent: number) => ({ exponent: { float: exponent } })

export const powOracle = unaryOracle(
  (x, node) => x ** exponentOf(node),
  (x, node) => np.power(x, exponentOf(node)),
  [
    unaryCase('Pow', to(1)),
    unaryCase('Pow', to(2)),
    unaryCase('Pow', to(3)),
    unaryCase('Pow', to(1.5), positive),
    unaryCase('Pow', to(-0.5), positive),
    unaryCase('Pow', to(1.7), positive),
    unaryCase('Pow', to(-0.3), positive),
    unaryCase('Pow', to(5)),
    singularCase('Pow', to(0.5)),
  ],
)

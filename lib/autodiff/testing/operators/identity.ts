import { unaryCase, unaryOracle } from './unary.ts'

export const identityOracle = unaryOracle(
  (x) => x,
  (x) => x,
  [unaryCase('Identity')],
)

import { lax } from '@jax-js/jax'
import { absorbingCase, unaryCase, unaryOracle } from './unary.ts'

/** 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n + 1) / (1 * 3 * ... * (2n + 1)): all terms of one sign, so none cancel. */
export const erfValue = (x: number): number => {
  if (Math.abs(x) > 6) return Math.sign(x)
  let sum = 0
  let term = x
  for (let n = 0; n < 200; n++) {
    sum += term
    term *= (2 * x * x) / (2 * n + 3)
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

export const erfOracle = unaryOracle(erfValue, (x) => lax.erf(x), [unaryCase('Erf'), absorbingCase('Erf')])

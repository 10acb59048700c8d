import { densities } from './integrals.fixture.ts'

/** Nodes of the trapezium rule over an output. */
const OUTPUTS = 3000

interface Characteristic {
  readonly frequencies: Float64Array
  /** Modulus and phase of E[exp(i t S)]. */
  readonly modulus: Float64Array
  readonly phase: Float64Array
}

/** Characteristic function of the sum of `steps` losses, of outputs drawn from `from`. Frequencies are midpoints of steps of `spacing`. */
const characteristic = (
  q: number,
  sigma: number,
  steps: number,
  from: 'p' | 'q',
  spacing: number,
): Characteristic => {
  const { p, q: other } = densities(q, sigma, 'remove')
  const drawn = from === 'p' ? p : other
  const low = -9 * sigma
  const width = (1 + 18 * sigma) / OUTPUTS
  const outputs = Array.from({ length: OUTPUTS + 1 }, (_, i) => low + i * width)
  const losses = outputs.map((x) => Math.log1p(q * Math.expm1((2 * x - 1) / (2 * sigma * sigma))))
  const masses = outputs.map((x) => drawn(x) * width)
  const frequencies: number[] = []
  const modulus: number[] = []
  const phase: number[] = []
  for (let t = spacing / 2; frequencies.length < 20_000; t += spacing) {
    let re = 0
    let im = 0
    for (let i = 0; i <= OUTPUTS; i++) {
      re += masses[i]! * Math.cos(t * losses[i]!)
      im += masses[i]! * Math.sin(t * losses[i]!)
    }
    const size = Math.hypot(re, im) ** steps
    if (size < 1e-16) break
    frequencies.push(t)
    modulus.push(size)
    phase.push(steps * Math.atan2(im, re))
  }
  return {
    frequencies: Float64Array.from(frequencies),
    modulus: Float64Array.from(modulus),
    phase: Float64Array.from(phase),
  }
}

/** P(S > epsilon), by Gil-Pelaez (1951) and the midpoint rule, whose error falls exponentially with the spacing. */
const above = ({ frequencies, modulus, phase }: Characteristic, epsilon: number, spacing: number): number => {
  let sum = 0
  frequencies.forEach((t, i) => {
    sum += (modulus[i]! * Math.sin(phase[i]! - t * epsilon)) / t
  })
  return 0.5 + (sum * spacing) / Math.PI
}

/**
 * Delta of many equal steps as a function of epsilon, a record removed, with neither grid nor composition: Zhu, Dong, Wang,
 * "Optimal accounting of differential privacy via characteristic function" (2022). `width` is much more than the sum's standard deviation.
 * The factor exp(epsilon) multiplies rounding, so at delta 1e-5 an epsilon up to about 12 can be told.
 */
export const invertedDelta = (
  q: number,
  sigma: number,
  steps: number,
  width: number,
): ((epsilon: number) => number) => {
  const spacing = (2 * Math.PI) / width
  const p = characteristic(q, sigma, steps, 'p', spacing)
  const other = characteristic(q, sigma, steps, 'q', spacing)
  return (epsilon) => above(p, epsilon, spacing) - Math.exp(epsilon) * above(other, epsilon, spacing)
}

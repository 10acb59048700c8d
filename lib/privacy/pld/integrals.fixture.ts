import { logErfc } from '../logMath.ts'
import type { Direction } from './mechanism.ts'

/** Densities of one step's output under the two neighbours, straight from the definition. */
export const densities = (q: number, sigma: number, direction: Direction) => {
  const normal = (x: number, mean: number) =>
    Math.exp(-((x - mean) ** 2) / (2 * sigma * sigma)) / (sigma * Math.sqrt(2 * Math.PI))
  const mixture = (x: number) => (1 - q) * normal(x, 0) + q * normal(x, 1)
  const plain = (x: number) => normal(x, 0)
  return direction === 'remove' ? { p: mixture, q: plain } : { p: plain, q: mixture }
}

/** Where an output may be, for all that float64 can tell. */
const reach = (sigma: number) => ({ from: -11 * sigma, to: 1 + 11 * sigma })

/** Delta of one step at `epsilon`: the positive part of p - exp(epsilon) q, by the trapezium rule. */
export const integratedDelta = (
  q: number,
  sigma: number,
  direction: Direction,
  epsilon: number,
  panels = 30_000,
): number => {
  const density = densities(q, sigma, direction)
  const { from, to } = reach(sigma)
  const width = (to - from) / panels
  const factor = Math.exp(epsilon)
  let sum = 0
  for (let i = 0; i <= panels; i++) {
    const x = from + i * width
    sum += Math.max(0, density.p(x) - factor * density.q(x))
  }
  return sum * width
}

/** Delta of two different steps at `epsilon`, by the trapezium rule in the plane of both outputs. */
export const integratedPairDelta = (
  steps: readonly (readonly [q: number, sigma: number])[],
  direction: Direction,
  epsilon: number,
  panels = 2500,
): number => {
  const axes = steps.map(([q, sigma]) => {
    const density = densities(q, sigma, direction)
    const { from, to } = reach(sigma)
    const width = (to - from) / panels
    const xs = Array.from({ length: panels + 1 }, (_, i) => from + i * width)
    return { width, p: Float64Array.from(xs, density.p), q: Float64Array.from(xs, density.q) }
  })
  const [a, b] = axes as [(typeof axes)[0], (typeof axes)[0]]
  const factor = Math.exp(epsilon)
  let sum = 0
  for (let i = 0; i <= panels; i++)
    for (let j = 0; j <= panels; j++) sum += Math.max(0, a.p[i]! * b.p[j]! - factor * a.q[i]! * b.q[j]!)
  return sum * a.width * b.width
}

const upper = (z: number) => Math.exp(logErfc(z / Math.SQRT2)) / 2

/** Delta of Gaussian noise at `epsilon`, exactly: Balle and Wang, "Improving the Gaussian mechanism for differential privacy" (2018), theorem 8. */
export const gaussianDelta = (sigma: number, epsilon: number): number =>
  upper(epsilon * sigma - 1 / (2 * sigma)) - Math.exp(epsilon) * upper(epsilon * sigma + 1 / (2 * sigma))

/** The epsilon at which a falling function of it is `delta`. */
export const solveEpsilon = (deltaAt: (epsilon: number) => number, delta: number): number => {
  let low = 0
  let high = 1
  while (deltaAt(high) > delta) high *= 2
  for (let i = 0; i < 52; i++) {
    const middle = (low + high) / 2
    if (deltaAt(middle) > delta) low = middle
    else high = middle
  }
  return high
}

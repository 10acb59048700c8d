import type { Mechanism } from './mechanism.ts'

/**
 * Cells of the privacy loss. Cell i holds the losses from `(i + offset) * step` to `(i + 1 + offset) * step`.
 */
export interface Cells {
  /** Index of the first cell. */
  readonly first: number
  /** P's mass in each cell. */
  readonly mass: Float64Array
  /** Integral over each cell of 1 - exp(i * step - loss) dP: P's mass less exp(i * step) times Q's. */
  readonly excess: Float64Array
}

/**
 * Bound on what quadrature (below 1e-10) and rounding (4e-16 of the loss over the step, so 1e-10 at `MAX_CELLS`) do to a
 * cell's mass and to its excess over the step, relative to the cell's mass.
 */
export const MASS_ERROR = 1e-9

/** A grid has at most so many points on either side of zero. */
export const MAX_CELLS = 2 ** 18

/** Gauss and Legendre's rule with four points, on -1 to 1. */
const NODES = [-0.8611363115940526, -0.3399810435848563, 0.3399810435848563, 0.8611363115940526] as const
const WEIGHTS = [0.3478548451374538, 0.6521451548625461, 0.6521451548625461, 0.3478548451374538] as const

/**
 * The cells of `mechanism` between its tails, by quadrature of the density: unlike differences of distribution functions it
 * keeps its relative accuracy in small cells and far tails. Intervals are short enough for an error below 1e-11.
 */
export const lossCells = (mechanism: Mechanism, step: number, offset: number): Cells => {
  const { from, to, loss, position, logDensity, smoothWidth } = mechanism
  const first = Math.floor(loss(from) / step - offset)
  const last = Math.floor(loss(to) / step - offset)
  const mass = new Float64Array(last - first + 1)
  const excess = new Float64Array(last - first + 1)
  let left = from
  for (let n = 0; n < mass.length; n++) {
    const reference = (first + n) * step
    const end = n === mass.length - 1 ? to : Math.min(to, position((first + n + 1 + offset) * step))
    let sum = 0
    let moved = 0
    while (left < end) {
      const width = Math.min(smoothWidth(left), end - left)
      // A rest too small to move on by is part of this panel.
      const right = end - left - width < 1e-3 * width ? end : left + width
      const middle = (left + right) / 2
      const half = (right - left) / 2
      for (let k = 0; k < 4; k++) {
        const x = middle + half * NODES[k]!
        const lossThere = loss(x)
        const weight = half * WEIGHTS[k]! * Math.exp(logDensity(x, lossThere))
        sum += weight
        moved -= weight * Math.expm1(reference - lossThere)
      }
      left = right
    }
    mass[n] = sum
    excess[n] = moved
  }
  return { first, mass, excess }
}

import { costlyEvents } from './accountantInput.ts'
import type { PrivacyEvent } from './events.ts'
import { deltaForExactNoise } from './noise/exactDelta.ts'
import { subsampledGaussianRdp } from './subsampledGaussian.ts'

const range = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)

/** Orders at which the divergence is followed; the best one is chosen at the end, so more orders only tighten. */
export const RDP_ORDERS: readonly number[] = [
  1.1,
  ...range(1.25, 12, 0.25),
  ...range(13, 64, 1),
  ...range(72, 128, 8),
  192,
  256,
  384,
  512,
]

const curves = new Map<string, readonly number[]>()
const CURVES_KEPT = 64

/** Divergence of one step at every order. A ledger asks for the same few mechanisms over and over. */
const curveOf = (q: number, sigma: number): readonly number[] => {
  const key = `${q}:${sigma}`
  const known = curves.get(key)
  if (known !== undefined) return known
  const curve = RDP_ORDERS.map((order) => subsampledGaussianRdp(q, sigma, order))
  if (curves.size >= CURVES_KEPT) curves.clear()
  curves.set(key, curve)
  return curve
}

/** Canonne, Kamath, Steinke, "The discrete Gaussian for differential privacy" (2020), proposition 12. */
const epsilonAt = (order: number, rdp: number, delta: number): number =>
  rdp + Math.log1p(-1 / order) - Math.log(delta * order) / (order - 1)

/**
 * Epsilon such that all `events` together are (epsilon, `delta`)-differentially private, neighbours differing by one
 * record added or removed; noise not being exact is paid for. Nothing happened: 0. An event without noise: Infinity.
 * Throws `privacy/bad-event` or `privacy/bad-delta` for numbers out of range.
 */
export const rdpEpsilon = (events: readonly PrivacyEvent[], delta: number): number => {
  const costly = costlyEvents(events, delta)
  if (costly === undefined) return Infinity
  if (costly.length === 0) return 0
  const total = new Float64Array(RDP_ORDERS.length)
  for (const { samplingRate, noiseMultiplier, steps } of costly) {
    const curve = curveOf(samplingRate, noiseMultiplier)
    for (let i = 0; i < total.length; i++) total[i]! += steps * curve[i]!
  }
  const exact = deltaForExactNoise(delta)
  const epsilons = RDP_ORDERS.map((order, i) => epsilonAt(order, total[i]!, exact))
  return Math.max(0, Math.min(...epsilons))
}

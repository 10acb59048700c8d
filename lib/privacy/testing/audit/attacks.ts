/**
 * How somebody who sees every release scores one canary. Each release is projected on the direction of the canary's clipped gradient, in
 * clip norms: the noise, plus 1 where the canary is in and was sampled. Higher is more likely in.
 */
export type Attack = (projections: Float64Array) => number

/** What all releases together hold of the canary: what clipping, sampling and the noise's size are seen by. */
const sum: Attack = (projections) => projections.reduce((total, own) => total + own, 0)

/** How far the releases differ: noise that repeats itself cancels, and sampling shows. */
const spread: Attack = (projections) => Math.max(...projections) - Math.min(...projections)

export const ATTACKS = { sum, spread } as const satisfies Record<string, Attack>

export type AttackName = keyof typeof ATTACKS

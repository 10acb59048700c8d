import * as ort from 'onnxruntime-web'
import { describe, expect, it } from 'vitest'
import { fixedSequence } from '../autodiff/testing/random.ts'
import type { PrivacyEvent } from '../privacy/events.ts'
import { pldEpsilon } from '../privacy/pld.ts'
import { rdpEpsilon } from '../privacy/rdp.ts'
import type { AttackName } from '../privacy/testing/audit/attacks.ts'
import { type Crowd, chanceOfFewWrong, chanceOfManyWrong } from '../privacy/testing/audit/chance.ts'
import { IDEAL_TAILS, type IdealMechanism } from '../privacy/testing/audit/idealScores.ts'
import { epsilonLowerBound } from '../privacy/testing/audit/oneRun.ts'
import {
  ATTACK_LEVEL,
  type AuditedRun,
  auditRun,
  CLIP_NORM,
  GRADIENT_NORM,
  watchCanaries,
} from './testing/audit/audit.ts'
import { everyRecord, fifthOfNoise, noiseReused, unclippedRuntime } from './testing/audit/breaks.ts'

ort.env.wasm.numThreads = 1

/**
 * Coins are fixed; noise and sampling are the product's own, from `crypto`. So each run may fail by chance, and each test first computes
 * a bound on that chance and asks it to be below 1e-6. Given the coins, the scores of canaries are independent, their
 * distributions are known (`idealScores.ts`) and the guesses are the highest scores (`chance.ts`). What the computation leaves out
 * is small: canaries share the biases, which takes 0.3 % off each projection; noise is discrete, in steps of 2^-18 of it.
 */
const CHANCE = 1e-6

const coin = fixedSequence(7)
const included = Array.from({ length: 4000 }, () => coin() < 0.5)
const members = included.filter(Boolean).length

/** The ledger counts 1.66, its tighter accountant 1.48. */
const audited: AuditedRun = {
  included,
  steps: 40,
  samplingRate: 0.1,
  noiseMultiplier: 2,
  delta: 1e-5,
  plan: { asIn: 300, asOut: 0 },
}

/** Little noise and no sampling: 4.38 by the tighter accountant. */
const weak: AuditedRun = {
  ...audited,
  steps: 4,
  samplingRate: 1,
  plan: { asIn: 400, asOut: 0 },
}

const eventsOf = ({ samplingRate, noiseMultiplier, steps }: AuditedRun): readonly PrivacyEvent[] => [
  { mechanism: 'subsampled-gaussian', samplingRate, noiseMultiplier, steps },
]

/** The most wrong guesses that still show more than `epsilon`, -1 where no number of right ones does. */
const mostWrong = ({ included, plan, delta }: AuditedRun, epsilon: number): number => {
  const shows = (wrong: number) =>
    epsilonLowerBound(
      { canaries: included.length, guesses: plan.asIn, right: plan.asIn - wrong },
      delta,
      ATTACK_LEVEL,
    )
  let wrong = -1
  while (wrong < plan.asIn && shows(wrong + 1) > epsilon) wrong += 1
  return wrong
}

const idealOf = ({ samplingRate, noiseMultiplier, steps }: AuditedRun): IdealMechanism => ({
  samplingRate,
  noise: noiseMultiplier,
  steps,
})

const crowdOf = (attack: AttackName, mechanism: IdealMechanism): Crowd => ({
  included: members,
  excluded: included.length - members,
  tailIn: IDEAL_TAILS[attack](mechanism),
  tailOut: IDEAL_TAILS[attack]({ ...mechanism, samplingRate: 0 }),
})

/** From 0 to where no score is. */
const thresholdsOf = (attack: AttackName, { noise, steps }: IdealMechanism): readonly number[] => {
  const largest = attack === 'sum' ? steps + 8 * noise * Math.sqrt(steps) : 1 + 12 * noise
  return Array.from({ length: 241 }, (_, i) => (i * largest) / 240)
}

/** A bound on the chance that a right mechanism is found to be worse than `epsilon`, by one attack or the other. */
const chanceOfFalseAlarm = (run: AuditedRun, epsilon: number): number => {
  const wrong = mostWrong(run, epsilon)
  const mechanism = idealOf(run)
  const chances = (['sum', 'spread'] as const).map((attack) =>
    chanceOfFewWrong(crowdOf(attack, mechanism), run.plan.asIn, wrong, thresholdsOf(attack, mechanism)),
  )
  return chances[0]! + chances[1]!
}

/** A bound on the chance that the sum's bound is no more than `epsilon`, for a mechanism that is what `mechanism` says. */
const chanceOfMiss = (run: AuditedRun, epsilon: number, mechanism: IdealMechanism): number =>
  chanceOfManyWrong(
    crowdOf('sum', mechanism),
    run.plan.asIn,
    mostWrong(run, epsilon),
    thresholdsOf('sum', mechanism),
  )

describe('the audit', () => {
  it('sees each canary that is sampled as a whole clip, and no other', async () => {
    const silent = { largest: 1, fill: (out: Int32Array) => void out.fill(0) }
    const seen = await watchCanaries(ort, { ...audited, steps: 10, noise: () => silent })
    const whole = seen.map((projections) => projections.map((projection) => (projection > 0.5 ? 1 : 0)))
    seen.forEach((projections, canary) => {
      projections.forEach((projection, step) => {
        expect(Math.abs(projection - whole[canary]![step]!)).toBeLessThan(0.003)
      })
      expect(included[canary] || !whole[canary]!.includes(1)).toBe(true)
    })
    // Nobody was sampled in 10 steps: 0.9^20000.
    expect(whole.some((steps) => steps.includes(1))).toBe(true)
  })
})

describe('the private step', { timeout: 120_000 }, () => {
  it('shows no more than its accountants count', async () => {
    const epsilon = pldEpsilon(eventsOf(audited), audited.delta)
    expect(epsilon).toBeLessThan(rdpEpsilon(eventsOf(audited), audited.delta))
    // 3e-9: more than 258 of 300 guesses are right, where 190 are expected.
    expect(chanceOfFalseAlarm(audited, epsilon)).toBeLessThan(CHANCE)
    const measured = await auditRun(ort, audited)
    expect(measured.epsilon).toBeLessThanOrEqual(epsilon)
  })

  it('shows something, where there is something to show, and no more than is counted', async () => {
    const epsilon = pldEpsilon(eventsOf(weak), weak.delta)
    expect(mostWrong(weak, epsilon)).toBeGreaterThanOrEqual(0)
    expect(chanceOfFalseAlarm(weak, epsilon)).toBeLessThan(CHANCE)
    expect(chanceOfMiss(weak, 0.3, idealOf(weak))).toBeLessThan(CHANCE)
    const measured = await auditRun(ort, weak)
    expect(measured.epsilon).toBeLessThanOrEqual(epsilon)
    expect(measured.epsilon).toBeGreaterThan(0.3)
  })
})

describe('a step that is broken shows more than the ledger counts', { timeout: 120_000 }, () => {
  const epsilon = rdpEpsilon(eventsOf(audited), audited.delta)
  const ideal = idealOf(audited)

  it('clipping left out', async () => {
    // 4e-70.
    expect(chanceOfMiss(audited, epsilon, { ...ideal, noise: ideal.noise / GRADIENT_NORM })).toBeLessThan(
      CHANCE,
    )
    const measured = await auditRun(unclippedRuntime(ort, CLIP_NORM), audited)
    expect(measured.epsilon).toBeGreaterThan(epsilon)
  })

  it('every record in every step, where a tenth is counted', async () => {
    // 5e-60.
    expect(chanceOfMiss(audited, epsilon, { ...ideal, samplingRate: 1 })).toBeLessThan(CHANCE)
    const measured = await auditRun(ort, { ...audited, schedule: everyRecord })
    expect(measured.epsilon).toBeGreaterThan(epsilon)
  })

  it('a fifth of the noise', async () => {
    // 4e-10.
    expect(chanceOfMiss(audited, epsilon, { ...ideal, noise: ideal.noise / 5 })).toBeLessThan(CHANCE)
    const measured = await auditRun(ort, { ...audited, noise: fifthOfNoise })
    expect(measured.epsilon).toBeGreaterThan(epsilon)
  })

  it('the same noise in every step', async () => {
    // It cancels, so that a canary shows that was sampled in some steps and not in all: 1 - 0.1^40 - 0.9^40. Others do not. What is left
    // to fail is that fewer than 300 of some 2,000 do.
    const shows = 1 - 0.1 ** audited.steps - 0.9 ** audited.steps
    const crowd = {
      included: members,
      excluded: included.length - members,
      tailIn: () => shows,
      tailOut: () => 0,
    }
    expect(chanceOfManyWrong(crowd, audited.plan.asIn, mostWrong(audited, epsilon), [0.5])).toBeLessThan(
      CHANCE,
    )
    const measured = await auditRun(ort, { ...audited, noise: noiseReused })
    expect(measured.epsilon).toBeGreaterThan(epsilon)
    expect(measured.byAttack.sum.epsilon).toBeLessThan(epsilon)
  })
})

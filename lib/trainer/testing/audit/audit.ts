import { ATTACKS, type AttackName } from '../../../privacy/testing/audit/attacks.ts'
import { type GuessPlan, rightGuesses } from '../../../privacy/testing/audit/guesses.ts'
import { epsilonLowerBound } from '../../../privacy/testing/audit/oneRun.ts'
import { type LocalPrivacyTerms, parameterCount } from '../../../protocol/task.ts'
import type { Runtime } from '../../runtime.ts'
import { type Schedule, scheduleFor } from '../../schedule.ts'
import type { NoiseSource } from '../../stepper.ts'
import { createTrainer } from '../../trainer.ts'
import { canaryExamples, canaryModel, canaryProjections } from './canaries.ts'

export interface AuditedRun {
  /** By canary: whether its coin put it into the dataset. */
  readonly included: readonly boolean[]
  readonly steps: number
  readonly samplingRate: number
  readonly noiseMultiplier: number
  /** Of all that is released; what the epsilon is measured at. */
  readonly delta: number
  readonly plan: GuessPlan
  /** Absent for the product's own. */
  readonly noise?: NoiseSource
  /** Which records each step uses, of so many; absent for the product's own. */
  readonly schedule?: (count: number) => Schedule
}

export const CLIP_NORM = 1
/** Of each canary before clipping, in clip norms. */
export const GRADIENT_NORM = 10
/** So small that weights stay near zero, where the gradients of canaries are what they were: logits move by less than 0.1. */
const RATE = 2 ** -20
/** An audit holds with 95 % confidence, all its attacks together. */
const LEVEL = 0.05

const privacyOf = ({ included, samplingRate, noiseMultiplier }: AuditedRun): LocalPrivacyTerms => ({
  unit: 'record',
  mechanism: 'local',
  samplingRate,
  expectedBatch: Math.ceil((samplingRate * included.length) / 2),
  clipNorm: CLIP_NORM,
  noiseMultiplier,
  maxEpsilon: 8,
})

/**
 * Trains on the canaries that are in, with the private stepper, and looks at the weights after every step, as whoever gets
 * an update of one step each round can. Resolves to the projections of each canary, step by step, in clip norms.
 */
export const watchCanaries = async (runtime: Runtime, run: AuditedRun): Promise<readonly Float64Array[]> => {
  const { included, steps } = run
  const architecture = canaryModel(included.length)
  const privacy = privacyOf(run)
  const examples = canaryExamples(included, GRADIENT_NORM * CLIP_NORM)
  const next = (run.schedule ?? ((count) => scheduleFor(privacy, count)))(examples.count)
  const seen = included.map(() => new Float64Array(steps))
  let before = new Float32Array(parameterCount(architecture))
  const trainer = await createTrainer(runtime, {
    engine: 'wasm',
    architecture,
    optimizer: { kind: 'sgd', learningRate: RATE * privacy.expectedBatch },
    privacy,
    weights: before,
    ...(run.noise !== undefined && { noise: run.noise }),
  })
  try {
    for (let step = 0; step < steps; step++) {
      await trainer.step(examples, next())
      const after = await trainer.weights()
      canaryProjections(before, after, RATE * CLIP_NORM, included.length).forEach((projection, canary) => {
        seen[canary]![step] = projection
      })
      before = after
    }
  } finally {
    await trainer.dispose()
  }
  return seen
}

export interface AuditResult {
  /** A lower bound with 95 % confidence: the largest of all attacks, none of which may be wrong. */
  readonly epsilon: number
  readonly byAttack: Readonly<Record<AttackName, { readonly right: number; readonly epsilon: number }>>
}

/** How sure each attack's own bound must be for all together to hold: Bonferroni. */
export const ATTACK_LEVEL = LEVEL / Object.keys(ATTACKS).length

/** The epsilon that one run shows. */
export const auditRun = async (runtime: Runtime, run: AuditedRun): Promise<AuditResult> => {
  const { included, plan, delta } = run
  const seen = await watchCanaries(runtime, run)
  const outcomeOf = (attack: AttackName) => {
    const right = rightGuesses(Float64Array.from(seen, ATTACKS[attack]), included, plan)
    const outcome = { canaries: included.length, guesses: plan.asIn + plan.asOut, right }
    return { right, epsilon: epsilonLowerBound(outcome, delta, ATTACK_LEVEL) }
  }
  const byAttack = { sum: outcomeOf('sum'), spread: outcomeOf('spread') }
  return { epsilon: Math.max(byAttack.sum.epsilon, byAttack.spread.epsilon), byAttack }
}

import type { Backend, ContenderName, Measured, TrainingBenchPage } from '../measured.ts'
import { type Contender, Missing, type Problem } from './contender.ts'
import { openJax } from './jax.ts'
import { MODEL_NAMES, problemOf } from './models.ts'
import { openPlain, openPrivate } from './ours.ts'
import { openTfjs } from './tfjs.ts'

const OPEN: Readonly<Record<ContenderName, (problem: Problem, backend: Backend) => Promise<Contender>>> = {
  ours: openPlain,
  private: openPrivate,
  tfjs: openTfjs,
  jax: openJax,
}

const WARM_UP_STEPS = 5
/** The first losses of two libraries from the same weights on the same batch. */
const SAME_LOSS = 1e-3

interface Entrant {
  readonly name: ContenderName
  readonly contender: Contender
  /** Milliseconds a step, one for each round. */
  readonly taken: number[]
}

/** Steps one after another for about `ms`: milliseconds for each. */
const timeSteps = async ({ step }: Contender, ms: number): Promise<number> => {
  const start = performance.now()
  let steps = 0
  do {
    await step()
    steps++
  } while (performance.now() - start < ms)
  return (performance.now() - start) / steps
}

const openAll = async (model: string, backend: Backend) => {
  const entrants: Entrant[] = []
  const missing: Partial<Record<ContenderName, string>> = {}
  let first: number | undefined
  for (const [name, open] of Object.entries(OPEN) as [ContenderName, (typeof OPEN)[ContenderName]][]) {
    try {
      const contender = await open(problemOf(model), backend)
      const loss = await contender.step()
      first ??= loss
      // They must all do the same work: the loss before any update is the same number.
      if (!(Math.abs(loss - first) <= SAME_LOSS * Math.abs(first)))
        throw new Error(`${name} has a first loss of ${loss}, not ${first}.`)
      for (let step = 1; step < WARM_UP_STEPS; step++) await contender.step()
      entrants.push({ name, contender, taken: [] })
    } catch (error) {
      if (!(error instanceof Missing)) throw error
      missing[name] = error.message
    }
  }
  return { entrants, missing }
}

const measure = async (
  model: string,
  backend: Backend,
  rounds: number,
  roundMs: number,
): Promise<Measured> => {
  const { entrants, missing } = await openAll(model, backend)
  for (let round = 0; round < rounds; round++)
    // Another one begins in each round: whatever the machine does in between hits all alike.
    for (let turn = 0; turn < entrants.length; turn++) {
      const { contender, taken } = entrants[(round + turn) % entrants.length]!
      taken.push(await timeSteps(contender, roundMs))
    }
  for (const { contender } of entrants) await contender.close()
  return { ms: Object.fromEntries(entrants.map(({ name, taken }) => [name, taken])), missing }
}

const isEmulated = async (): Promise<boolean | undefined> => {
  const adapter = await navigator.gpu?.requestAdapter()
  return adapter == null
    ? undefined
    : /swiftshader|llvmpipe|basic/i.test(`${adapter.info.architecture} ${adapter.info.description}`)
}

declare global {
  interface Window {
    trainingBench: TrainingBenchPage
  }
}

window.trainingBench = { models: MODEL_NAMES, isEmulated, measure }

import { compile } from '../../lib/policy/compile.ts'
import { drawRequests, drawRules } from './population.ts'

export interface DecisionTimes {
  /** Of each decision, in microseconds. */
  readonly micros: readonly number[]
  readonly compileMs: number
  /** The very first decision after the rules were compiled. */
  readonly firstMicros: number
  readonly effects: Readonly<Record<'allow' | 'ask' | 'refuse', number>>
  /** The smallest step of this worker's clock. */
  readonly clockMicros: number
}

const settings = { allowWithoutNoise: false }

const clockStep = (): number => {
  const start = performance.now()
  let now = start
  while (now === start) now = performance.now()
  return (now - start) * 1000
}

const measure = (ruleCount: number, decisions: number): DecisionTimes => {
  const rules = drawRules(ruleCount)
  const requests = drawRequests(decisions)
  const begun = performance.now()
  const policy = compile(rules)
  const compileMs = performance.now() - begun
  const micros: number[] = []
  const effects = { allow: 0, ask: 0, refuse: 0 }
  for (const request of requests) {
    const before = performance.now()
    const { effect } = policy.decide(request, settings)
    micros.push((performance.now() - before) * 1000)
    effects[effect]++
  }
  return { micros, compileMs, firstMicros: micros[0]!, effects, clockMicros: clockStep() }
}

addEventListener('message', ({ data }: MessageEvent<{ rules: number; decisions: number }>) => {
  postMessage(measure(data.rules, data.decisions))
})

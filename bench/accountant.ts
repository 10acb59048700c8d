import { parseArgs } from 'node:util'
import type { PrivacyEvent } from '../lib/privacy/events.ts'
import { pldEpsilon } from '../lib/privacy/pld.ts'
import { rdpEpsilon } from '../lib/privacy/rdp.ts'

/** What accounting costs, each accountant once in a fresh process: nothing is cached or compiled yet. `--json` changes nothing. */
parseArgs({ options: { json: { type: 'boolean', default: false } } })

const samplingRate = 0.01
const noiseMultiplier = 1
const steps = 1000
const delta = 1e-5
const events: readonly PrivacyEvent[] = [
  { mechanism: 'subsampled-gaussian', samplingRate, noiseMultiplier, steps },
]

const timed = (account: typeof pldEpsilon): { ms: number; epsilon: number } => {
  const started = performance.now()
  const epsilon = account(events, delta)
  return { ms: Math.round((performance.now() - started) * 10) / 10, epsilon }
}

const pld = timed(pldEpsilon)
const rdp = timed(rdpEpsilon)
console.log(
  JSON.stringify({
    bench: 'accountant',
    samplingRate,
    noiseMultiplier,
    steps,
    delta,
    pldMs: pld.ms,
    rdpMs: rdp.ms,
    epsilonPld: pld.epsilon,
    epsilonRdp: rdp.epsilon,
  }),
)

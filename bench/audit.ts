import { parseArgs } from 'node:util'
import * as ort from 'onnxruntime-web'
import type { PrivacyEvent } from '../lib/privacy/events.ts'
import { pldEpsilon } from '../lib/privacy/pld.ts'
import { rdpEpsilon } from '../lib/privacy/rdp.ts'
import { type AuditedRun, auditRun } from '../lib/trainer/testing/audit/audit.ts'

/**
 * The audit of the private step: what one training run with canaries shows of epsilon, with 95 % confidence, beside what the
 * ledger counts. Coins, sampling and noise all come from `crypto`. `--canaries N` (4000), `--json` (no progress).
 */
const { values: options } = parseArgs({
  options: { canaries: { type: 'string', default: '4000' }, json: { type: 'boolean', default: false } },
})
const canaries = Number(options.canaries)
if (!(Number.isInteger(canaries) && canaries >= 1000)) throw new RangeError('--canaries takes 1000 or more.')

ort.env.wasm.numThreads = 1

const delta = 1e-5
const tenth = Math.round(canaries / 10)
/** Guesses of canaries that are in alone, where sampling makes that the easier half; of both kinds alike elsewhere. */
const settings = [
  { samplingRate: 0.1, noiseMultiplier: 2, steps: 40, plan: { asIn: tenth, asOut: 0 } },
  { samplingRate: 0.2, noiseMultiplier: 2.6, steps: 320, plan: { asIn: tenth, asOut: 0 } },
  { samplingRate: 1, noiseMultiplier: 2, steps: 4, plan: { asIn: tenth, asOut: tenth } },
  { samplingRate: 1, noiseMultiplier: 0.5, steps: 1, plan: { asIn: 2 * tenth, asOut: 2 * tenth } },
] as const satisfies readonly Partial<AuditedRun>[]

const coins = crypto.getRandomValues(new Uint8Array(canaries))
const included = Array.from(coins, (byte) => (byte & 1) === 1)

const results = []
for (const setting of settings) {
  const { samplingRate, noiseMultiplier, steps } = setting
  const events: readonly PrivacyEvent[] = [
    { mechanism: 'subsampled-gaussian', samplingRate, noiseMultiplier, steps },
  ]
  const started = performance.now()
  const { epsilon } = await auditRun(ort, { ...setting, included, delta })
  const result = {
    epsilonLedger: rdpEpsilon(events, delta),
    epsilonPld: pldEpsilon(events, delta),
    epsilonMeasured: epsilon,
    canaries,
    steps,
    noiseMultiplier,
    samplingRate,
    delta,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  }
  if (!options.json) console.error(JSON.stringify(result))
  results.push(result)
}
console.log(JSON.stringify({ bench: 'audit', settings: results }))

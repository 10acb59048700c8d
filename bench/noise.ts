import { parseArgs } from 'node:util'
import { discreteGaussian } from '../lib/privacy/discreteGaussian.ts'
import { openScriptKernel } from '../lib/privacy/noise/scriptKernel.ts'
import { openWasmKernel } from '../lib/privacy/noise/wasmKernel.ts'

/**
 * What one sample of discrete Gaussian noise costs, random bytes included, in WebAssembly and in TypeScript: the median of
 * `--rounds N` (9) fills of `--samples N` (1000000), after one that warms up. `--sigma S` (2^19), `--json` (no progress).
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '9' },
    samples: { type: 'string', default: '1000000' },
    sigma: { type: 'string', default: String(2 ** 19) },
    json: { type: 'boolean', default: false },
  },
})
const [rounds, count, sigma] = [values.rounds, values.samples, values.sigma].map(Number) as [
  number,
  number,
  number,
]
if (!(Number.isInteger(rounds) && rounds > 0 && Number.isInteger(count) && count > 0))
  throw new RangeError('--rounds and --samples take whole numbers above 0.')

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!

const started = performance.now()
const out = new Int32Array(count)
const measure = (name: string, kernel: typeof openWasmKernel) => {
  const noise = discreteGaussian(sigma, kernel)
  noise.fill(out)
  const nanoseconds = Array.from({ length: rounds }, () => {
    const start = performance.now()
    noise.fill(out)
    return ((performance.now() - start) * 1e6) / count
  })
  if (!values.json) console.error(`${name}: ${nanoseconds.map((ns) => ns.toFixed(1)).join(' ')} ns a sample`)
  return { ns: median(nanoseconds), distance: noise.distance }
}
const wasm = measure('wasm', openWasmKernel)
const script = measure('TypeScript', openScriptKernel)
console.log(
  JSON.stringify({
    bench: 'noise',
    nsPerSample: Number(wasm.ns.toFixed(2)),
    nsPerSampleJs: Number(script.ns.toFixed(2)),
    distance: wasm.distance,
    sigma,
    samples: count,
    ms: Math.round(performance.now() - started),
  }),
)

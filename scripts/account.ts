import { parseArgs } from 'node:util'
import { ACCOUNTANTS, type AccountantName } from '../lib/privacy/accountant.ts'
import { noiseFor } from '../lib/privacy/calibrate.ts'
import { ProvisoError } from '../lib/protocol/errors.ts'

/**
 * What private training costs: prints epsilon for a noise multiplier, or the smallest noise multiplier for an epsilon. One number.
 * `--q RATE --steps N --delta D`, one of `--sigma NOISE` and `--epsilon E`, `--accountant rdp|pld` (pld).
 */
const USAGE =
  'npm run -s account -- --q RATE --steps N --delta D (--sigma NOISE | --epsilon E) [--accountant rdp|pld]'

const isAccountant = (name: string): name is AccountantName => Object.hasOwn(ACCOUNTANTS, name)

const answer = (): number => {
  const { values } = parseArgs({
    options: {
      sigma: { type: 'string' },
      epsilon: { type: 'string' },
      q: { type: 'string' },
      steps: { type: 'string' },
      delta: { type: 'string' },
      accountant: { type: 'string', default: 'pld' },
    },
  })
  const numberOf = (name: 'sigma' | 'epsilon' | 'q' | 'steps' | 'delta'): number => {
    const text = values[name]
    if (text === undefined) throw new RangeError(`--${name} is missing.`)
    const value = text.trim() === '' ? Number.NaN : Number(text)
    if (!Number.isFinite(value)) throw new RangeError(`--${name} takes a number, not "${text}".`)
    return value
  }
  const { accountant } = values
  if (!isAccountant(accountant))
    throw new RangeError(`--accountant takes ${Object.keys(ACCOUNTANTS).join(' or ')}, not "${accountant}".`)
  if ((values.sigma === undefined) === (values.epsilon === undefined))
    throw new RangeError('Give one of --sigma and --epsilon.')
  const samplingRate = numberOf('q')
  const steps = numberOf('steps')
  const delta = numberOf('delta')
  if (values.epsilon !== undefined)
    return noiseFor({ epsilon: numberOf('epsilon'), delta, samplingRate, steps, accountant })
  const noiseMultiplier = numberOf('sigma')
  return ACCOUNTANTS[accountant](
    [{ mechanism: 'subsampled-gaussian', noiseMultiplier, samplingRate, steps }],
    delta,
  )
}

try {
  console.log(String(answer()))
} catch (error) {
  // RangeError, and TypeError from parseArgs, are about the arguments.
  if (!(error instanceof ProvisoError || error instanceof RangeError || error instanceof TypeError))
    throw error
  console.error(`${error.message}\n${USAGE}`)
  process.exitCode = 1
}

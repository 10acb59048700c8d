import { parseArgs } from 'node:util'
import { measureDecisions } from './policy/decisions.ts'
import { measurePrompt } from './policy/prompt.ts'

/**
 * What deciding costs: single decisions at many rules, in a worker; and from a page's request to the painted prompt.
 * `--decisions N` (20000), `--extension FOLDER` (a build of its own), `--only decisions|prompt`, `--json` (no progress).
 */
const { values } = parseArgs({
  options: {
    decisions: { type: 'string', default: '20000' },
    extension: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const started = performance.now()
const say = (words: string) => {
  if (!values.json) console.error(words)
}
const decisions = Number(values.decisions)
if (!Number.isInteger(decisions) || decisions < 2000)
  throw new RangeError('--decisions takes a whole number of 2000 or more.')
const { extension, only } = values
console.log(
  JSON.stringify({
    bench: 'policy',
    ...(only === 'prompt' ? {} : await measureDecisions({ decisions, say })),
    ...(only === 'decisions'
      ? {}
      : await measurePrompt({ say, ...(extension === undefined ? {} : { extension }) })),
    ms: Math.round(performance.now() - started),
  }),
)

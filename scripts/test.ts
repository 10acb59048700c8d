import { parseArgs } from 'node:util'
import { formatSeconds, type StageOutcome, totals } from './test/outcome.ts'
import { STAGES } from './test/stages.ts'

/**
 * `npm test`: every stage in order, stopping at the first that breaks. `-- --only unit,types` runs some of them.
 * The last line is always `N passed, N failed`, counted over the unit, contract and end-to-end tests; a broken stage
 * that has no tests of its own counts as one failure.
 */
const { values } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const wanted = values.only?.split(',')
const unknown = wanted?.filter((name) => !STAGES.some((stage) => stage.name === name)) ?? []
if (unknown.length > 0) {
  console.error(`No such stage: ${unknown.join(', ')}. There are: ${STAGES.map((s) => s.name).join(', ')}.`)
  process.exit(2)
}

const outcomes: StageOutcome[] = []
for (const stage of STAGES) {
  if (wanted !== undefined && !wanted.includes(stage.name)) continue
  console.log(`\n== ${stage.name}: ${stage.says}`)
  const start = performance.now()
  const result = await stage.run().catch((error: unknown) => {
    console.error(error)
    return { ok: false }
  })
  const outcome = { name: stage.name, ms: performance.now() - start, ...result }
  outcomes.push(outcome)
  console.log(`== ${stage.name} ${outcome.ok ? 'ok' : 'BROKEN'} in ${formatSeconds(outcome.ms)}`)
  if (!outcome.ok) break
}

console.log('\n== summary')
for (const { name, ok, ms, tests } of outcomes) {
  const counts = tests === undefined ? '' : `  ${tests.passed} passed, ${tests.failed} failed`
  console.log(`${ok ? 'ok    ' : 'BROKEN'} ${name.padEnd(10)} ${formatSeconds(ms).padStart(8)}${counts}`)
}
console.log(`total ${formatSeconds(outcomes.reduce((sum, { ms }) => sum + ms, 0))}`)
const { passed, failed } = totals(outcomes)
process.exitCode = failed === 0 ? 0 : 1
console.log(`${passed} passed, ${failed} failed`)

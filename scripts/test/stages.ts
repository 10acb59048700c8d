import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildExtension } from '../local/build.ts'
import { captureCommand, ROOT, runCommand } from './command.ts'
import type { StageResult } from './outcome.ts'
import { forgeTests, playwrightCounts, vitestCounts } from './reports.ts'

export interface Stage {
  readonly name: string
  readonly says: string
  readonly run: () => Promise<StageResult>
}

const plain = async (command: string, args: readonly string[]): Promise<StageResult> => ({
  ok: (await runCommand(command, args)) === 0,
})

const freshReport = (name: string): string => {
  const folder = join(ROOT, '.proviso', 'reports')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, name)
  rmSync(path, { force: true })
  return path
}

/** WXT writes the types of its globals; tsc needs them once. */
const types = async (): Promise<StageResult> => {
  if (!existsSync(join(ROOT, '.wxt', 'wxt.d.ts')) && (await runCommand('wxt', ['prepare'])) !== 0)
    return { ok: false }
  return plain('tsc', ['-p', 'tsconfig.json'])
}

const unit = async (): Promise<StageResult> => {
  const report = freshReport('unit.json')
  const status = await runCommand('vitest', [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  return { ok: status === 0, tests: vitestCounts(report) }
}

const contracts = async (): Promise<StageResult> => {
  const { status, stdout } = await captureCommand('forge', ['test', '--json'])
  const tests = forgeTests(stdout)
  const failed = tests.filter((test) => !test.passed)
  if (tests.length === 0) console.error(stdout)
  for (const { name, reason } of failed) console.error(`${name}\n    ${reason}`)
  return {
    ok: status === 0 && tests.length > 0,
    tests: { passed: tests.length - failed.length, failed: failed.length },
  }
}

const build = async (): Promise<StageResult> => {
  await buildExtension()
  return plain('size-limit', [])
}

const e2e = async (): Promise<StageResult> => {
  const report = freshReport('e2e.json')
  const status = await runCommand('playwright', ['test', '--reporter=list,json'], {
    extra: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  })
  return { ok: status === 0, tests: playwrightCounts(report) }
}

/** Biome colours every character that differs: unreadable in a log. */
const UNCOLOURED = process.stdout.isTTY ? [] : ['--colors=off']

/** In the order in which a mistake is cheapest to find. */
export const STAGES: readonly Stage[] = [
  {
    name: 'lint',
    says: 'Biome, format and rules',
    run: () => plain('biome', ['ci', '--diagnostic-level=warn', ...UNCOLOURED]),
  },
  { name: 'types', says: 'TypeScript, strict', run: types },
  {
    name: 'boundaries',
    says: 'who may import whom',
    run: () => plain(process.execPath, ['scripts/boundaries.ts']),
  },
  {
    name: 'unused',
    says: 'knip: files, exports and dependencies that nobody uses',
    run: () => plain('knip', ['--no-config-hints']),
  },
  { name: 'unit', says: 'Vitest', run: unit },
  { name: 'contracts', says: 'forge, fuzzed and with invariants', run: contracts },
  { name: 'build', says: 'production build and its byte budgets', run: build },
  { name: 'e2e', says: 'Playwright: Chromium, a local chain, a coordinator', run: e2e },
]

// The first thing every npm command runs. Needs nothing but Node >= 20 and npm: no dependency, no TypeScript.
// Gets the Node, the packages and the browser that a command needs, says what it does, then runs the command.
import { spawnSync } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { findOrInstallBrowser } from './bootstrap/browser.mjs'
import { ensureNode } from './bootstrap/node.mjs'
import { ensurePackages } from './bootstrap/packages.mjs'
import { root, Stop, say } from './bootstrap/say.mjs'

const STAGES = ['lint', 'types', 'boundaries', 'unused', 'unit', 'contracts', 'build', 'e2e']

/** What each command runs, and whether it drives a browser. */
const commandOf = (name, args) => {
  if (name === 'test') {
    const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined
    return { script: 'scripts/test.ts', args, browser: only === undefined || only.split(',').includes('e2e') }
  }
  if (name === 'start' || name === 'bench') return { script: `scripts/${name}.ts`, args, browser: true }
  if (['build', 'zip', 'dev', 'sdk', 'account'].includes(name))
    return { script: `scripts/${name}.ts`, args, browser: false }
  if (STAGES.includes(name))
    return { script: 'scripts/test.ts', args: ['--only', name, ...args], browser: name === 'e2e' }
  throw new Stop(2, `There is no command "${name ?? ''}".`)
}

try {
  const [name, ...rest] = process.argv.slice(2)
  const command = commandOf(name, rest)
  const node = ensureNode()
  ensurePackages(node)
  const env = {
    ...process.env,
    PATH: [node.folder, join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
  }
  if (command.browser) env.PROVISO_BROWSER = findOrInstallBrowser()
  const result = spawnSync(
    node.binary,
    ['--disable-warning=ExperimentalWarning', command.script, ...command.args],
    {
      cwd: root,
      env,
      stdio: 'inherit',
    },
  )
  if (result.error) throw result.error
  process.exitCode = result.status ?? 1
} catch (error) {
  if (!(error instanceof Stop)) throw error
  say(error.message)
  process.exitCode = error.exitCode
}

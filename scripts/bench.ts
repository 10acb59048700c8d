import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, runCommand } from './test/command.ts'

/** `npm run bench -- NAME [options]`: runs bench/NAME.ts, which prints one JSON line. */
const folder = join(ROOT, 'bench')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
const [name, ...args] = process.argv.slice(2)
if (name === undefined || !existsSync(join(folder, `${name}.ts`))) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`)
  process.exit(2)
}
process.exitCode = await runCommand(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  join(folder, `${name}.ts`),
  ...args,
])

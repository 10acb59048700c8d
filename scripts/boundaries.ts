import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkBoundaries } from './boundaries/check.ts'
import { readSource } from './boundaries/source.ts'
import { ROOT } from './test/command.ts'

/** Who may import whom (docs/architecture.md), checked on every source file. */
const FOLDERS = ['entrypoints', 'components', 'lib', 'coordinator'].filter((folder) =>
  existsSync(join(ROOT, folder)),
)

const paths = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
)
const violations = checkBoundaries(
  paths.map((path) => readSource(path, readFileSync(join(ROOT, path), 'utf8'))),
)
for (const { file, line, what, reason } of violations) console.error(`${file}:${line} ${what}\n    ${reason}`)
console.log(`${paths.length} files, ${violations.length} broken boundaries`)
process.exitCode = violations.length === 0 ? 0 : 1

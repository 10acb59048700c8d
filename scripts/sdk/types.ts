import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { runCommand } from '../test/command.ts'

const RELATIVE_IMPORT = /(from ')(\.{1,2}\/[^']+)\.ts(')/g

/** The files below `types/` that `start` needs, itself included. */
const reachable = (start: string, texts: ReadonlyMap<string, string>): Set<string> => {
  const found = new Set([start])
  for (const file of found)
    for (const [, , path] of (texts.get(file) ?? '').matchAll(RELATIVE_IMPORT))
      found.add(posix.join(posix.dirname(file), `${path}.d.ts`))
  return found
}

/** Writes `index.d.ts`, `proviso.script.d.ts` and the declarations behind them, below `types/`, into `folder`. */
export const writeTypes = async (folder: string): Promise<void> => {
  const types = join(folder, 'types')
  await mkdir(types, { recursive: true })
  const status = await runCommand('tsc', [
    '--ignoreConfig',
    ...['--declaration', '--emitDeclarationOnly', '--strict', '--allowImportingTsExtensions'],
    ...['--target', 'ES2022', '--lib', 'ES2022,DOM', '--types', ''],
    ...['--module', 'ESNext', '--moduleResolution', 'bundler'],
    ...['--rootDir', 'lib', '--outDir', types],
    'lib/sdk/index.ts',
  ])
  if (status !== 0) throw new Error("The SDK's types could not be written; see above.")
  const files = (await readdir(types, { recursive: true }))
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.d.ts'))
  const texts = new Map<string, string>()
  for (const file of files) texts.set(file, await readFile(join(types, file), 'utf8'))
  const needed = reachable('sdk/index.d.ts', texts)
  for (const [file, text] of texts) {
    // Compilers look for `.js` in a package that was published; they then find the `.d.ts`.
    if (needed.has(file)) await writeFile(join(types, file), text.replace(RELATIVE_IMPORT, '$1$2.js$3'))
    else await rm(join(types, file))
  }
  await writeFile(join(folder, 'index.d.ts'), "export * from './types/sdk/index.js'\n")
  await writeFile(
    join(folder, 'proviso.script.d.ts'),
    "export * from './types/sdk/index.js'\nexport as namespace proviso\n",
  )
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const filesBelow = (path: string): string[] => {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) => filesBelow(join(path, entry.name)))
    .sort()
}

/** SHA-256 over names and contents of all files below `paths`, and over `also`, hexadecimal. */
export const contentHash = (root: string, paths: readonly string[], also: readonly string[] = []): string => {
  const hash = createHash('sha256')
  for (const text of also) hash.update(`${text}\0`)
  for (const file of paths.flatMap((path) => filesBelow(join(root, path)))) {
    hash.update(`${relative(root, file)}\0`)
    hash.update(createHash('sha256').update(readFileSync(file)).digest())
  }
  return hash.digest('hex')
}

/**
 * Runs `work` unless `stampFile` says that it was done for the same `hash`. The stamp is removed first, so that work
 * which breaks halfway is done again. Resolves to whether it ran.
 */
export const oncePerHash = async (
  stampFile: string,
  hash: string,
  work: () => Promise<void>,
): Promise<boolean> => {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return false
  rmSync(stampFile, { force: true })
  await work()
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, hash)
  return true
}

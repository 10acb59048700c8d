import { posix } from 'node:path'
import {
  EXTENSION,
  GLOBAL_RULES,
  IMPORT_RULES,
  isTest,
  REACH_RULES,
  type ReachRule,
  type ResolvedImport,
} from './rules.ts'
import type { Import, SourceFile } from './source.ts'

export interface Violation {
  readonly file: string
  readonly line: number
  readonly what: string
  readonly reason: string
}

/** A relative specifier becomes a path of the repository, anything else stays a package. */
export const resolveImport = (file: string, imported: Import): ResolvedImport => {
  const { specifier } = imported
  if (!specifier.startsWith('.')) return { ...imported, target: { package: specifier } }
  const path = posix.normalize(posix.join(posix.dirname(file), specifier))
  return { ...imported, target: { file: path.split('?')[0] ?? path } }
}

const importViolations = (file: SourceFile): Violation[] =>
  file.imports.flatMap((raw) => {
    const imported = resolveImport(file.path, raw)
    return IMPORT_RULES.filter((rule) => rule.from(file.path) && rule.breaks(imported, file.path)).map(
      ({ reason }) => ({ file: file.path, line: raw.line, what: `imports ${raw.specifier}`, reason }),
    )
  })

const globalViolations = (file: SourceFile): Violation[] =>
  !EXTENSION(file.path)
    ? []
    : file.globals.flatMap(({ name, line }) =>
        GLOBAL_RULES.filter((rule) => rule.names.includes(name) && !rule.allowedIn(file.path)).map(
          ({ reason }) => ({
            file: file.path,
            line,
            what: `uses ${name}`,
            reason,
          }),
        ),
      )

/** Files that `start` loads at run time, each with the file that asked for it. */
const reach = (start: string, files: ReadonlyMap<string, SourceFile>): Map<string, string> => {
  const askedBy = new Map<string, string>([[start, start]])
  const queue = [start]
  for (let next = queue.pop(); next !== undefined; next = queue.pop())
    for (const raw of files.get(next)?.imports ?? []) {
      const { target } = resolveImport(next, raw)
      if (raw.typeOnly || !('file' in target) || askedBy.has(target.file)) continue
      askedBy.set(target.file, next)
      queue.push(target.file)
    }
  return askedBy
}

const reachViolations = (rule: ReachRule, files: ReadonlyMap<string, SourceFile>): Violation[] =>
  [...files.keys()].filter(rule.from).flatMap((start) => {
    const askedBy = reach(start, files)
    const bad = [...askedBy.keys()].find((file) => rule.never(file))
    return bad === undefined
      ? []
      : [{ file: start, line: 1, what: `loads ${bad}, through ${askedBy.get(bad)}`, reason: rule.reason }]
  })

/** Every broken rule of the house, in the order of the files. Tests may import anything. */
export const checkBoundaries = (sources: readonly SourceFile[]): Violation[] => {
  const product = sources.filter((source) => !isTest(source.path))
  const files = new Map(product.map((source) => [source.path, source]))
  return [
    ...product.flatMap((file) => [...importViolations(file), ...globalViolations(file)]),
    ...REACH_RULES.flatMap((rule) => reachViolations(rule, files)),
  ]
}

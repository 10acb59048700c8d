import { parseSync, Visitor } from 'oxc-parser'

export interface Import {
  /** As written. */
  readonly specifier: string
  /** Erased before it runs. */
  readonly typeOnly: boolean
  readonly line: number
}

export interface GlobalUse {
  readonly name: string
  readonly line: number
}

/** What the rules need to know of one source file. */
export interface SourceFile {
  /** Relative to the repository, with `/`. */
  readonly path: string
  readonly imports: readonly Import[]
  /** Uses of the globals in `WATCHED_GLOBALS`, except in types. */
  readonly globals: readonly GlobalUse[]
}

/** Globals that belong to one room: reaching the network, the database, the browser's extension interface. */
export const WATCHED_GLOBALS = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'EventSource',
  'indexedDB',
  'chrome',
  'browser',
] as const

const ROOM_OBJECTS = new Set(['globalThis', 'self', 'window'])
const watched = (name: string): boolean => WATCHED_GLOBALS.some((known) => known === name)

const lineCounter = (text: string) => (offset: number) => text.slice(0, offset).split('\n').length

/** Parses TypeScript or TSX. Throws with the file's name where it is no valid source. */
export const readSource = (path: string, text: string): SourceFile => {
  const { program, module, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`)
  const line = lineCounter(text)
  const imports: Import[] = []
  for (const { moduleRequest, entries, start } of module.staticImports)
    imports.push({
      specifier: moduleRequest.value,
      typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
      line: line(start),
    })
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType, start } of entries)
      if (moduleRequest !== null)
        imports.push({ specifier: moduleRequest.value, typeOnly: isType, line: line(start) })
  const globals: GlobalUse[] = []
  const use = (name: string, start: number) => {
    if (watched(name)) globals.push({ name, line: line(start) })
  }
  new Visitor({
    ImportExpression(node) {
      if (node.source.type === 'Literal' && typeof node.source.value === 'string')
        imports.push({ specifier: node.source.value, typeOnly: false, line: line(node.start) })
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier') use(node.callee.name, node.callee.start)
    },
    NewExpression(node) {
      if (node.callee.type === 'Identifier') use(node.callee.name, node.callee.start)
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier') return
      use(node.object.name, node.object.start)
      if (!ROOM_OBJECTS.has(node.object.name)) return
      if (!node.computed && node.property.type === 'Identifier') use(node.property.name, node.property.start)
    },
  }).visit(program)
  return { path, imports, globals }
}

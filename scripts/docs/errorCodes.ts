import { parseSync, Visitor } from 'oxc-parser'

export interface ErrorCodeUse {
  readonly code: string
  /** What it says, `…` where a value is filled in; empty where another place says it. */
  readonly sentence: string
}

const CODE = /^[a-z]+(-[a-z]+)*\/[a-z]+[a-z0-9-]*$/
/** Look like codes and are none. */
const OTHERS = new Set(['application/json', 'application/octet-stream', 'eth/mainnet'])
/** Classes that put their room before the situation, and say the rest in their third argument. */
const PREFIXED: Readonly<Record<string, string>> = { PipelineError: 'pipeline', ImportError: 'import' }

interface Node {
  readonly type: string
}
interface Literal extends Node {
  readonly value: unknown
}
interface Template extends Node {
  readonly quasis: readonly { readonly value: { readonly cooked: string | null } }[]
}

const textOf = (node: Node | undefined): string | undefined => {
  if (node?.type === 'Literal' && typeof (node as Literal).value === 'string')
    return (node as Literal).value as string
  if (node?.type === 'TemplateLiteral')
    return (node as Template).quasis.map(({ value }) => value.cooked ?? '').join('…')
  return undefined
}

const isCode = (text: string | undefined): text is string =>
  text !== undefined && CODE.test(text) && !OTHERS.has(text)

const fromCall = (callee: Node, args: readonly Node[]): ErrorCodeUse[] => {
  const name = callee.type === 'Identifier' ? (callee as Node & { name: string }).name : ''
  const prefix = PREFIXED[name]
  if (prefix !== undefined) {
    const situation = textOf(args[0])
    const isKnown = situation !== undefined && !situation.includes('…')
    return isKnown ? [{ code: `${prefix}/${situation}`, sentence: textOf(args[2]) ?? '' }] : []
  }
  return args.flatMap((arg, index) => {
    const code = textOf(arg)
    return isCode(code) ? [{ code, sentence: textOf(args[index + 1]) ?? '' }] : []
  })
}

/** Codes that a source file gives to calls, constructors and tables, each with its sentence. */
export const errorCodesIn = (path: string, text: string): ErrorCodeUse[] => {
  const found: ErrorCodeUse[] = []
  new Visitor({
    NewExpression({ callee, arguments: args }) {
      found.push(...fromCall(callee, args))
    },
    CallExpression({ callee, arguments: args }) {
      found.push(...fromCall(callee, args))
    },
    Property({ key, value }) {
      const code = textOf(key)
      if (!isCode(code)) return
      const [first] = value.type === 'ArrayExpression' ? value.elements : [value]
      found.push({ code, sentence: textOf(first ?? undefined) ?? '' })
    },
  }).visit(parseSync(path, text).program)
  return found
}

/** The text of docs/errors.md: every code once, by room, with the fullest of its sentences. */
export const errorsPage = (uses: readonly ErrorCodeUse[]): string => {
  const sentences = new Map<string, string>()
  for (const { code, sentence } of uses)
    if (sentence.length > (sentences.get(code)?.length ?? -1)) sentences.set(code, sentence)
  const codes = [...sentences.keys()].sort()
  const rooms = [...new Set(codes.map((code) => code.split('/')[0] ?? ''))]
  const sections = rooms.map((room) => {
    const lines = codes
      .filter((code) => code.startsWith(`${room}/`))
      .map((code) => `- \`${code}\`${sentences.get(code) === '' ? '' : `: ${sentences.get(code)}`}`)
    return `## ${room}\n\n${lines.join('\n')}`
  })
  return `# Errors

Every error of ours has a stable code, a sentence that says what happened and, where there is something to do, what to do. This page is written
from the sources by \`node scripts/errors.ts\`; a test fails where a code is missing. What a page can receive is in [protocol.md](protocol.md).

${sections.join('\n\n')}
`
}

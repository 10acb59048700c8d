import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { ProvisoError } from '../../lib/protocol/errors.ts'

export type Values = Readonly<Record<string, string | undefined>>

/** One command of the CLI: its words, its help, and what it does with its options. */
export interface Command {
  readonly words: readonly string[]
  readonly summary: string
  /** Option -> what stands in its help. All take a value. */
  readonly options: Readonly<Record<string, string>>
  run(values: Values): Promise<void>
}

export const helpOf = ({ words, summary, options }: Command): string => {
  const width = Math.max(...Object.keys(options).map((name) => name.length))
  const lines = Object.entries(options).map(([name, text]) => `  --${name.padEnd(width)}  ${text}`)
  return [`coordinator ${words.join(' ')}: ${summary}`, '', ...lines].join('\n')
}

/** Throws `cli/unknown-option`, which names it. */
export const readValues = (command: Command, args: readonly string[]): Values & { help?: boolean } => {
  const options: ParseArgsOptionsConfig = { help: { type: 'boolean' } }
  for (const name of Object.keys(command.options)) options[name] = { type: 'string' }
  try {
    return parseArgs({ args: [...args], options }).values as Values & { help?: boolean }
  } catch (error) {
    throw new ProvisoError('cli/unknown-option', error instanceof Error ? error.message : String(error), {
      todo: `See: coordinator ${command.words.join(' ')} --help`,
    })
  }
}

/** Throws `cli/missing-option`. */
export const required = (values: Values, name: string): string => {
  const value = values[name]
  if (value === undefined)
    throw new ProvisoError('cli/missing-option', `--${name} is missing.`, { todo: 'See --help.' })
  return value
}

/** A whole number from `min`. Throws `cli/bad-option`. */
export const integer = (values: Values, name: string, fallback: number, min = 0): number => {
  const value = values[name]
  if (value === undefined) return fallback
  const number = Number(value)
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < min)
    throw new ProvisoError('cli/bad-option', `--${name} is a whole number, at least ${min}.`)
  return number
}

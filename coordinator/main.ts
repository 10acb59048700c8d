import { describeError, ProvisoError } from '../lib/protocol/errors.ts'
import { type Command, helpOf, readValues } from './cli/command.ts'
import { serveCommand } from './cli/serve.ts'
import { TASK_COMMANDS } from './cli/task.ts'

/** The coordinator's command line: `node coordinator/main.ts <command> --help`. */
const COMMANDS: readonly Command[] = [...TASK_COMMANDS, serveCommand]

const overview = (): string =>
  [
    'coordinator: what a publisher runs. Commands:',
    '',
    ...COMMANDS.map(({ words, summary }) => `  ${words.join(' ').padEnd(18)}  ${summary}`),
    '',
    'Each takes --help. Keys are read from environment variables or files, never from the command line.',
  ].join('\n')

const main = async (args: readonly string[]): Promise<number> => {
  const command = COMMANDS.find(({ words }) => words.every((word, i) => args[i] === word))
  if (command === undefined) {
    const isHelp = args.length === 0 || args.includes('--help')
    console.log(overview())
    return isHelp ? 0 : 2
  }
  const values = readValues(command, args.slice(command.words.length))
  if (values.help === true) console.log(helpOf(command))
  else await command.run(values)
  return 0
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  const code = error instanceof ProvisoError ? ` [${error.code}]` : ''
  console.error(describeError(error) + code)
  process.exitCode = 1
}

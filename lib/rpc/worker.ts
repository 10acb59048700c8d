import { describeError, ProvisoError } from '../protocol/errors.ts'
import type { CommandName, CommandParams, CommandReply, CommandResult } from './commands.ts'

export type CommandHandlers = {
  readonly [Name in CommandName]: (params: CommandParams<Name>) => Promise<CommandResult<Name>>
}

/** Runs a command of one of our pages. Never rejects: a failure is part of the reply, in words for the person. */
export const runCommand = async (
  handlers: CommandHandlers,
  name: CommandName,
  params: unknown,
): Promise<CommandReply<CommandName>> => {
  const handler = handlers[name] as ((params: unknown) => Promise<CommandResult<CommandName>>) | undefined
  if (handler === undefined)
    return {
      ok: false,
      error: { code: 'rpc/unknown', message: 'This version of Proviso does not know this command.' },
    }
  try {
    return { ok: true, result: await handler(params) }
  } catch (error) {
    const own = error instanceof ProvisoError ? error : undefined
    return {
      ok: false,
      error: {
        code: own?.code ?? 'internal/unexpected',
        message: own?.shortMessage ?? describeError(error),
        ...(own?.todo === undefined ? {} : { todo: own.todo }),
      },
    }
  }
}

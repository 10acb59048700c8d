import { sendCommand } from '../platform/messages.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { CommandName, CommandParams, CommandResult } from './commands.ts'

/**
 * Asks the worker to do something. Throws a `ProvisoError` with the worker's code, message and what to do,
 * or `rpc/gone` when this page is older than the extension.
 */
export const command = async <Name extends CommandName>(
  name: Name,
  params: CommandParams<Name>,
): Promise<CommandResult<Name>> => {
  const reply = await sendCommand({ target: 'worker', type: 'command', name, params }).catch(
    (cause: unknown) => {
      throw new ProvisoError('rpc/gone', 'Proviso was updated or restarted.', {
        todo: 'Close this page and open it again.',
        cause,
      })
    },
  )
  if (reply.ok) return reply.result
  const { code, message, todo } = reply.error
  throw new ProvisoError(code, message, todo === undefined ? {} : { todo })
}

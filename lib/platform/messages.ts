import type {
  CommandMessage,
  CommandName,
  CommandReply,
  TrainerCommand,
  TrainerEvent,
} from '../rpc/commands.ts'

type ToWorker = CommandMessage | TrainerEvent
type Incoming = ToWorker | TrainerCommand

/** Whether a runtime message comes from a page of ours (popup, dashboard, offscreen) and not from a content script. */
export const isOwnPage = (sender: chrome.runtime.MessageSender): boolean =>
  sender.id === chrome.runtime.id && sender.origin === new URL(chrome.runtime.getURL('')).origin

/**
 * Sends a command to the worker and waits for its reply.
 * Rejects if the worker is gone for good: the extension was updated or removed.
 */
export const sendCommand = <Name extends CommandName>(
  message: CommandMessage<Name>,
): Promise<CommandReply<Name>> => chrome.runtime.sendMessage(message)

/** One way: from offscreen document to worker. Its arrival also resets the worker's idle timer. */
export const sendTrainerEvent = async (event: TrainerEvent): Promise<void> => {
  await chrome.runtime.sendMessage(event)
}

/** One way: from worker to the offscreen document, which must exist. */
export const sendTrainerCommand = async (command: TrainerCommand): Promise<void> => {
  await chrome.runtime.sendMessage(command)
}

/** Offscreen side. The returned promise of `handle` is the acknowledgement. */
export const onTrainerCommand = (handle: (command: TrainerCommand) => Promise<void>): void => {
  chrome.runtime.onMessage.addListener((message: Incoming, sender, reply) => {
    // The worker has no tab; content scripts, which share a process with hostile pages, do.
    const isWorker = sender.id === chrome.runtime.id && sender.tab === undefined
    if (message.target !== 'offscreen' || !isWorker) return undefined
    handle(message).then(
      () => reply(true),
      () => reply(false),
    )
    return true
  })
}

/** Worker side. Only pages of ours are heard: a content script shares a hostile page's process. */
export const onWorkerMessage = (handlers: {
  command: (name: CommandName, params: unknown) => Promise<CommandReply<CommandName>>
  trainer: (event: TrainerEvent) => Promise<void>
}): void => {
  chrome.runtime.onMessage.addListener((message: Incoming, sender, reply) => {
    if (message.target !== 'worker' || !isOwnPage(sender)) return undefined
    if (message.type === 'command') {
      handlers.command(message.name, message.params).then(reply)
    } else {
      handlers.trainer(message).then(
        () => reply(true),
        () => reply(false),
      )
    }
    return true
  })
}

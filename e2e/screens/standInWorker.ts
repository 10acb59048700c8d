import type { CommandMessage } from '../../lib/rpc/commands.ts'

declare global {
  interface Window {
    /** Commands that the page sent, in order. */
    sentCommands: CommandMessage[]
    hasPersonsFocus: boolean
  }
}

/** A stand-in for the worker that takes every command, and for a window that may lie behind another. */
export const standInWorker = () => {
  window.sentCommands = []
  window.hasPersonsFocus = true
  document.hasFocus = () => window.hasPersonsFocus
  chrome.runtime.sendMessage = (async (message: CommandMessage) => {
    window.sentCommands.push(message)
    return { ok: true, result: null }
  }) as typeof chrome.runtime.sendMessage
}

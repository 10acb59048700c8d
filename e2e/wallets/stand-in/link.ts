import { EVENT, IN_PAGE, TO_PAGE } from './build.ts'
import type { WalletReply } from './words.ts'

class StandInRpcError extends Error {
  readonly code: number
  constructor({ code, message }: { code: number; message: string }) {
    super(message)
    this.code = code
  }
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: StandInRpcError): void
}

/** The page's end of the way to the wallet's worker, over `postMessage` and the content script. */
export interface Link {
  ask(method: string, params?: unknown): Promise<unknown>
}

export const createLink = (onEvent: (name: string, value: unknown) => void): Link => {
  const waiting = new Map<string, Waiting>()
  let asked = 0
  const settle = (id: string, { result, error }: WalletReply) => {
    const question = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) question?.resolve(result)
    else question?.reject(new StandInRpcError(error))
  }
  addEventListener('message', ({ source, data }: MessageEvent) => {
    if (source !== window) return
    if (data?.type === TO_PAGE) settle(data.id, data.reply)
    if (data?.type === EVENT) onEvent(data.name, data.value)
  })
  return {
    ask: (method, params) =>
      new Promise((resolve, reject) => {
        asked += 1
        const id = String(asked)
        waiting.set(id, { resolve, reject })
        window.postMessage({ type: IN_PAGE, id, method, params }, '*')
      }),
  }
}

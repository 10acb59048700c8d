import type { Page } from '@playwright/test'
import { expect, type RealWorld } from './realWorld.ts'

interface Provider {
  request(args: unknown): Promise<unknown>
}

declare global {
  /** In pages of the tests: our provider, as a dApp finds it. */
  function findProvider(): Provider
}

export const requestsOf = async (world: RealWorld, origin: string) =>
  (await world.store('requests')).filter(({ asker }) => asker.origin === origin)

/** The one request of `origin` that waits, as soon as it does. */
export const waitingOf = async (world: RealWorld, origin: string) => {
  const waiting = async () => (await requestsOf(world, origin)).filter(({ state }) => state === 'pending')
  await expect.poll(async () => (await waiting()).length).toBe(1)
  return (await waiting())[0]!
}

export const refuse = (world: RealWorld, requestId: string) =>
  world.command('request.decide', { requestId, effect: 'refuse' })

/** Hands a port of the page's own over, as our script does, and sends `messages`. Returns how each id was answered, each time. */
export const overOwnPort = (
  page: Page,
  messages: readonly unknown[],
  answers: number,
): Promise<readonly { readonly id: string; readonly code?: number; readonly result?: unknown }[]> =>
  page.evaluate(
    ([sent, expected]) => {
      const { port1, port2 } = new MessageChannel()
      const heard: { id: string; code?: number; result?: unknown }[] = []
      const done = new Promise<typeof heard>((resolve) => {
        port1.onmessage = ({ data }) => {
          if (!('id' in data)) return
          heard.push(
            'error' in data ? { id: data.id, code: data.error.code } : { id: data.id, result: data.result },
          )
          if (heard.length === expected) resolve(heard)
        }
      })
      Object.assign(globalThis, { ownPort: port1, heard })
      window.postMessage('data-use:port', '*', [port2])
      for (const message of sent) port1.postMessage(message)
      return expected === 0 ? [] : done
    },
    [messages, answers] as [unknown[], number],
  )

import type { Frame } from '@playwright/test'

/** One call of a frame, under a name that no other has. */
export interface Call {
  readonly name: string
  readonly method: string
  readonly params: unknown
}

/** How a call came out, each time that it did. */
export interface Outcome {
  readonly name: string
  readonly result?: unknown
  readonly code?: number
}

/**
 * Makes all `calls` in a frame: those that a person has to see one after the other, and with each its share of the others,
 * four at a time. `provider`
 * calls as a dApp does; `port` brings its own end of the channel, which also shows answers that come twice. Tells each
 * call and each outcome by the binding `note`.
 */
export const drive = (frame: Frame, way: 'provider' | 'port', calls: readonly Call[]): Promise<void> =>
  frame.evaluate(
    ([chosen, all]) => {
      type Note = (kind: 'asked' | 'settled', outcome: Outcome) => Promise<void>
      const { note } = globalThis as unknown as { note: Note }
      type Answer = { readonly id?: string; readonly result?: unknown; readonly error?: { code: number } }

      const byProvider = (): ((call: Call) => Promise<void>) => {
        type Provider = { request(args: unknown): Promise<unknown> }
        let provider: Provider | undefined
        addEventListener(
          'dataUse:announceProvider',
          (event) => {
            provider = (event as CustomEvent<{ provider: Provider }>).detail.provider
          },
          { once: true },
        )
        dispatchEvent(new Event('dataUse:requestProvider'))
        return ({ name, method, params }) =>
          provider!.request({ method, params }).then(
            (result) => void note('settled', { name, result }),
            ({ code }: { code: number }) => void note('settled', { name, code }),
          )
      }

      const byPort = (): ((call: Call) => Promise<void>) => {
        const { port1, port2 } = new MessageChannel()
        const heard = new Map<string, () => void>()
        port1.onmessage = ({ data }: MessageEvent<Answer>) => {
          if (data.id === undefined) return
          const { id: name, result, error } = data
          void note('settled', { name, ...(error === undefined ? { result } : { code: error.code }) })
          heard.get(name)?.()
        }
        window.postMessage('data-use:port', '*', [port2])
        return ({ name, method, params }) =>
          new Promise((resolve) => {
            heard.set(name, resolve)
            port1.postMessage({ id: name, method, params })
          })
      }

      const make = chosen === 'port' ? byPort() : byProvider()
      const one = async (call: Call): Promise<void> => {
        void note('asked', { name: call.name })
        await make(call)
      }
      const inTurn = async (queue: Call[]): Promise<void> => {
        for (let call = queue.shift(); call !== undefined; call = queue.shift()) await one(call)
      }
      const run = async (): Promise<void> => {
        const shown = all.filter(({ method }) => method === 'dataUse_request')
        const cheap = all.filter((call) => !shown.includes(call))
        const share = Math.ceil(cheap.length / shown.length)
        for (const call of shown) {
          const some = cheap.splice(0, share)
          await Promise.all([one(call), ...[1, 2, 3, 4].map(() => inTurn(some))])
        }
      }
      void run()
    },
    [way, calls] as ['provider' | 'port', Call[]],
  )

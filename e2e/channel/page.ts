import type { Frame, Page } from '@playwright/test'

/** Each call's outcome in the page, by the name that the test gave it. */
export interface Settled {
  readonly times: number
  readonly result?: unknown
  readonly error?: { readonly code: number; readonly message: string; readonly isError: boolean }
}

/** Calls the announced provider in the page and notes how often and how it settles, under `name`. */
export const call = (target: Page | Frame, name: string, args: unknown): Promise<void> =>
  target.evaluate(
    ([key, request]) => {
      const scope = globalThis as unknown as { settled?: Record<string, unknown> }
      scope.settled ??= {}
      const notes = scope.settled
      type Provider = { request(args: unknown): Promise<unknown> }
      const hear = (event: Event) => {
        const { provider } = (event as CustomEvent<{ provider: Provider }>).detail
        const note = (outcome: object) => {
          const earlier = notes[key] as { times: number } | undefined
          notes[key] = { times: (earlier?.times ?? 0) + 1, ...outcome }
        }
        provider.request(request).then(
          (result) => note({ result }),
          (error: Error & { code: number }) =>
            note({ error: { code: error.code, message: error.message, isError: error instanceof Error } }),
        )
      }
      addEventListener('dataUse:announceProvider', hear, { once: true })
      dispatchEvent(new Event('dataUse:requestProvider'))
    },
    [name, args] as [string, unknown],
  )

/** The outcome of the call `name`, once it has one. */
export const settled = async (target: Page | Frame, name: string): Promise<Settled> => {
  const handle = await target.waitForFunction(
    (key) => (globalThis as unknown as { settled?: Record<string, unknown> }).settled?.[key],
    name,
  )
  return (await handle.jsonValue()) as Settled
}

import { describeError } from '../lib/protocol/errors.ts'
import type { Log } from './context.ts'

const MAX_BACKOFF_MS = 30_000

export interface Loop {
  /** Asks for one more pass, soon. Passes of one loop never overlap. */
  kick(): void
  /** Ends after the pass in progress. */
  stop(): Promise<void>
}

/**
 * Repeats `pass` at least every `intervalMs` and whenever kicked. A pass that throws is logged and tried again, later
 * and later up to half a minute.
 */
export const startLoop = (name: string, intervalMs: number, pass: () => Promise<void>, log: Log): Loop => {
  let isKicked = false
  let isStopped = false
  let failures = 0
  let notBefore = 0
  let running: Promise<void> | undefined

  const run = async (): Promise<void> => {
    while (isKicked && !isStopped && performance.now() >= notBefore) {
      isKicked = false
      try {
        await pass()
        failures = 0
      } catch (error) {
        failures += 1
        notBefore = performance.now() + Math.min(MAX_BACKOFF_MS, 250 * 2 ** failures)
        log(`${name} failed`, { problem: describeError(error), failures })
      }
    }
  }
  const kick = (): void => {
    isKicked = true
    running ??= run().finally(() => {
      running = undefined
      // Kicked after the last look: nobody else would see it before the timer does.
      if (isKicked && !isStopped && performance.now() >= notBefore) kick()
    })
  }
  const timer = setInterval(kick, intervalMs)
  kick()
  return {
    kick,
    stop: async () => {
      isStopped = true
      clearInterval(timer)
      await running
    },
  }
}

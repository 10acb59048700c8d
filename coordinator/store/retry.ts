import { setImmediate } from 'node:timers/promises'
import { ApiFault } from '../fault.ts'

/** A write was decided on, and something it rests on changed meanwhile: read and decide again. */
export const CHANGED: unique symbol = Symbol('changed')

const ATTEMPTS = 200

/** Repeats `attempt` until it did not collide with another writer. Throws `coordinator/busy` (503) after 200 collisions. */
export const retryOnChange = async <T>(attempt: () => Promise<T | typeof CHANGED>): Promise<T> => {
  for (let i = 0; i < ATTEMPTS; i++) {
    const result = await attempt()
    if (result !== CHANGED) return result
    // Lets the other writer's request go on before this one reads again.
    await setImmediate()
  }
  throw new ApiFault(503, 'coordinator/busy', 'Too many are writing at once.', { todo: 'Try again shortly.' })
}

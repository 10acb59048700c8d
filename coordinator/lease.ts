import { randomUUID } from 'node:crypto'
import type { Context } from './context.ts'

/**
 * Does `work` unless another coordinator is at it, renewing the lease meanwhile. Resolves to false where it was left to
 * the other. Spares double work and double fees; what must not happen twice is prevented elsewhere.
 */
export const withLease = async (ctx: Context, name: string, work: () => Promise<void>): Promise<boolean> => {
  const { engine, leaseMilliseconds } = ctx
  const holder = randomUUID()
  if (!(await engine.lease(name, holder, leaseMilliseconds))) return false
  const renew = () =>
    engine.lease(name, holder, leaseMilliseconds).catch(() => ctx.log('lease not renewed', { name }))
  const renewal = setInterval(renew, leaseMilliseconds / 3)
  try {
    await work()
    return true
  } finally {
    clearInterval(renewal)
    await engine.release(name, holder)
  }
}

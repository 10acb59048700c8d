const PER_SECOND = 50
const BURST = 200
/** Origins that are remembered; beyond it the one not heard of for longest is forgotten, and has its burst again. */
const MAX_ORIGINS = 500

interface Bucket {
  readonly tokens: number
  readonly at: number
}

export interface RateLimit {
  /** Takes `cost` of what `origin` may still do at `now`, milliseconds; false where there is not so much left. */
  take(origin: string, cost: number, now: number): boolean
}

/**
 * How much work an origin may cause: bursts, then a steady rate. In memory only: a worker that died has rested.
 */
export const createRateLimit = (): RateLimit => {
  // In the order of use, the oldest first.
  const buckets = new Map<string, Bucket>()
  return {
    take: (origin, cost, now) => {
      const { tokens, at } = buckets.get(origin) ?? { tokens: BURST, at: now }
      // A clock that was set back gives nothing and takes nothing.
      const filled = Math.min(BURST, tokens + (Math.max(0, now - at) / 1000) * PER_SECOND)
      const isGranted = filled >= cost
      buckets.delete(origin)
      buckets.set(origin, { tokens: isGranted ? filled - cost : filled, at: now })
      for (const oldest of buckets.keys()) {
        if (buckets.size <= MAX_ORIGINS) break
        buckets.delete(oldest)
      }
      return isGranted
    },
  }
}

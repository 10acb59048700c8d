import type { Engine, Write } from '../engine/engine.ts'

/** For tests: at which write a process dies, by SIGKILL: no handler runs, nothing is flushed. */
export interface CrashPoint {
  readonly when: 'before' | 'after'
  /** How the key of one of the writes begins. */
  readonly key: string
  /** State that it is given; `signed` for a round that gets its signature. */
  readonly state?: string
  /** Which such write, counting from 1. */
  readonly nth?: number
}

const isSuch = ({ key, value }: Write, point: CrashPoint): boolean => {
  if (!key.startsWith(point.key)) return false
  if (point.state === undefined) return true
  const record = value as { state?: string; signature?: string; contributions?: number }
  return point.state === 'signed'
    ? record.state === 'open' && record.signature !== undefined && record.contributions === 0
    : record.state === point.state
}

const die = (): Promise<never> => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => undefined)
}

export const crashingEngine = (engine: Engine, point: CrashPoint): Engine => {
  let count = 0
  return {
    get: (key) => engine.get(key),
    list: (prefix) => engine.list(prefix),
    putBlob: (name, bytes) => engine.putBlob(name, bytes),
    getBlob: (name) => engine.getBlob(name),
    deleteBlobs: (prefix) => engine.deleteBlobs(prefix),
    lease: (name, holder, milliseconds) => engine.lease(name, holder, milliseconds),
    release: (name, holder) => engine.release(name, holder),
    close: () => engine.close(),
    commit: async (writes) => {
      const isHit = writes.some((write) => isSuch(write, point)) && ++count === (point.nth ?? 1)
      if (isHit && point.when === 'before') return die()
      const isCommitted = await engine.commit(writes)
      return isHit ? die() : isCommitted
    },
  }
}

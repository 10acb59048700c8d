import { liveGrants } from '../consent/grants.ts'
import { advance, type Waiting } from './advance.ts'

/** Delays between looks while something is expected soon: milliseconds, the last one repeats. */
const SOON_MS = [250, 250, 500, 500, 1000, 1000, 2000, 5000]
const RECOVERY_MS = [1000, 2000, 5000, 15_000, 30_000]
/** After this long without news the worker may sleep; the alarm looks every 30 s. */
const PATIENCE_MS = 120_000

export interface LoopPorts {
  /** Sees to it that the trainer works on these runs, and on nothing else. */
  readonly train: (runIds: readonly string[]) => Promise<void>
  /** Has the trainer stop these where they are; their checkpoints stay. */
  readonly hold: (runIds: readonly string[]) => Promise<void>
  /** Asks coordinators and chain about money. Resolves with whether more news is expected soon. */
  readonly settle: () => Promise<boolean>
  /** Any call of the browser's: it keeps the worker awake while a round is expected within seconds. */
  readonly stayAwake: () => void
}

/**
 * Drives all grants. `kick` looks now; calls that overlap are joined, and one that arrives in the middle of a look
 * causes another. Timers are only for speed: everything is on disk, and the alarm kicks again after a worker's death.
 */
export const createLoop = ({ train, hold, settle, stayAwake }: LoopPorts): { kick: () => Promise<void> } => {
  let looking: Promise<void> | undefined
  let again = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let attempt = 0
  let lastNews = Date.now()
  let lastPicture = ''

  const schedule = (waits: readonly Waiting[], expectsMoney: boolean): void => {
    clearTimeout(timer)
    const soon = expectsMoney || waits.some((wait) => wait.for === 'coordinator')
    const recovering = waits.some((wait) => wait.for === 'recovery')
    if (!soon && !recovering) return
    if (Date.now() - lastNews > PATIENCE_MS) return
    const delays = soon ? SOON_MS : RECOVERY_MS
    timer = setTimeout(
      () => {
        stayAwake()
        void kick()
      },
      delays[Math.min(attempt, delays.length - 1)],
    )
    attempt += 1
  }

  const look = async (): Promise<void> => {
    const grants = await liveGrants()
    const waits = await Promise.all(grants.map(({ id }) => advance(id)))
    await hold(waits.flatMap((wait) => (wait.for === 'device' && wait.runId ? [wait.runId] : [])))
    await train(waits.flatMap((wait) => (wait.for === 'trainer' ? [wait.runId] : [])))
    const expectsMoney = await settle()
    const picture = JSON.stringify([waits, expectsMoney])
    if (picture !== lastPicture) {
      lastPicture = picture
      lastNews = Date.now()
      attempt = 0
    }
    schedule(waits, expectsMoney)
  }

  const kick = (): Promise<void> => {
    if (looking !== undefined) {
      again = true
      return looking
    }
    looking = look()
      .catch((error: unknown) => console.error('proviso: the loop stumbled', error))
      .finally(() => {
        looking = undefined
        if (!again) return
        again = false
        void kick()
      })
    return looking
  }

  return { kick }
}

/** Every running import holds this lock, shared; it is released when its page dies. */
const LOCK = 'proviso:import'

/** Runs `body` while no sweep can take its unfinished chunks away. */
export const whileImporting = <T>(body: () => Promise<T>): Promise<T> =>
  navigator.locks.request(LOCK, { mode: 'shared' }, body)

/** Runs `body` if nothing is being imported anywhere, and keeps imports waiting meanwhile. Says whether it ran. */
export const unlessImporting = (body: () => Promise<void>): Promise<boolean> =>
  navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock === null) return false
    await body()
    return true
  })

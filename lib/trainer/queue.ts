/** Work that runs one at a time, by id, in the order in which it was asked for. */
export interface RunQueue {
  /** Does nothing for a run that waits or is at work already. */
  start(runId: string): void
  /** Takes a waiting run out; asks a working one to stop. Resolves when it has stopped. */
  stop(runId: string): Promise<void>
}

/** `work` gets a signal that `stop` aborts; `finished` is called after each, also where `work` rejects. */
export const createRunQueue = (
  work: (runId: string, signal: AbortSignal) => Promise<void>,
  finished: (runId: string) => void,
): RunQueue => {
  const jobs = new Map<string, { readonly controller: AbortController; readonly done: Promise<void> }>()
  let last: Promise<void> = Promise.resolve()

  const execute = async (
    runId: string,
    controller: AbortController,
    before: Promise<void>,
  ): Promise<void> => {
    await before
    try {
      if (!controller.signal.aborted) await work(runId, controller.signal)
    } catch (error) {
      console.error('A run could not be written to disk; it will be tried again.', error)
    } finally {
      if (jobs.get(runId)?.controller === controller) jobs.delete(runId)
      finished(runId)
    }
  }

  return {
    start: (runId) => {
      // A run that is asked for while it stops runs again after it has stopped.
      if (jobs.get(runId)?.controller.signal.aborted === false) return
      const controller = new AbortController()
      last = execute(runId, controller, last)
      jobs.set(runId, { controller, done: last })
    },
    stop: async (runId) => {
      const job = jobs.get(runId)
      job?.controller.abort()
      await job?.done
    },
  }
}

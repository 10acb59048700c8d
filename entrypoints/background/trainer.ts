import { sendTrainerCommand } from '../../lib/platform/messages.ts'
import { closeOffscreen, ensureOffscreen, hasOffscreen } from '../../lib/platform/offscreen.ts'

/** An offscreen document without work frees its graphics memory after this long. */
const IDLE_MS = 60_000
let lastWork = 0

/** Has the trainer work on these runs; it ignores those that it works on already. */
export const trainRuns = async (runIds: readonly string[]): Promise<void> => {
  if (runIds.length > 0) {
    lastWork = Date.now()
    await ensureOffscreen()
    for (const runId of runIds) await sendTrainerCommand({ target: 'offscreen', type: 'run', runId })
  } else if (Date.now() - lastWork > IDLE_MS && (await hasOffscreen())) {
    await closeOffscreen()
  }
}

/** Stops a run where it is; its checkpoint stays unless the run was cancelled. */
export const stopRun = async (runId: string): Promise<void> => {
  if (await hasOffscreen()) await sendTrainerCommand({ target: 'offscreen', type: 'stop', runId })
}

export const holdRuns = async (runIds: readonly string[]): Promise<void> => {
  await Promise.all(runIds.map(stopRun))
}

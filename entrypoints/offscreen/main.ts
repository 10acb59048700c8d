import { readSettings } from '../../lib/db/settings.ts'
import { answerCharging } from '../../lib/platform/device.ts'
import { onTrainerCommand, sendTrainerEvent } from '../../lib/platform/messages.ts'
import { loadBrowserRuntime } from '../../lib/trainer/browserRuntime.ts'
import { createTrainerFactory, trainerOpener } from '../../lib/trainer/engine.ts'
import { createRunQueue } from '../../lib/trainer/queue.ts'
import { executeRun } from '../../lib/trainer/run.ts'

const trainers = createTrainerFactory({
  open: trainerOpener(() => loadBrowserRuntime(new URL('/ort/', location.href).href)),
})

/** The worker may be gone for a moment; what it would hear is on disk, and it looks there when it wakes. */
const tell = (type: 'progress' | 'finished', runId: string): void => {
  sendTrainerEvent({ target: 'worker', type, runId }).catch(() => undefined)
}

const queue = createRunQueue(
  async (runId, signal) =>
    executeRun(runId, {
      trainers,
      engine: (await readSettings()).engine,
      signal,
      onProgress: () => tell('progress', runId),
    }),
  (runId) => tell('finished', runId),
)

onTrainerCommand(async (command) => {
  if (command.type === 'run') queue.start(command.runId)
  else await queue.stop(command.runId)
})
answerCharging()

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TaskStatus } from '../../coordinator/status.ts'
import type { CoordinatorSettings, FromParent, ToParent } from './coordinatorProcess.ts'

export interface LocalCoordinator {
  readonly url: string
  status(taskId: string): Promise<TaskStatus>
  /** What it logged, line by line. */
  readonly log: readonly string[]
  /** As if its machine lost power. */
  kill(): Promise<void>
  /** Another process over the same database, at the same address. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts a coordinator in a process of its own. It ends with this process at the latest. */
export const startCoordinator = async (settings: CoordinatorSettings): Promise<LocalCoordinator> => {
  const log: string[] = []
  let child: ChildProcess | undefined
  let asked = 0

  const launch = async (): Promise<string> => {
    const started = fork(join(import.meta.dirname, 'coordinatorProcess.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    child = started
    const listening = new Promise<string>((resolve, reject) => {
      started.on('message', (message: ToParent) => {
        if (message.tell === 'listening') resolve(message.url)
        if (message.tell === 'log') log.push(message.line)
      })
      started.once('exit', (code) => reject(new Error(`The coordinator ended with ${code}.`)))
    })
    started.send({ ask: 'start', settings } satisfies FromParent)
    return listening
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const url = await launch()

  return {
    url,
    log,
    status: (taskId) =>
      new Promise((resolve, reject) => {
        const current = child
        if (current?.connected !== true) return reject(new Error('The coordinator does not run.'))
        const id = ++asked
        const hear = (message: ToParent) => {
          if (message.tell !== 'status' || message.id !== id) return
          current.off('message', hear)
          resolve(message.status)
        }
        current.on('message', hear)
        current.send({ ask: 'status', id, taskId } satisfies FromParent)
      }),
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      await launch()
    },
    stop: () => end('SIGTERM'),
  }
}

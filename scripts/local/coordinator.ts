import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openSqliteEngine } from '../../coordinator/engine/sqlite.ts'
import { statusOf, type TaskStatus } from '../../coordinator/status.ts'
import { type TaskRecord, taskKey } from '../../coordinator/store/records.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import { ROOT } from '../test/command.ts'
import { TEST_SET } from './mnist.ts'

export interface CoordinatorSettings {
  /** Path of its database. */
  readonly database: string
  readonly rpcUrl: string
  /** Of a local chain: worthless anywhere else. */
  readonly settlementKey: string
  readonly port: number
  readonly roundSeconds: number
  /** CSV file of the rows that tasks on tables are measured on. */
  readonly heldOutTable?: string | undefined
}

export interface LocalCoordinator {
  /** Read from the database, beside the process. */
  status(task: TaskId): Promise<TaskStatus>
  /** What it logged, one JSON object a line. */
  readonly log: readonly string[]
  /** As if its machine lost power. */
  kill(): Promise<void>
  /** Another process over the same database, at the same address. */
  restart(): Promise<void>
  stop(): Promise<void>
}

const argumentsFor = ({
  database,
  rpcUrl,
  port,
  roundSeconds,
  heldOutTable,
}: CoordinatorSettings): string[] => [
  '--disable-warning=ExperimentalWarning',
  join(ROOT, 'coordinator', 'main.ts'),
  'serve',
  ...['--key-env', 'SETTLEMENT_KEY', '--rpc', rpcUrl, '--db', database, '--port', String(port)],
  ...['--round-seconds', String(roundSeconds)],
  ...['--eval-images', TEST_SET.images, '--eval-labels', TEST_SET.labels],
  ...(heldOutTable === undefined ? [] : ['--eval-table', heldOutTable]),
]

/** Runs the coordinator's command line in a process of its own, measuring on MNIST's test set and on `heldOutTable`. Ends with us at the latest. */
export const startCoordinator = async (settings: CoordinatorSettings): Promise<LocalCoordinator> => {
  const log: string[] = []
  let child: ChildProcess | undefined

  const launch = async (): Promise<void> => {
    const started = spawn(process.execPath, argumentsFor(settings), {
      env: { ...process.env, SETTLEMENT_KEY: settings.settlementKey },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child = started
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: started.stdout }).on('line', (line) => {
        log.push(line)
        if (line.includes('"event":"listening"')) resolve()
      })
      started.once('error', reject)
      started.once('exit', (code) => reject(new Error(`The coordinator ended with ${code}.`)))
    })
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const killWithUs = () => child?.kill('SIGKILL')
  process.once('exit', killWithUs)
  await launch()

  return {
    log,
    status: async (task) => {
      const engine = openSqliteEngine(settings.database)
      try {
        const entry = await engine.get<TaskRecord>(taskKey(task))
        if (entry === undefined) throw new Error(`The coordinator does not know task ${task}.`)
        return await statusOf({ engine }, task, entry.value)
      } finally {
        await engine.close()
      }
    },
    kill: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGKILL')
      await launch()
    },
    stop: async () => {
      await end('SIGTERM')
      process.off('exit', killWithUs)
    },
  }
}

import { createCoordinator } from '../../coordinator/coordinator.ts'
import { openSqliteEngine } from '../../coordinator/engine/sqlite.ts'
import { imageEvaluator, readIdxImages } from '../../coordinator/heldOut.ts'
import type { TaskStatus } from '../../coordinator/status.ts'
import { TEST_SET } from './mnist.ts'

/** What the parent sends when the process has started. Keys are those of a local chain: worthless anywhere else. */
export interface CoordinatorSettings {
  readonly database: string
  readonly rpcUrl: string
  readonly settlementKey: string
  readonly port: number
  readonly roundSeconds: number
}

export type FromParent =
  | { readonly ask: 'start'; readonly settings: CoordinatorSettings }
  | { readonly ask: 'status'; readonly id: number; readonly taskId: string }

export type ToParent =
  | { readonly tell: 'listening'; readonly url: string }
  | { readonly tell: 'status'; readonly id: number; readonly status: TaskStatus }
  | { readonly tell: 'log'; readonly line: string }

const tell = (message: ToParent) => process.send?.(message)

const start = async ({ database, rpcUrl, settlementKey, port, roundSeconds }: CoordinatorSettings) => {
  const coordinator = await createCoordinator({
    engine: openSqliteEngine(database),
    rpcUrl,
    settlementKey: Buffer.from(settlementKey.slice(2), 'hex'),
    evaluator: imageEvaluator(await readIdxImages(TEST_SET.images, TEST_SET.labels)),
    roundSeconds,
    tickMilliseconds: 100,
    pollingMilliseconds: 50,
    log: (event, facts) => tell({ tell: 'log', line: `${event} ${JSON.stringify(facts ?? {})}` }),
  })
  tell({ tell: 'listening', url: await coordinator.listen(port) })
  return coordinator
}

/** A coordinator in a process of its own, so that a test can kill it as a machine would. */
let running: ReturnType<typeof start> | undefined
process.on('message', async (message: FromParent) => {
  if (message.ask === 'start') running = start(message.settings)
  const coordinator = await running
  if (message.ask === 'status' && coordinator !== undefined)
    tell({ tell: 'status', id: message.id, status: await coordinator.status(message.taskId) })
})
process.once('disconnect', () => process.exit())

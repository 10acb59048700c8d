import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { privateKeyToAccount } from 'viem/accounts'
import { bytesToHex } from 'viem/utils'
import { signerFromPrivateKey } from '../lib/attest/signer.ts'
import { chainClient } from '../lib/chain/client.ts'
import { chainVerify } from '../lib/chain/verify.ts'
import { hasChainWork } from './chain/pending.ts'
import { type ChainAccess, settleTask } from './chain/settle.ts'
import type { Context, Evaluator, Log } from './context.ts'
import type { Engine } from './engine/engine.ts'
import { evaluatePending } from './evaluation.ts'
import { createApiServer } from './http/server.ts'
import { withLease } from './lease.ts'
import { type Loop, startLoop } from './loop.ts'
import { Counters } from './metrics.ts'
import { advance } from './rounds/advance.ts'
import { sweepUpdates } from './rounds/aggregate.ts'
import { type TaskStatus, taskStatus } from './status.ts'
import { type OwnTask, ownTasks } from './store/tasks.ts'

export interface CoordinatorConfig {
  readonly engine: Engine
  readonly rpcUrl: string
  /** 32 bytes. Signs rounds and acceptances, posts roots, pays: it needs the chain's currency for fees. */
  readonly settlementKey: Uint8Array
  /** Without one, weights are not measured. */
  readonly evaluator?: Evaluator
  /** Milliseconds since 1970. */
  readonly clock?: () => number
  readonly log?: Log
  /** How long a round stays open at most. Default one hour. */
  readonly roundSeconds?: number
  /** A payout after every so many rounds, and after the last. Default 1. */
  readonly payoutEvery?: number
  /** How long other coordinators leave alone what this one works on. Default ten seconds. */
  readonly leaseMilliseconds?: number
  /** How often deadlines and the chain are looked at. Default 250. */
  readonly tickMilliseconds?: number
  /** How often a transaction's receipt is asked for. Default 250. */
  readonly pollingMilliseconds?: number
}

export interface Coordinator {
  /** Answers requests on `port` (0: any free one) and works on its own. Resolves to the server's address. */
  listen(port: number, host?: string): Promise<string>
  /** One pass over everything there is to do: rounds, evaluation, chain. Throws where the chain failed. */
  tick(): Promise<void>
  status(taskId: string): Promise<TaskStatus>
  /** Stops answering and working. The engine stays open: it is the caller's. */
  close(): Promise<void>
}

const createContext = (config: CoordinatorConfig, clients: (chainId: number) => ChainAccess): Context => ({
  engine: config.engine,
  settlement: signerFromPrivateKey(config.settlementKey),
  verifyContract: (chainId) => chainVerify(clients(chainId).client),
  evaluator: config.evaluator,
  clock: config.clock ?? Date.now,
  log: config.log ?? (() => undefined),
  counters: new Counters(),
  roundSeconds: config.roundSeconds ?? 3600,
  payoutEvery: config.payoutEvery ?? 1,
  leaseMilliseconds: config.leaseMilliseconds ?? 10_000,
})

/**
 * True where any task moved. One that fails leaves the others alone; the first problem is thrown when all had their turn.
 */
const forEachTask = async (ctx: Context, work: (task: OwnTask) => Promise<boolean>): Promise<boolean> => {
  const problems: unknown[] = []
  let hasMoved = false
  for (const task of await ownTasks(ctx))
    try {
      hasMoved = (await work(task)) || hasMoved
    } catch (error) {
      problems.push(error)
    }
  if (problems.length > 0) throw problems[0]
  return hasMoved
}

/** Forgets updates that a crash left behind, then is ready. State lives in the engine alone. */
export const createCoordinator = async (config: CoordinatorConfig): Promise<Coordinator> => {
  const account = privateKeyToAccount(bytesToHex(config.settlementKey))
  const chains = new Map<number, ChainAccess>()
  const chainOf = (chainId: number): ChainAccess => {
    const pollingMs = config.pollingMilliseconds ?? 250
    const access = chains.get(chainId) ?? {
      client: chainClient({ chainId, rpcUrl: config.rpcUrl, pollingMs }),
      account,
    }
    chains.set(chainId, access)
    return access
  }
  const ctx = createContext(config, chainOf)

  const advanceAll = () => forEachTask(ctx, ({ id }) => advance(ctx, id))
  const evaluateAll = () => forEachTask(ctx, ({ id, record }) => evaluatePending(ctx, id, record))
  /** One sender at a time: transactions of one key are numbered. */
  const settleAll = () =>
    forEachTask(ctx, async ({ id, record }) => {
      if (!(await hasChainWork(ctx, id, record))) return false
      const { chainId } = record.task.manifest.reward
      const lease = `chain/${chainId}/${account.address}`
      return withLease(ctx, lease, () => settleTask(ctx, chainOf(chainId), id))
    })

  for (const { id, record } of await ownTasks(ctx)) await sweepUpdates(ctx, id, record.round)

  const loops: Loop[] = []
  const kick = () => {
    for (const loop of loops) loop.kick()
  }
  const api = createApiServer(ctx, kick)
  let isClosed = false

  return {
    listen: async (port, host = '127.0.0.1') => {
      api.server.listen(port, host)
      await once(api.server, 'listening')
      const every = config.tickMilliseconds ?? 250
      const rounds = startLoop(
        'rounds',
        every,
        async () => {
          if (!(await advanceAll())) return
          settling.kick()
          evaluating.kick()
        },
        ctx.log,
      )
      const settling = startLoop(
        'settlement',
        every,
        async () => {
          if (await settleAll()) rounds.kick()
        },
        ctx.log,
      )
      const evaluating = startLoop(
        'evaluation',
        every * 4,
        async () => {
          await evaluateAll()
        },
        ctx.log,
      )
      loops.push(rounds, settling, evaluating)
      const { port: actual } = api.server.address() as AddressInfo
      return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`
    },
    tick: async () => {
      await advanceAll()
      await settleAll()
      await advanceAll()
      await settleAll()
      await evaluateAll()
    },
    status: (taskId) => taskStatus(ctx, taskId),
    close: async () => {
      if (isClosed) return
      isClosed = true
      await Promise.all([api.close(), ...loops.map((loop) => loop.stop())])
    },
  }
}

import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, http } from 'viem'
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { encodeFunctionData, hexToBytes, parseAbi } from 'viem/utils'
import { encodeFloat32 } from '../../lib/aggregation/plain.ts'
import { testManifest } from '../../lib/attest/testing/fixtures.ts'
import { parameterCount, type TaskId, type TaskManifest } from '../../lib/protocol/task.ts'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import type { Log } from '../context.ts'
import { type Coordinator, type CoordinatorConfig, createCoordinator } from '../coordinator.ts'
import type { Engine } from '../engine/engine.ts'
import { openSqliteEngine } from '../engine/sqlite.ts'
import { createTask } from '../tasks/create.ts'
import { depositOf } from '../tasks/fund.ts'

/** For tests: a real chain, a real SQLite file, real keys. */
export interface World {
  readonly chain: LocalChain
  /** Path of the SQLite file. */
  readonly db: string
  readonly engine: Engine
  readonly events: LogWatch
  task(changes?: TaskChanges): Promise<{ id: TaskId; manifest: TaskManifest }>
  /** A coordinator on the world's store; `listen` it or `tick` it. Closed with the world. */
  coordinator(config?: Partial<CoordinatorConfig>): Promise<Coordinator>
  /** Closes every coordinator made so far. */
  rest(): Promise<void>
  stop(): Promise<void>
}

export interface TaskChanges {
  readonly minCohort?: number
  readonly rounds?: number
  readonly seats?: number
  readonly closesAt?: string
  readonly perContribution?: string
  readonly maxPerContributor?: string
}

/** Anvil accounts 0 and 1: the publisher, and the settlement key. Contributors have others. */
export const PUBLISHER = 0
export const SETTLEMENT = 1

export const sha256 = (bytes: Uint8Array): `0x${string}` =>
  `0x${createHash('sha256').update(bytes).digest('hex')}`

/** Resolves when the coordinator says that something happened: tests never sleep. */
export interface LogWatch {
  readonly log: Log
  readonly seen: readonly { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[]
  until(event: string, facts?: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>>
}

export const watchLog = (): LogWatch => {
  const seen: { event: string; facts: Readonly<Record<string, unknown>> }[] = []
  const waiting = new Set<() => void>()
  const matches = (wanted: Readonly<Record<string, unknown>>, facts: Readonly<Record<string, unknown>>) =>
    Object.entries(wanted).every(([key, value]) => facts[key] === value)
  return {
    seen,
    log: (event, facts = {}) => {
      seen.push({ event, facts })
      for (const look of waiting) look()
    },
    until: (event, wanted = {}) =>
      new Promise((resolve) => {
        const look = () => {
          const found = seen.find((entry) => entry.event === event && matches(wanted, entry.facts))
          if (found === undefined) return
          waiting.delete(look)
          resolve(found.facts)
        }
        waiting.add(look)
        look()
      }),
  }
}

export const mintTo = async (chain: LocalChain, account: `0x${string}`, amount: bigint): Promise<void> => {
  const client = createClient({ transport: http(chain.rpcUrl), pollingInterval: 20 })
  const hash = await sendTransaction(client, {
    account: chain.accounts[PUBLISHER]!.address,
    chain: null,
    to: chain.token,
    data: encodeFunctionData({
      abi: parseAbi(['function mint(address to, uint256 amount)']),
      functionName: 'mint',
      args: [account, amount],
    }),
  })
  await waitForTransactionReceipt(client, { hash })
}

const draft = (chain: LocalChain, changes: TaskChanges): TaskManifest => {
  const base = testManifest()
  const rounds = changes.rounds ?? 3
  const perContribution = changes.perContribution ?? '100'
  return {
    ...base,
    nonce: `0x${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex')}`,
    publisher: {
      ...base.publisher,
      address: chain.accounts[PUBLISHER]!.address,
      settlementKey: chain.accounts[SETTLEMENT]!.address,
    },
    aggregation: { ...base.aggregation, minCohort: changes.minCohort ?? 1 },
    schedule: {
      rounds,
      opensAt: '2020-01-01T00:00:00Z',
      closesAt: changes.closesAt ?? '2099-01-01T00:00:00Z',
    },
    reward: {
      ...base.reward,
      escrow: chain.escrow,
      token: chain.token,
      perContribution,
      maxPerContributor: changes.maxPerContributor ?? String(BigInt(perContribution) * BigInt(rounds)),
      seats: changes.seats ?? 8,
    },
  }
}

export const baseWeights = (manifest: TaskManifest): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: parameterCount(manifest.model.architecture) }, (_, i) => i / 100)

export const startWorld = async (): Promise<World> => {
  const chain = await startLocalChain()
  const folder = await mkdtemp(join(tmpdir(), 'proviso-coordinator-'))
  const db = join(folder, 'coordinator.db')
  const engine = openSqliteEngine(db)
  const events = watchLog()
  const coordinators: Coordinator[] = []
  const rest = async () => {
    for (const coordinator of coordinators.splice(0)) await coordinator.close()
  }
  return {
    chain,
    db,
    engine,
    events,
    task: async (changes = {}) => {
      const manifest = draft(chain, changes)
      await mintTo(chain, chain.accounts[PUBLISHER]!.address, depositOf(manifest, 7n))
      const { id, task } = await createTask({
        engine,
        rpcUrl: chain.rpcUrl,
        manifest,
        weights: encodeFloat32(baseWeights(manifest)),
        publisherKey: hexToBytes(chain.accounts[PUBLISHER]!.privateKey),
        bond: 7n,
      })
      return { id, manifest: task.manifest }
    },
    coordinator: async (config = {}) => {
      const coordinator = await createCoordinator({
        engine,
        rpcUrl: chain.rpcUrl,
        settlementKey: hexToBytes(chain.accounts[SETTLEMENT]!.privateKey),
        log: events.log,
        pollingMilliseconds: 10,
        ...config,
      })
      coordinators.push(coordinator)
      return coordinator
    },
    rest,
    stop: async () => {
      await rest()
      await engine.close()
      await chain.stop()
      await rm(folder, { recursive: true })
    },
  }
}

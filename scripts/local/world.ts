import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import { createClient, http } from 'viem'
import { readContract, waitForTransactionReceipt, writeContract } from 'viem/actions'
import { hexToBytes } from 'viem/utils'
import { openSqliteEngine } from '../../coordinator/engine/sqlite.ts'
import type { TaskStatus } from '../../coordinator/status.ts'
import { createTask } from '../../coordinator/tasks/create.ts'
import type { SignedTask, TaskId } from '../../lib/protocol/task.ts'
import { type LocalAccount, type LocalChain, startLocalChain } from './chain.ts'
import { type LocalCoordinator, startCoordinator } from './coordinator.ts'
import { openShards, type ShardFiles, type ShardWish } from './mnist.ts'
import { type Site, serveBridge, serveDapp } from './pages.ts'
import { freePort } from './ports.ts'
import { type TableTask, tableDraft, tableWeights } from './tableTask.ts'
import { digitsDraft, digitsWeights, type TaskWish } from './task.ts'

/** What a publisher of the local world stakes besides the rewards: one token. */
const BOND = 1_000_000n
const WEALTH = 1_000_000_000n
/** Of anvil's ten accounts the first two are the publisher's; the others may contribute. */
const FIRST_CONTRIBUTOR = 2
/** Where the extension expects the bridge page: part of its build. */
const BRIDGE_PORT = Number(new URL(process.env.PROVISO_BRIDGE_URL || 'http://localhost:8437/').port)

export interface World {
  readonly chain: LocalChain
  readonly coordinator: LocalCoordinator
  readonly bridge: Site
  readonly dapp: Site
  readonly task: SignedTask
  readonly taskId: TaskId
  readonly contributors: readonly LocalAccount[]
  /** A folder that goes with the world. */
  readonly folder: string
  writeShard(wish: ShardWish): Promise<ShardFiles>
  status(): Promise<TaskStatus>
  /** Base units of the reward's token. */
  balanceOf(account: Address): Promise<bigint>
  stop(): Promise<void>
}

const mint = async (chain: LocalChain, account: LocalAccount, amount: bigint): Promise<void> => {
  const client = createClient({ transport: http(chain.rpcUrl), pollingInterval: 20 })
  const hash: Hex = await writeContract(client, {
    account: account.address,
    chain: null,
    address: chain.token,
    abi: chain.artefacts.TestUSD.abi,
    functionName: 'mint',
    args: [account.address, amount],
  })
  await waitForTransactionReceipt(client, { hash })
}

const publish = async (
  chain: LocalChain,
  database: string,
  coordinatorUrl: string,
  { table, ...wish }: TaskWish & Pick<WorldWish, 'table'>,
) => {
  const [publisher] = chain.accounts
  if (publisher === undefined) throw new Error('The local chain has no accounts.')
  await mint(chain, publisher, WEALTH)
  const engine = openSqliteEngine(database)
  try {
    return await createTask({
      engine,
      rpcUrl: chain.rpcUrl,
      manifest:
        table === undefined
          ? digitsDraft(chain, coordinatorUrl, wish)
          : tableDraft(chain, coordinatorUrl, wish, table),
      weights: table === undefined ? digitsWeights(wish.model) : tableWeights(table),
      publisherKey: hexToBytes(publisher.privateKey),
      bond: BOND,
    })
  } finally {
    await engine.close()
  }
}

export interface WorldWish extends TaskWish {
  /** A task on a table, in place of the digits. */
  readonly table?: TableTask
  /** How long a round waits for contributions, seconds. */
  readonly roundSeconds?: number
  /** Port of the chain; any free one if left out. */
  readonly chainPort?: number
  /** Puts something between devices and the coordinator: the task names the address that this resolves to. */
  readonly front?: (coordinator: URL) => Promise<Site>
}

/**
 * A publisher's whole world on this machine: chain with contracts and EAS, a funded task, its coordinator, Digit Lab's page
 * and the bridge page. Browsers come on top (browser.ts).
 */
export const startWorld = async ({
  roundSeconds = 600,
  chainPort = 0,
  front,
  ...wish
}: WorldWish): Promise<World> => {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const undo of stops.reverse()) await undo()
  }
  try {
    const folder = await mkdtemp(join(tmpdir(), 'proviso-world-'))
    stops.push(() => rm(folder, { recursive: true, force: true }))
    const chain = await startLocalChain({ port: chainPort })
    stops.push(chain.stop)
    const port = await freePort()
    const database = join(folder, 'coordinator.sqlite')
    const address = new URL(`http://127.0.0.1:${port}/`)
    const site = await front?.(address)
    if (site !== undefined) stops.push(site.stop)
    const { id, task } = await publish(chain, database, site?.url ?? address.href, wish)
    const settlement = chain.accounts[1]
    if (settlement === undefined) throw new Error('The local chain has no accounts.')
    const coordinator = await startCoordinator({
      database,
      rpcUrl: chain.rpcUrl,
      settlementKey: settlement.privateKey,
      port,
      roundSeconds,
      heldOutTable: wish.table?.heldOut,
    })
    stops.push(coordinator.stop)
    const bridge = await serveBridge(BRIDGE_PORT)
    stops.push(bridge.stop)
    const dapp = await serveDapp({ task })
    stops.push(dapp.stop)
    const client = createClient({ transport: http(chain.rpcUrl) })
    return {
      chain,
      coordinator,
      bridge,
      dapp,
      task,
      taskId: id,
      contributors: chain.accounts.slice(FIRST_CONTRIBUTOR, FIRST_CONTRIBUTOR + wish.contributors),
      folder,
      writeShard: await openShards(join(folder, 'shards')),
      status: () => coordinator.status(id),
      balanceOf: async (account) =>
        (await readContract(client, {
          address: chain.token,
          abi: chain.artefacts.TestUSD.abi,
          functionName: 'balanceOf',
          args: [account],
        })) as bigint,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

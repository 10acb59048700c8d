import { type Abi, createTestClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getBlock, waitForTransactionReceipt, writeContract } from 'viem/actions'
import { type LocalChain, startLocalChain } from '../../../scripts/local/chain.ts'
import type { Address, Bytes32 } from '../../protocol/hex.ts'
import { manifestFixture } from '../../protocol/task.fixture.ts'
import { type TaskId, type TaskManifest, taskIdOf, termsHash } from '../../protocol/task.ts'
import { taskEscrowAbi } from '../abi/taskEscrow.ts'
import { type ChainClient, chainClient } from '../client.ts'
import { claimArgument } from '../escrow.ts'
import { type PayoutEntry, payoutTree, type SeatEntry, seatTree } from '../merkle.ts'
import { balanceOf } from '../token.ts'

/** What a publisher may do other than its manifest says. */
export interface OpenChanges {
  readonly seats?: number
  readonly maxPerSeat?: bigint
  readonly settlementKey?: Address
  readonly closesAt?: number
}

/** Which account of the local chain plays whom. */
const ROLES = { anybody: 0, publisher: 1, settlement: 2 } as const
type Role = keyof typeof ROLES

const BOND = 5_000_000n

/** A real chain with the real escrow, and the steps that publishers, coordinators and passers-by take on it. */
export interface EscrowScene {
  readonly chain: LocalChain
  readonly client: ChainClient
  /** A manifest for this chain: three seats, unlike any before it. */
  manifest(): TaskManifest
  open(manifest: TaskManifest, changes?: OpenChanges): Promise<TaskId>
  enrol(taskId: TaskId, entries: readonly SeatEntry[], range: { first: number; count: number }): Promise<void>
  postPayouts(
    taskId: TaskId,
    round: number,
    entries: readonly PayoutEntry[],
    roundHash: Bytes32,
  ): Promise<void>
  /** Pays a seat out; both trees hold the entries given. */
  pay(
    taskId: TaskId,
    entry: PayoutEntry,
    payouts: readonly PayoutEntry[],
    seats: readonly SeatEntry[],
  ): Promise<void>
  send(role: Role, call: { to: Address; abi: Abi; name: string; args: readonly unknown[] }): Promise<void>
  /** Acts as any account, without its key. */
  sendAs(
    from: Address,
    call: { to: Address; abi: Abi; name: string; args: readonly unknown[] },
  ): Promise<void>
  tokenBalance(account: Address): Promise<bigint>
  /** Seconds ahead; the next block carries the time. */
  passTime(seconds: number): Promise<void>
  /** Runs `work` and then puts the chain back to where it was. */
  undoing(work: () => Promise<void>): Promise<void>
}

export const startEscrowScene = async (): Promise<EscrowScene> => {
  const chain = await startLocalChain()
  const client = chainClient({ chainId: chain.chainId, rpcUrl: chain.rpcUrl, pollingMs: 10 })
  const anvil = createTestClient({ mode: 'anvil', chain: client.chain, transport: http(chain.rpcUrl) })
  const accountOf = (role: Role) => privateKeyToAccount(chain.accounts[ROLES[role]]!.privateKey)
  let tasks = 0

  const written = async (hash: Bytes32): Promise<void> => {
    const { status } = await waitForTransactionReceipt(client, { hash })
    if (status !== 'success') throw new Error('The transaction was reverted.')
  }
  const send: EscrowScene['send'] = async (role, { to, abi, name, args }) =>
    written(
      await writeContract(client, { account: accountOf(role), address: to, abi, functionName: name, args }),
    )
  const toEscrow = (role: Role, name: string, args: readonly unknown[]) =>
    send(role, { to: chain.escrow, abi: taskEscrowAbi, name, args })
  const toToken = (role: Role, name: string, args: readonly unknown[]) =>
    send(role, { to: chain.token, abi: chain.artefacts.TestUSD.abi, name, args })

  return {
    chain,
    client,
    send,
    manifest: () => {
      tasks += 1
      const { publisher, reward } = manifestFixture()
      return manifestFixture({
        nonce: `0x${tasks.toString(16).padStart(64, '0')}`,
        publisher: {
          ...publisher,
          address: accountOf('publisher').address,
          settlementKey: accountOf('settlement').address,
        },
        reward: { ...reward, chainId: chain.chainId, escrow: chain.escrow, token: chain.token, seats: 3 },
      })
    },
    open: async (manifest, changes = {}) => {
      const seats = changes.seats ?? manifest.reward.seats
      const maxPerSeat = changes.maxPerSeat ?? BigInt(manifest.reward.maxPerContributor)
      const deposit = BigInt(seats) * maxPerSeat + BOND
      await toToken('publisher', 'mint', [accountOf('publisher').address, deposit])
      await toToken('publisher', 'approve', [chain.escrow, deposit])
      await toEscrow('publisher', 'openTask', [
        {
          termsHash: termsHash(manifest),
          token: chain.token,
          settlementKey: changes.settlementKey ?? manifest.publisher.settlementKey,
          seats,
          maxPerSeat,
          bond: BOND,
          closesAt: changes.closesAt ?? Date.parse(manifest.schedule.closesAt) / 1000,
        },
      ])
      return taskIdOf(manifest)
    },
    enrol: (taskId, entries, { first, count }) =>
      toEscrow('settlement', 'postEnrolmentRoot', [taskId, seatTree(entries).root, first, count]),
    postPayouts: (taskId, round, entries, roundHash) =>
      toEscrow('settlement', 'postPayoutRoot', [taskId, round, roundHash, payoutTree(entries).root]),
    pay: (taskId, entry, payouts, seats) =>
      toEscrow('anybody', 'claimFor', [
        taskId,
        claimArgument({
          ...entry,
          payoutProof: payoutTree(payouts).proofOf(entry),
          rootIndex: 0,
          enrolmentProof: seatTree(seats).proofOf(entry),
        }),
      ]),
    sendAs: async (from, { to, abi, name, args }) => {
      await anvil.impersonateAccount({ address: from })
      await anvil.setBalance({ address: from, value: 10n ** 18n })
      await written(
        await writeContract(client, { account: from, address: to, abi, functionName: name, args }),
      )
    },
    tokenBalance: (account) => balanceOf(client, chain.token, account),
    passTime: async (seconds) => {
      const { timestamp } = await getBlock(client)
      await anvil.setNextBlockTimestamp({ timestamp: timestamp + BigInt(seconds) })
    },
    undoing: async (work) => {
      const id = await anvil.snapshot()
      try {
        await work()
      } finally {
        await anvil.revert({ id })
      }
    },
  }
}

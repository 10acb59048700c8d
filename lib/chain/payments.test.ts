import { privateKeyToAccount } from 'viem/accounts'
import { getBlock, sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Address, ZERO_BYTES32 } from '../protocol/hex.ts'
import { encodeClaimFor, readActivePayout, readPayments, readSeat } from './escrow.ts'
import { payoutTree, type SeatEntry, seatTree } from './merkle.ts'
import { type EscrowScene, startEscrowScene } from './testing/escrowScene.ts'
import { balanceOf } from './token.ts'

const ALICE: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const BOB: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const SEATS: readonly SeatEntry[] = [
  { seat: 0, account: ALICE },
  { seat: 1, account: BOB },
]
const ROUND_HASH = `0x${'ab'.repeat(32)}` as const

let scene: EscrowScene
beforeAll(async () => {
  scene = await startEscrowScene()
})
afterAll(() => scene.chain.stop())

const owing = (cumulative: bigint) => SEATS.map((entry) => ({ ...entry, cumulative }))

const opened = async () => {
  const taskId = await scene.open(scene.manifest())
  await scene.enrol(taskId, SEATS, { first: 0, count: 2 })
  return { taskId, at: { client: scene.client, escrow: scene.chain.escrow, taskId } }
}

it('knows no payout, no holder and no payment at first', async () => {
  const { at } = await opened()
  expect(await readActivePayout(at)).toBeUndefined()
  expect(await readSeat({ ...at, seat: 0 })).toEqual({ account: undefined, paid: 0n })
  expect(await readPayments({ ...at, seat: 0 })).toEqual([])
})

it('reads the newest payout root', async () => {
  const { taskId, at } = await opened()
  await scene.postPayouts(taskId, 1, owing(20_000n), ZERO_BYTES32)
  await scene.postPayouts(taskId, 2, owing(40_000n), ROUND_HASH)
  expect(await readActivePayout(at)).toEqual({
    round: 2,
    roundHash: ROUND_HASH,
    root: payoutTree(owing(40_000n)).root,
  })
})

it('lists every payment to a seat, oldest first, with what proves it', async () => {
  const { taskId, at } = await opened()
  const before = await balanceOf(scene.client, scene.chain.token, ALICE)
  for (const [index, cumulative] of [20_000n, 50_000n].entries()) {
    const owed = owing(cumulative)
    await scene.postPayouts(taskId, index, owed, ROUND_HASH)
    await scene.pay(taskId, owed[0]!, owed, SEATS)
    await scene.pay(taskId, owed[1]!, owed, SEATS)
  }
  const payments = await readPayments({ ...at, seat: 0 })
  expect(payments.map(({ account, amount, cumulative }) => ({ account, amount, cumulative }))).toEqual([
    { account: ALICE, amount: 20_000n, cumulative: 20_000n },
    { account: ALICE, amount: 30_000n, cumulative: 50_000n },
  ])
  for (const { blockNumber, blockTime, txHash } of payments) {
    const block = await getBlock(scene.client, { blockNumber })
    expect(block.transactions).toContain(txHash)
    expect(BigInt(blockTime)).toBe(block.timestamp)
  }
  expect(await readPayments({ ...at, seat: 0, fromBlock: payments[0]!.blockNumber + 1n })).toEqual([
    payments[1],
  ])
  expect(await readSeat({ ...at, seat: 0 })).toEqual({ account: ALICE, paid: 50_000n })
  expect((await balanceOf(scene.client, scene.chain.token, ALICE)) - before).toBe(50_000n)
})

it('encodes a claim that any account can send', async () => {
  const { taskId, at } = await opened()
  const owed = owing(20_000n)
  await scene.postPayouts(taskId, 1, owed, ROUND_HASH)
  const data = encodeClaimFor(taskId, {
    ...owed[1]!,
    payoutProof: payoutTree(owed).proofOf(owed[1]!),
    rootIndex: 0,
    enrolmentProof: seatTree(SEATS).proofOf(SEATS[1]!),
  })
  const account = privateKeyToAccount(scene.chain.accounts[9]!.privateKey)
  const hash = await sendTransaction(scene.client, { account, to: scene.chain.escrow, data })
  expect(await waitForTransactionReceipt(scene.client, { hash })).toMatchObject({ status: 'success' })
  expect(await readSeat({ ...at, seat: 1 })).toEqual({ account: BOB, paid: 20_000n })
})

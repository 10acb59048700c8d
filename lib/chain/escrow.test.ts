import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../protocol/hex.ts'
import { type TaskManifest, taskIdOf } from '../protocol/task.ts'
import { chainClient } from './client.ts'
import { readTask, taskEscrowAbi, verifySeat } from './escrow.ts'
import { type SeatEntry, seatTree } from './merkle.ts'
import { type EscrowScene, type OpenChanges, startEscrowScene } from './testing/escrowScene.ts'

const ALICE: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906'
const BOB: Address = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65'
const SEATS: readonly SeatEntry[] = [
  { seat: 0, account: ALICE },
  { seat: 1, account: BOB },
]

let scene: EscrowScene
beforeAll(async () => {
  scene = await startEscrowScene()
})
afterAll(() => scene.chain.stop())

/** A funded task in which Alice has seat 0 and Bob seat 1, and Alice's claim to hers. */
const enrolled = async (changes?: OpenChanges) => {
  const manifest = scene.manifest()
  const taskId = await scene.open(manifest, changes)
  await scene.enrol(taskId, SEATS, { first: 0, count: 2 })
  return { taskId, ...seatOf(manifest) }
}

const seatOf = (manifest: TaskManifest) => ({
  client: scene.client,
  manifest,
  seat: 0,
  account: ALICE,
  rootIndex: 0,
  proof: seatTree(SEATS).proofOf(SEATS[0]!),
})

const withReward = (manifest: TaskManifest, reward: Partial<TaskManifest['reward']>): TaskManifest => ({
  ...manifest,
  reward: { ...manifest.reward, ...reward },
})

describe('readTask', () => {
  it('reads a task as it was opened', async () => {
    const manifest = scene.manifest()
    const taskId = await scene.open(manifest)
    const task = await readTask({ client: scene.client, escrow: scene.chain.escrow, taskId })
    const closesAt = Date.parse(manifest.schedule.closesAt) / 1000
    expect(task).toMatchObject({
      publisher: manifest.publisher.address,
      settlementKey: manifest.publisher.settlementKey,
      token: scene.chain.token,
      seats: 3,
      maxPerSeat: 160_000n,
      paid: 0n,
      closesAt,
      refundAfter: closesAt + 30 * 24 * 3600,
      refunded: false,
    })
  })

  it('knows that a task was never opened', async () => {
    const taskId = taskIdOf(scene.manifest())
    expect(await readTask({ client: scene.client, escrow: scene.chain.escrow, taskId })).toBeUndefined()
  })

  it('says so where no escrow lives at the address', async () => {
    const taskId = taskIdOf(scene.manifest())
    await expect(readTask({ client: scene.client, escrow: ALICE, taskId })).rejects.toMatchObject({
      code: 'chain/no-contract',
    })
  })
})

describe('verifySeat', () => {
  it('accepts a funded seat in a root on chain, before and after it was paid', async () => {
    const { taskId, ...seat } = await enrolled()
    await verifySeat(seat)
    const owed = { seat: 0, account: ALICE, cumulative: 20_000n }
    await scene.postPayouts(taskId, 1, [owed], taskId)
    await scene.pay(taskId, owed, [owed], SEATS)
    await verifySeat(seat)
  })

  it('accepts a seat of a later root', async () => {
    const { taskId, ...seat } = await enrolled()
    const late = { seat: 2, account: BOB }
    await scene.enrol(taskId, [late], { first: 2, count: 1 })
    await verifySeat({ ...seat, ...late, rootIndex: 1, proof: [] })
  })

  it('refuses a node of another chain', async () => {
    const { taskId: _, ...seat } = await enrolled()
    const manifest = withReward(seat.manifest, { chainId: 84_532 })
    await expect(verifySeat({ ...seat, manifest })).rejects.toMatchObject({ code: 'chain/wrong-chain' })
  })

  it('refuses an escrow address without a contract', async () => {
    const { taskId: _, ...seat } = await enrolled()
    const manifest = withReward(seat.manifest, { escrow: ALICE })
    await expect(verifySeat({ ...seat, manifest })).rejects.toMatchObject({ code: 'chain/no-contract' })
  })

  it('refuses an escrow of unknown code, whatever it answers', async () => {
    const { taskId: _, ...seat } = await enrolled()
    const manifest = withReward(seat.manifest, { escrow: scene.chain.token })
    await expect(verifySeat({ ...seat, manifest })).rejects.toMatchObject({ code: 'chain/unknown-escrow' })
  })

  it('refuses a task that was never opened', async () => {
    await expect(verifySeat(seatOf(scene.manifest()))).rejects.toMatchObject({
      code: 'chain/task-not-open',
      details: expect.stringContaining('never opened'),
    })
  })

  it('refuses a task whose money was taken back', async () => {
    await scene.undoing(async () => {
      const { taskId, ...seat } = await enrolled()
      await scene.passTime(Date.parse(seat.manifest.schedule.closesAt) / 1000)
      await scene.send('publisher', {
        to: scene.chain.escrow,
        abi: taskEscrowAbi,
        name: 'refund',
        args: [taskId],
      })
      await expect(verifySeat(seat)).rejects.toMatchObject({
        code: 'chain/task-not-open',
        details: expect.stringContaining('took the rest back'),
      })
    })
  })

  it.each<[string, OpenChanges]>([
    ['number of seats', { seats: 2 }],
    ['maximum per contributor', { maxPerSeat: 159_999n }],
    ['closing time', { closesAt: 2_000_000_000 }],
  ])('refuses a task opened with another %s than its manifest says', async (what, changes) => {
    const { taskId: _, ...seat } = await enrolled(changes)
    await expect(verifySeat(seat)).rejects.toMatchObject({
      code: 'chain/task-mismatch',
      details: `Differs in: ${what}.`,
    })
  })

  it('refuses a task that another key settles', async () => {
    const manifest = scene.manifest()
    await scene.open(manifest, { settlementKey: ALICE })
    await expect(verifySeat(seatOf(manifest))).rejects.toMatchObject({
      code: 'chain/task-mismatch',
      details: 'Differs in: settlement key.',
    })
  })

  it('refuses where the escrow does not hold what it owes', async () => {
    await scene.undoing(async () => {
      const { taskId: _, ...seat } = await enrolled()
      const { token, escrow, artefacts } = scene.chain
      await scene.sendAs(escrow, {
        to: token,
        abi: artefacts.TestUSD.abi,
        name: 'transfer',
        args: [BOB, await scene.tokenBalance(escrow)],
      })
      await expect(verifySeat(seat)).rejects.toMatchObject({ code: 'chain/not-funded' })
    })
  })

  it('refuses a root that is not on chain', async () => {
    const { taskId: _, ...seat } = await enrolled()
    await expect(verifySeat({ ...seat, rootIndex: 1 })).rejects.toMatchObject({ code: 'chain/root-missing' })
  })

  it.each([
    ['another account', { account: BOB }],
    ['another seat', { seat: 1 }],
    ['a cut proof', { proof: [] }],
    ['the proof of another seat', { proof: seatTree(SEATS).proofOf(SEATS[1]!) }],
  ])('refuses %s', async (_what, change) => {
    const { taskId: _, ...seat } = await enrolled()
    await expect(verifySeat({ ...seat, ...change })).rejects.toMatchObject({ code: 'chain/wrong-proof' })
  })

  it('refuses a seat that its root names but does not cover', async () => {
    const manifest = scene.manifest()
    const entries = [...SEATS, { seat: 2, account: BOB }]
    await scene.enrol(await scene.open(manifest), entries, { first: 0, count: 2 })
    const proof = seatTree(entries).proofOf(entries[2]!)
    await expect(verifySeat({ ...seatOf(manifest), seat: 2, account: BOB, proof })).rejects.toMatchObject({
      code: 'chain/wrong-proof',
    })
  })

  it('refuses a seat promised twice once the other was paid', async () => {
    const manifest = scene.manifest()
    const taskId = await scene.open(manifest)
    const twice = [
      { seat: 0, account: ALICE },
      { seat: 0, account: BOB },
    ]
    await scene.enrol(taskId, twice, { first: 0, count: 1 })
    const proof = seatTree(twice).proofOf(twice[0]!)
    await verifySeat({ ...seatOf(manifest), proof })
    const owed = { seat: 0, account: BOB, cumulative: 1n }
    await scene.postPayouts(taskId, 1, [owed], taskId)
    await scene.pay(taskId, owed, [owed], twice)
    await expect(verifySeat({ ...seatOf(manifest), proof })).rejects.toMatchObject({
      code: 'chain/seat-taken',
    })
  })

  it('says that a chain cannot be reached, without the address of its node', async () => {
    const client = chainClient({ chainId: 31_337, rpcUrl: 'http://127.0.0.1:9/secret-key' })
    const failure = await verifySeat({ ...seatOf(scene.manifest()), client }).catch((error) => error)
    expect(failure).toMatchObject({ code: 'chain/unreachable' })
    expect(failure.message).not.toContain('secret-key')
  })
})

import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { decodeFloat32, fedAvg } from '../lib/aggregation/plain.ts'
import { verifyEoa } from '../lib/attest/signature.ts'
import { chainClient } from '../lib/chain/client.ts'
import { readActivePayout, readPayments, verifySeat } from '../lib/chain/escrow.ts'
import { verifyProof } from '../lib/chain/merkle.ts'
import { balanceOf } from '../lib/chain/token.ts'
import { ZERO_BYTES32 } from '../lib/protocol/hex.ts'
import {
  acceptanceTypedData,
  payoutLeaf,
  revocationTypedData,
  roundHash,
  roundTypedData,
} from '../lib/protocol/statements.ts'
import { parameterCount } from '../lib/protocol/task.ts'
import { parseTaskAnswer } from '../lib/protocol/wire.ts'
import { call, SyntheticContributor } from './testing/contributor.ts'
import { baseWeights, SETTLEMENT, startWorld, type TaskChanges, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterEach(() => world.rest())
afterAll(() => world.stop())

const start = async (people: number, changes: TaskChanges = {}, config = {}) => {
  const { id, manifest } = await world.task({ minCohort: people, ...changes })
  const coordinator = await world.coordinator(config)
  const url = await coordinator.listen(0)
  const contributors = Array.from({ length: people }, () => new SyntheticContributor(url, id, manifest))
  for (const contributor of contributors) await contributor.enrol()
  await world.events.until('round open', { task: id, round: 1 })
  return { id, manifest, coordinator, url, contributors, client: chainClientOf() }
}

const chainClientOf = () =>
  chainClient({ chainId: world.chain.chainId, rpcUrl: world.chain.rpcUrl, pollingMs: 10 })

const settlementAddress = () => world.chain.accounts[SETTLEMENT]!.address

describe('a whole round', () => {
  it('seats three contributors, averages their updates and pays each what the acceptances say', async () => {
    const { id, manifest, coordinator, url, contributors, client } = await start(3, { rounds: 2 })
    expect(parseTaskAnswer(await (await fetch(`${url}/tasks/${id}`)).json())).toMatchObject({
      state: 'running',
    })

    for (const contributor of contributors) {
      const place = await contributor.enrol()
      if (place.state !== 'seated') throw new Error('Not seated.')
      const { account } = (await contributor.delegation()).statement
      await verifySeat({ client, manifest, account, ...place })
    }
    const answer = await contributors[0]!.round()
    if (answer.state !== 'open') throw new Error('Not open.')
    const { statement, signature } = answer.round
    expect(statement).toMatchObject({
      round: 1,
      prevRound: ZERO_BYTES32,
      baseWeights: `0x${manifest.model.weights.sha256}`,
    })
    const typedData = roundTypedData(statement)
    expect(await verifyEoa({ address: settlementAddress(), typedData, signature })).toBe(true)

    const uploads = await Promise.all(
      contributors.map(async (contributor, i) =>
        contributor.prepare(statement, contributor.update(0.1 * (i + 1))),
      ),
    )
    const accepted = await Promise.all(contributors.map((c, i) => c.send(1, uploads[i]!)))
    for (const [i, { uid, acceptance }] of accepted.entries()) {
      expect(uid).toBe(uploads[i]!.attestation.uid)
      expect(acceptance.statement).toMatchObject({ round: 1, contribution: uid, cumulative: '100' })
      const words = acceptanceTypedData(acceptance.statement, world.chain.chainId, world.chain.escrow)
      expect(
        await verifyEoa({ address: settlementAddress(), typedData: words, signature: acceptance.signature }),
      ).toBe(true)
    }

    await world.events.until('round open', { task: id, round: 2 })
    const next = await contributors[0]!.openRound()
    expect(next.prevRound).toBe(roundHash(statement))
    const bytes = new Uint8Array(
      await (await fetch(`${url}/blobs/${next.baseWeights.slice(2)}`)).arrayBuffer(),
    )
    expect(`0x${createHash('sha256').update(bytes).digest('hex')}`).toBe(next.baseWeights)
    const count = parameterCount(manifest.model.architecture)
    const expected = fedAvg(
      baseWeights(manifest),
      uploads.map((upload) => decodeFloat32(upload.bytes, count)),
    )
    expect(decodeFloat32(bytes, count)).toEqual(expected)

    await world.events.until('paid out', { task: id, round: 1 })
    const active = await readActivePayout({ client, escrow: world.chain.escrow, taskId: id })
    expect(active).toMatchObject({ round: 1, roundHash: roundHash(statement) })
    for (const contributor of contributors) {
      const { seat } = await contributor.enrol()
      expect(await balanceOf(client, world.chain.token, contributor.wallet.address)).toBe(100n)
      const proof = await contributor.proof(seat)
      if (proof.state !== 'posted' || proof.account === undefined) throw new Error('No payout root.')
      const leaf = payoutLeaf(seat, proof.account, BigInt(proof.cumulative ?? 0))
      expect(verifyProof(active!.root, leaf, proof.proof ?? [])).toBe(true)
      expect((await contributor.acceptances(seat)).acceptances).toHaveLength(1)
    }

    for (const contributor of contributors) await contributor.contribute(0.01)
    await world.events.until('task finished', { task: id })
    await world.events.until('paid out', { task: id, round: 2 })
    expect(await contributors[0]!.round()).toEqual({ state: 'finished' })
    for (const contributor of contributors) {
      const { seat } = await contributor.enrol()
      expect(await balanceOf(client, world.chain.token, contributor.wallet.address)).toBe(200n)
      const at = { client, escrow: world.chain.escrow, taskId: id, seat }
      expect((await readPayments(at)).map(({ amount }) => amount)).toEqual([100n, 100n])
    }
    expect(await coordinator.status(id)).toMatchObject({ state: 'finished', owed: '600' })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain(`proviso_task_owed_base_units{task="${id}"} 600`)
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' })
  })

  it('forgets the updates once they are averaged, and serves none before', async () => {
    const { id, url, contributors } = await start(2)
    const [first, second] = contributors as [SyntheticContributor, SyntheticContributor]
    const round = await first.openRound()
    const upload = await first.prepare(round, first.update(0.2))
    await first.send(1, upload)
    const blobs = () => world.engine.getBlob(`updates/${id}/0000000001/${upload.attestation.uid}`)
    expect(await blobs()).toEqual(upload.bytes)
    const hash = createHash('sha256').update(upload.bytes).digest('hex')
    expect((await fetch(`${url}/blobs/${hash}`)).status).toBe(404)
    await second.contribute(0.3)
    await world.events.until('round open', { task: id, round: 2 })
    expect(await blobs()).toBeUndefined()
  })
})

describe('enrolment', () => {
  it('gives an account one seat, however often and from wherever it asks', async () => {
    const { id, manifest, url, contributors } = await start(1)
    const [contributor] = contributors as [SyntheticContributor]
    const again = await Promise.all([contributor.enrol(), contributor.enrol(), contributor.enrol()])
    expect(new Set(again.map(({ seat }) => seat)).size).toBe(1)
    const many = Array.from({ length: 5 }, () => new SyntheticContributor(url, id, manifest))
    const seats = await Promise.all(many.map(async (c) => (await c.enrol()).seat))
    expect(seats.toSorted()).toEqual([1, 2, 3, 4, 5])
  })

  it('refuses a lapsed delegation, a foreign payee, a receipt of another key, and a seat too many', async () => {
    const { id, manifest, url, contributors } = await start(1, { seats: 1 })
    const late = new SyntheticContributor(url, id, manifest)
    await expect(late.enrol()).rejects.toMatchObject({ code: 'enrolment/full', status: 409 })
    const lapsed = new SyntheticContributor(url, id, manifest)
    lapsed.now = () => Date.now() - 31 * 24 * 3600 * 1000
    await expect(lapsed.enrol()).rejects.toMatchObject({ code: 'delegation/lapsed', status: 403 })
    const forged = new SyntheticContributor(url, id, manifest)
    forged.receipt = async () => forged.newReceipt(await forged.delegation(), { signer: late.key })
    await expect(forged.enrol()).rejects.toMatchObject({ code: 'attestation/wrong-key', status: 403 })
    const stolen = new SyntheticContributor(url, id, manifest)
    const { statement, signature } = await stolen.delegation()
    stolen.delegation = async () => ({ statement: { ...statement, payee: late.wallet.address }, signature })
    await expect(stolen.enrol()).rejects.toMatchObject({ code: 'enrolment/foreign-payee' })
    stolen.delegation = async () => ({ statement: { ...statement, key: late.key.address }, signature })
    await expect(stolen.enrol()).rejects.toMatchObject({ code: 'delegation/bad-signature' })
    const [contributor] = contributors as [SyntheticContributor]
    expect(await contributor.enrol()).toMatchObject({ state: 'seated', seat: 0 })
  })

  it('goes on under a newer receipt, and no longer under the older', async () => {
    const { contributors } = await start(1)
    const [contributor] = contributors as [SyntheticContributor]
    const old = await contributor.receipt()
    const round = await contributor.openRound()
    const underOld = await contributor.prepare(round, contributor.update(0.1))
    const renewed = await contributor.newReceipt(await contributor.delegation())
    contributor.receipt = async () => renewed
    expect(await contributor.enrol()).toMatchObject({ state: 'seated', seat: 0 })
    await expect(contributor.send(1, underOld)).rejects.toMatchObject({
      code: 'contribution/replaced-receipt',
    })
    contributor.receipt = async () => old
    await expect(contributor.enrol()).rejects.toMatchObject({ code: 'enrolment/replaced', status: 409 })
    contributor.receipt = async () => renewed
    await contributor.contribute(0.1)
  })
})

describe('rounds', () => {
  it('form no average below the cohort at the deadline; base weights stay and accepted pay is paid', async () => {
    let time = Date.now()
    const { id, contributors, client } = await start(2, {}, { clock: () => time, roundSeconds: 60 })
    const [present] = contributors as [SyntheticContributor]
    const first = await present.openRound()
    await present.contribute(0.5)
    time += 61_000
    await world.events.until('round void', { task: id, round: 1 })
    await world.events.until('round open', { task: id, round: 2 })
    const second = await present.openRound()
    expect(second.baseWeights).toBe(first.baseWeights)
    expect(second.prevRound).toBe(roundHash(first))
    await world.events.until('paid out', { task: id, round: 1 })
    expect(await balanceOf(client, world.chain.token, present.wallet.address)).toBe(100n)
  })

  it('end with the task when it closes, and pay what is still owed', async () => {
    let time = Date.now()
    const closesAt = new Date(Math.floor(time / 1000) * 1000 + 3_600_000).toISOString()
    const config = { clock: () => time, roundSeconds: 60, payoutEvery: 100 }
    const { id, contributors, client } = await start(1, { closesAt, rounds: 3 }, config)
    const [contributor] = contributors as [SyntheticContributor]
    await contributor.contribute(0.5)
    await world.events.until('round open', { task: id, round: 2 })
    expect(await balanceOf(client, world.chain.token, contributor.wallet.address)).toBe(0n)
    time += 3_600_000
    await world.events.until('task finished', { task: id })
    await world.events.until('paid out', { task: id })
    expect(await balanceOf(client, world.chain.token, contributor.wallet.address)).toBe(100n)
    const late = new SyntheticContributor(contributor.url, id, contributor.manifest)
    late.now = () => time
    await expect(late.enrol()).rejects.toMatchObject({ code: 'enrolment/closed' })
  })

  it('never owe a seat more than its maximum', async () => {
    const { id, contributors } = await start(1, { rounds: 3, maxPerContributor: '300' })
    const [contributor] = contributors as [SyntheticContributor]
    for (const round of [1, 2, 3]) {
      await world.events.until('round open', { task: id, round })
      const { acceptance } = await contributor.contribute(round / 10)
      expect(acceptance.statement.cumulative).toBe(String(100 * round))
    }
  })
})

describe('revocation', () => {
  it('stops future use, leaves a withdrawn update out of the average, and still pays for it', async () => {
    const { id, url, contributors, client } = await start(3, { minCohort: 2 })
    const [leaving, ...staying] = contributors as [
      SyntheticContributor,
      SyntheticContributor,
      SyntheticContributor,
    ]
    const round = await leaving.openRound()
    await leaving.contribute(0.9)
    const receipt = (await leaving.receipt()).uid
    const statement = { receipt, account: leaving.wallet.address, time: Math.floor(Date.now() / 1000) }
    const send = async (signer: SyntheticContributor['key']) =>
      call(`${url}/grants/${receipt}/revocation`, (value) => value, {
        method: 'POST',
        body: JSON.stringify({
          statement,
          signature: await signer.signTypedData(revocationTypedData(statement)),
        }),
      })
    await expect(send(staying[0]!.key)).rejects.toMatchObject({ code: 'grant/bad-signature', status: 403 })
    expect(await send(leaving.key)).toEqual({})
    expect(await send(leaving.wallet)).toEqual({})
    await expect(leaving.enrol()).rejects.toMatchObject({ code: 'receipt/revoked' })

    const uploads = await Promise.all(staying.map((c, i) => c.prepare(round, c.update(0.1 * (i + 1)))))
    for (const [i, contributor] of staying.entries()) await contributor.send(1, uploads[i]!)
    expect(await world.events.until('round aggregated', { task: id })).toMatchObject({
      contributions: 3,
      averaged: 2,
    })
    await world.events.until('round open', { task: id, round: 2 })
    await expect(leaving.contribute(0.8)).rejects.toMatchObject({ code: 'receipt/revoked', status: 403 })
    await world.events.until('paid out', { task: id, round: 1 })
    expect(await balanceOf(client, world.chain.token, leaving.wallet.address)).toBe(100n)
  })
})

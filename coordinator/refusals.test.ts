import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeContribution } from '../lib/attest/contribution.ts'
import { newPrivateKey, signerFromPrivateKey } from '../lib/attest/signer.ts'
import { testDelegation } from '../lib/attest/testing/fixtures.ts'
import { ATTESTATION_HEADER } from '../lib/protocol/coordinator.ts'
import { encodeAttestationHeader } from '../lib/protocol/header.ts'
import { ZERO_BYTES32 } from '../lib/protocol/hex.ts'
import type { RoundStatement } from '../lib/protocol/statements.ts'
import type { TaskId, TaskManifest } from '../lib/protocol/task.ts'
import { parseApiError } from '../lib/protocol/wire.ts'
import { SyntheticContributor, type Upload } from './testing/contributor.ts'
import { startWorld, type World } from './testing/world.ts'

let world: World
let time = Date.now()
let url: string
let task: { id: TaskId; manifest: TaskManifest }
let other: { id: TaskId; manifest: TaskManifest }
let people: SyntheticContributor[]
let round: RoundStatement

/** Two tasks with a round open, each waiting for a cohort that is larger than those who contribute here. */
beforeAll(async () => {
  world = await startWorld()
  task = await world.task({ minCohort: 6 })
  other = await world.task({ minCohort: 1 })
  url = await (await world.coordinator({ clock: () => time, roundSeconds: 3600 })).listen(0)
  people = Array.from({ length: 6 }, () => new SyntheticContributor(url, task.id, task.manifest))
  for (const contributor of people) await contributor.enrol()
  await world.events.until('round open', { task: task.id })
  round = await people[0]!.openRound()
}, 60_000)
afterAll(() => world.stop())

const codeOf = (sent: Promise<unknown>): Promise<string> =>
  sent.then(
    () => 'accepted',
    (error: { status?: number; code?: string }) => `${error.status} ${error.code}`,
  )

const upload = (bytes: Uint8Array<ArrayBuffer> | undefined, headers: Record<string, string>, path = '') =>
  fetch(`${url}${path || `/tasks/${task.id}/rounds/1/contributions`}`, {
    method: 'POST',
    headers,
    ...(bytes === undefined ? {} : { body: bytes }),
  }).then(async (response) => `${response.status} ${parseApiError(await response.json()).error.code}`)

describe('a contribution is refused, with its own code, and costs its sender nothing', () => {
  const contributor = () => people[0]!
  const good = (): Promise<Upload> => contributor().prepare(round, contributor().update(0.1))

  it('for a task that is not here', async () => {
    const { attestation, bytes } = await good()
    const header = { [ATTESTATION_HEADER]: encodeAttestationHeader(attestation) }
    const path = `/tasks/${ZERO_BYTES32}/rounds/1/contributions`
    expect(await upload(bytes, header, path)).toBe('404 task/unknown')
  })

  it('for a round that was never opened', async () => {
    expect(await codeOf(contributor().send(2, await good()))).toBe('404 contribution/unknown-round')
  })

  it('without an attestation, or with something else in its place', async () => {
    const { bytes, attestation } = await good()
    expect(await upload(bytes, {})).toBe('400 contribution/no-attestation')
    expect(await upload(bytes, { [ATTESTATION_HEADER]: 'e30' })).toBe('400 wire/invalid')
    const extra = { ...attestation, note: 1 }
    expect(await upload(bytes, { [ATTESTATION_HEADER]: encodeAttestationHeader(extra) })).toBe(
      '400 wire/invalid',
    )
    const receipt = await contributor().receipt()
    expect(await upload(bytes, { [ATTESTATION_HEADER]: encodeAttestationHeader(receipt) })).toBe(
      '422 contribution/malformed',
    )
  })

  it('signed by a key that nobody delegated, or by the wallet itself', async () => {
    for (const signer of [signerFromPrivateKey(newPrivateKey()), contributor().wallet]) {
      const forged = await contributor().prepare(round, contributor().update(0.1), { signer })
      expect(await codeOf(contributor().send(1, forged))).toBe('403 attestation/wrong-key')
    }
  })

  it('altered after signing', async () => {
    const { attestation, bytes } = await good()
    const message = { ...attestation.message, time: attestation.message.time + 1 }
    expect(await codeOf(contributor().send(1, { attestation: { ...attestation, message }, bytes }))).toBe(
      '403 attestation/wrong-uid',
    )
  })

  it('under a receipt that no seat was taken under', async () => {
    const stranger = new SyntheticContributor(url, task.id, task.manifest)
    expect(await codeOf(stranger.contribute(0.1))).toBe('403 contribution/unknown-receipt')
    const delegation = await testDelegation(contributor().wallet, contributor().key, time - 1000)
    const receipt = await contributor().newReceipt(delegation)
    const elsewhere = await contributor().prepare(round, contributor().update(0.1), { delegation, receipt })
    expect(await codeOf(contributor().send(1, elsewhere))).toBe('403 contribution/unknown-receipt')
  })

  it('under a delegation that is not the one in the receipt', async () => {
    const delegation = await testDelegation(contributor().wallet, contributor().key, time - 1000)
    const mixed = await contributor().prepare(round, contributor().update(0.1), { delegation })
    expect(await codeOf(contributor().send(1, mixed))).toBe('422 contribution/wrong-delegation')
  })

  it('for another statement of the round', async () => {
    const conflicting = { ...round, closes: round.closes + 1 }
    const sent = contributor().send(1, await contributor().prepare(conflicting, contributor().update(0.1)))
    expect(await codeOf(sent)).toBe('422 contribution/wrong-round-hash')
  })

  it('attested for another round', async () => {
    const next = await contributor().prepare({ ...round, round: 2 }, contributor().update(0.1))
    expect(await codeOf(contributor().send(1, next))).toBe('422 contribution/wrong-round')
  })

  it('with other bytes than those attested', async () => {
    const { attestation, bytes } = await good()
    const changed = Uint8Array.from(bytes)
    changed[5]! ^= 1
    expect(await codeOf(contributor().send(1, { attestation, bytes: changed }))).toBe(
      '422 contribution/wrong-update-hash',
    )
  })

  it('longer or shorter than the model, even by megabytes or nothing at all', async () => {
    const { attestation, bytes } = await good()
    const sizes = [0, bytes.length - 1, bytes.length + 1, 4_000_000]
    for (const size of sizes)
      expect(await codeOf(contributor().send(1, { attestation, bytes: new Uint8Array(size) }))).toBe(
        '413 contribution/wrong-size',
      )
  })

  it('that holds NaN or Infinity', async () => {
    for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
      const update = contributor().update(0.1)
      update[7] = value
      expect(await codeOf(contributor().send(1, await contributor().prepare(round, update)))).toBe(
        '422 contribution/not-finite',
      )
    }
  })

  it('over the norm, but not for a rounding error', async () => {
    const { clipNorm } = task.manifest.update
    const update = contributor().update(0)
    update[0] = clipNorm * 1.001
    const over = await contributor().prepare(round, update)
    expect(await codeOf(contributor().send(1, over))).toBe('422 contribution/over-norm')
    update[0] = clipNorm * (1 + 1e-6)
    expect(await codeOf(people[5]!.send(1, await people[5]!.prepare(round, update)))).toBe('accepted')
  })

  it('before its seat is on chain', async () => {
    const waiting = new SyntheticContributor(url, task.id, task.manifest)
    await waiting.enrol()
    const entry = await world.engine.get<{ enrolled: number }>(`task/${task.id}`)
    await world.events.until('seats on chain', { task: task.id, firstSeat: entry!.value.enrolled - 1 })
    const { value, revision } = (await world.engine.get<{ posted: number }>(`task/${task.id}`))!
    const key = `task/${task.id}`
    // As it was a moment ago, before the root was mined.
    await world.engine.commit([{ key, value: { ...value, posted: 6, enrolled: 6 }, revision }])
    expect(await codeOf(waiting.contribute(0.1))).toBe('409 contribution/not-seated')
    await world.engine.commit([{ key, value, revision: revision + 1 }])
  })
})

describe('a replay', () => {
  it('of the same upload is the same acceptance, also twenty at a time', async () => {
    const contributor = people[1]!
    const sent = await contributor.prepare(round, contributor.update(0.2))
    const first = await contributor.send(1, sent)
    const again = await Promise.all(Array.from({ length: 20 }, () => contributor.send(1, sent)))
    for (const answer of again) expect(answer).toEqual(first)
    expect((await contributor.acceptances(1)).acceptances).toEqual([first.acceptance])
  })

  it('of one update under a new attestation, or in another seat, is refused', async () => {
    const contributor = people[2]!
    const update = contributor.update(0.3)
    await contributor.send(1, await contributor.prepare(round, update))
    const again = await contributor.prepare(round, update)
    expect(await codeOf(contributor.send(1, again))).toBe('409 contribution/already-contributed')
    const copy = await people[3]!.prepare(round, update)
    expect(await codeOf(people[3]!.send(1, copy))).toBe('409 contribution/replayed-update')
  })

  it('of a second update in one round is refused', async () => {
    expect(await codeOf(people[2]!.contribute(0.4))).toBe('409 contribution/already-contributed')
  })

  it('in another round or another task is refused', async () => {
    const contributor = new SyntheticContributor(url, other.id, other.manifest)
    await contributor.enrol()
    await world.events.until('round open', { task: other.id, round: 1 })
    const first = await contributor.openRound()
    const sent = await contributor.prepare(first, contributor.update(0.5))
    await contributor.send(1, sent)
    await world.events.until('round open', { task: other.id, round: 2 })
    expect(await codeOf(contributor.send(2, sent))).toBe('422 contribution/wrong-round')
    const second = await contributor.openRound()
    const reused = await contributor.prepare(second, contributor.update(0.5))
    expect(decodeContribution(reused.attestation).updateHash).toBe(
      decodeContribution(sent.attestation).updateHash,
    )
    expect(await codeOf(contributor.send(2, reused))).toBe('409 contribution/replayed-update')
    const foreign = new SyntheticContributor(url, task.id, task.manifest)
    expect(await codeOf(foreign.send(1, sent))).toBe('422 contribution/wrong-task')
    // To its own task and round it is still the same acceptance.
    expect(await codeOf(contributor.send(1, sent))).toBe('accepted')
  })
})

describe("a seat's acceptances", () => {
  it("are its contribution key's to read", async () => {
    expect(await codeOf(people[2]!.acceptances(1))).toBe('401 seat/unauthorized')
    const response = await fetch(`${url}/tasks/${task.id}/seats/1/acceptances`)
    expect(response.status).toBe(401)
    expect((await people[1]!.acceptances(1)).acceptances).toHaveLength(1)
  })
})

describe('the server', () => {
  it('answers anything else with an error that says nothing of itself', async () => {
    const answers = await Promise.all([
      upload(undefined, {}, '/nothing'),
      upload(undefined, {}, `/tasks/${task.id}`),
      upload(new TextEncoder().encode('{'), {}, `/tasks/${task.id}/enrolments`),
      upload(new TextEncoder().encode('{}'), {}, `/tasks/${task.id}/enrolments`),
      upload(new Uint8Array(200_000), {}, `/tasks/${task.id}/enrolments`),
    ])
    expect(answers).toEqual([
      '404 http/not-found',
      '405 http/method',
      '400 http/not-json',
      '400 wire/invalid',
      '413 http/too-large',
    ])
  })
})

describe('when time has passed', () => {
  it('a contribution is refused: the round is closed, then the delegation has lapsed', async () => {
    const contributor = people[4]!
    const late = await contributor.prepare(round, contributor.update(0.6))
    time = round.closes * 1000 + 1
    expect(await codeOf(contributor.send(1, late))).toBe('409 contribution/closed-round')
    await world.events.until('round void', { task: task.id, round: 1 })
    expect(await codeOf(contributor.send(1, late))).toBe('409 contribution/closed-round')
    time += 31 * 24 * 3600 * 1000
    await world.events.until('round void', { task: task.id, round: 2 })
    await world.events.until('round open', { task: task.id, round: 3 })
    expect(await codeOf(contributor.contribute(0.7))).toBe('403 delegation/lapsed')
  })
})

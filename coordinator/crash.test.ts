import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { chainClient } from '../lib/chain/client.ts'
import { readPayments, readTask } from '../lib/chain/escrow.ts'
import { balanceOf } from '../lib/chain/token.ts'
import type { TaskId } from '../lib/protocol/task.ts'
import { type SyntheticContributor as Contributor, SyntheticContributor } from './testing/contributor.ts'
import type { CrashPoint } from './testing/crashingEngine.ts'
import { startProcess } from './testing/process.ts'
import { startWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

const PATIENCE = { timeout: 20_000, interval: 20 }

/** What a device does for one round. Every step is repeated until it succeeds, at whichever address answers then. */
const contributeOnce = async (contributor: Contributor): Promise<void> => {
  await vi.waitFor(async () => expect((await contributor.enrol()).state).toBe('seated'), PATIENCE)
  const round = await vi.waitFor(() => contributor.openRound(), PATIENCE)
  const upload = await contributor.prepare(round, contributor.update(0.1))
  await vi.waitFor(() => contributor.send(1, upload), PATIENCE)
}

const payments = async (task: TaskId, seats: readonly number[]) => {
  const { rpcUrl, chainId, escrow } = world.chain
  const client = chainClient({ chainId, rpcUrl })
  return Promise.all(
    seats.map(async (seat) =>
      (await readPayments({ client, escrow, taskId: task, seat })).map(({ amount }) => amount),
    ),
  )
}

const points: readonly [string, (task: TaskId) => CrashPoint][] = [
  ['after a seat was taken, before anyone was told', (t) => ({ when: 'after', key: `account/${t}` })],
  [
    'after an enrolment root was mined, before that was noted',
    (t) => ({ when: 'before', key: `batch/${t}`, state: 'posted' }),
  ],
  [
    'after a round was stored, before it was signed',
    (t) => ({ when: 'before', key: `round/${t}`, state: 'signed' }),
  ],
  ['before an acceptance was on disk', () => ({ when: 'before', key: 'contribution/', nth: 2 })],
  [
    'after an acceptance was on disk, before it was sent',
    () => ({ when: 'after', key: 'contribution/', nth: 2 }),
  ],
  ['between accept and aggregate', (t) => ({ when: 'after', key: `round/${t}`, state: 'closed' })],
  [
    'after the average was computed, before it was on disk',
    (t) => ({ when: 'before', key: `round/${t}`, state: 'aggregated' }),
  ],
  [
    'after the average, before the payout root was posted',
    (t) => ({ when: 'after', key: `round/${t}`, state: 'aggregated' }),
  ],
  [
    'after the payout root was mined, before that was noted',
    (t) => ({ when: 'before', key: `payout/${t}`, state: 'posted' }),
  ],
  ['between posting the root and paying', (t) => ({ when: 'after', key: `payout/${t}`, state: 'posted' })],
  ['after paying, before that was noted', (t) => ({ when: 'before', key: `payout/${t}`, state: 'paid' })],
]

describe('a coordinator killed with SIGKILL counts and pays each contribution exactly once', () => {
  it.each(points)('%s', { timeout: 60_000 }, async (_, pointOf) => {
    const { id, manifest } = await world.task({ minCohort: 2, rounds: 1 })
    const doomed = await startProcess(world, pointOf(id))
    const people = [0, 1].map(() => new SyntheticContributor(doomed.url, id, manifest))
    const everybody = Promise.all(people.map(contributeOnce))
    expect(await doomed.ended).toBe('SIGKILL')

    const next = await startProcess(world)
    try {
      for (const contributor of people) contributor.url = next.url
      await everybody
      await vi.waitFor(async () => expect(await people[0]!.round()).toEqual({ state: 'finished' }), PATIENCE)
      const { rpcUrl, chainId, escrow, token } = world.chain
      const client = chainClient({ chainId, rpcUrl })
      await vi.waitFor(
        async () => expect((await readTask({ client, escrow, taskId: id }))?.paid).toBe(200n),
        PATIENCE,
      )
      await vi.waitFor(async () => {
        const payouts = await world.engine.list<{ state: string }>(`payout/${id}/`)
        expect(payouts.map(({ value }) => value.state)).toEqual(['paid'])
      }, PATIENCE)
      expect(await payments(id, [0, 1])).toEqual([[100n], [100n]])
      for (const { wallet } of people) expect(await balanceOf(client, token, wallet.address)).toBe(100n)
      const rounds = await world.engine.list<{ contributions: number; averaged: number }>(`round/${id}/`)
      expect(rounds.map(({ value }) => [value.contributions, value.averaged])).toEqual([[2, 2]])
      const enrolled = await readTask({ client, escrow, taskId: id })
      expect(enrolled).toMatchObject({ enrolledSeats: 2 })
    } finally {
      await next.kill()
    }
  })
})

describe('two coordinators on one store', () => {
  it('open each round once, sign one statement for it, and pay once', { timeout: 60_000 }, async () => {
    const { id, manifest } = await world.task({ minCohort: 4, rounds: 3 })
    const processes = await Promise.all([startProcess(world), startProcess(world)])
    try {
      const people = [0, 1, 2, 3].map((i) => new SyntheticContributor(processes[i % 2]!.url, id, manifest))
      await Promise.all(people.map((contributor) => contributor.enrol()))
      for (const number of [1, 2, 3]) {
        const statements = await Promise.all(
          people.map((contributor) =>
            vi.waitFor(async () => {
              const round = await contributor.openRound()
              expect(round.round).toBe(number)
              return round
            }, PATIENCE),
          ),
        )
        expect(new Set(statements.map((statement) => JSON.stringify(statement))).size).toBe(1)
        await Promise.all(people.map((contributor) => contributor.contribute(number / 10)))
      }
      await vi.waitFor(async () => {
        const payouts = await world.engine.list<{ state: string }>(`payout/${id}/`)
        expect(payouts.at(-1)?.value.state).toBe('paid')
        expect(await people[0]!.round()).toEqual({ state: 'finished' })
      }, PATIENCE)
      const opened = processes.flatMap(({ events }) =>
        events.seen.filter(({ event, facts }) => event === 'round open' && facts.task === id),
      )
      expect(opened.map(({ facts }) => facts.round).toSorted()).toEqual([1, 2, 3])
      const paid = await payments(id, [0, 1, 2, 3])
      for (const amounts of paid) expect(amounts.reduce((sum, amount) => sum + amount, 0n)).toBe(300n)
      const { rpcUrl, chainId, escrow, token } = world.chain
      const client = chainClient({ chainId, rpcUrl })
      expect((await readTask({ client, escrow, taskId: id }))?.paid).toBe(1200n)
      for (const { wallet } of people) expect(await balanceOf(client, token, wallet.address)).toBe(300n)
    } finally {
      for (const { kill } of processes) await kill()
    }
  })
})

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { endGrant } from '../consent/endGrants.ts'
import { datasetFixture, settlement } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantRecord, RunPhase } from '../db/schema.ts'
import type { CoordinatorClient } from '../net/coordinator.ts'
import { NetError } from '../net/fetch.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import { acceptanceTypedData, type SignedAcceptance } from '../protocol/statements.ts'
import { deliver } from './deliver.ts'
import { seated } from './seated.fixture.ts'

/** Accepts as a real coordinator does: once per attestation UID, with a signed acceptance; can lose its answers. */
const coordinatorStandIn = (grant: GrantRecord) => {
  const accepted = new Map<string, SignedAcceptance>()
  let answersToLose = 0
  const accept = async (round: number, attestation: OffchainAttestation): Promise<SignedAcceptance> => {
    const known = accepted.get(attestation.uid)
    if (known !== undefined) return known
    const { reward } = grant.task.manifest
    const statement = {
      task: grant.taskId,
      round,
      seat: 0,
      account: grant.account,
      contribution: attestation.uid,
      cumulative: String(BigInt(reward.perContribution) * BigInt(accepted.size + 1)),
    }
    const signature = await settlement.signTypedData(
      acceptanceTypedData(statement, reward.chainId, reward.escrow),
    )
    accepted.set(attestation.uid, { statement, signature })
    return { statement, signature }
  }
  const client: Pick<CoordinatorClient, 'contribute'> = {
    contribute: async (round, attestation) => {
      const acceptance = await accept(round, attestation)
      if (answersToLose > 0) {
        answersToLose -= 1
        throw new NetError('net/unreachable', 'The connection broke.', { retryable: true })
      }
      return { uid: attestation.uid, acceptance }
    },
  }
  return {
    client: client as CoordinatorClient,
    accepted,
    loseAnswers: (count: number) => {
      answersToLose = count
    },
  }
}

const stored = async (id: string) => (await (await database()).get('runs', id))!

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
})

describe('delivering a trained round', () => {
  it('debits, signs, sends and keeps the acceptance', async () => {
    const { grant, run } = await seated()
    const coordinator = coordinatorStandIn(grant)
    await deliver(run, grant, coordinator.client)
    const db = await database()
    expect((await stored(run.id)).phase).toBe('accepted')
    expect((await stored(run.id)).update).toBeUndefined()
    expect(await db.getAll('budgetEvents')).toMatchObject([{ id: run.id, steps: 40, noiseMultiplier: 2.6 }])
    expect(await db.getAll('contributions')).toMatchObject([
      { acceptance: { statement: { cumulative: '20000' } } },
    ])
    expect(await db.get('seats', run.taskId)).toMatchObject({ accepted: '20000' })
  })

  it('counts once when the answer is lost twice and the upload repeated', async () => {
    const { grant, run } = await seated()
    const coordinator = coordinatorStandIn(grant)
    coordinator.loseAnswers(2)
    for (let attempt = 0; attempt < 3; attempt++)
      await deliver(await stored(run.id), grant, coordinator.client).catch(() => undefined)
    const db = await database()
    expect(coordinator.accepted.size).toBe(1)
    expect(await db.count('budgetEvents')).toBe(1)
    expect(await db.count('contributions')).toBe(1)
    expect((await stored(run.id)).phase).toBe('accepted')
  })

  it('says in the log that the update leaves before it does, once', async () => {
    const { grant, run } = await seated()
    const coordinator = coordinatorStandIn(grant)
    const seen: string[][] = []
    const kinds = async () => (await (await database()).getAll('activity')).map(({ kind }) => kind)
    const watched: CoordinatorClient = {
      ...coordinator.client,
      contribute: async (...contribution) => {
        seen.push(await kinds())
        return coordinator.client.contribute(...contribution)
      },
    }
    coordinator.loseAnswers(1)
    await deliver(run, grant, watched).catch(() => undefined)
    await deliver(await stored(run.id), grant, watched)
    expect(seen.map((before) => before.slice(-2))).toEqual([
      ['debit', 'sent'],
      ['debit', 'sent'],
    ])
    expect((await kinds()).slice(-3)).toEqual(['debit', 'sent', 'accepted'])
  })

  it.each<RunPhase>(['trained', 'debited', 'signed'])(
    'continues after a crash in phase %s: one of everything',
    async (phase) => {
      const { grant, run } = await seated()
      const coordinator = coordinatorStandIn(grant)
      coordinator.loseAnswers(1)
      await deliver(run, grant, coordinator.client).catch(() => undefined)
      // The answer was lost in phase `signed`; go back to what an earlier crash would have left on disk.
      const { attestation, ...left } = await stored(run.id)
      const db = await database()
      if (phase !== 'signed') {
        coordinator.accepted.clear()
        await db.put('runs', { ...left, phase })
      }
      if (phase === 'trained') await db.clear('budgetEvents')
      await deliver(await stored(run.id), grant, coordinator.client)
      expect(await db.count('budgetEvents')).toBe(1)
      expect(await db.count('contributions')).toBe(1)
      expect(coordinator.accepted.size).toBe(1)
      if (phase === 'signed') expect([...coordinator.accepted.keys()]).toEqual([attestation?.uid])
    },
  )

  it('sends nothing where the budget does not allow it', async () => {
    const { grant, run } = await seated()
    await (await database()).put('datasets', datasetFixture({ epsilonBudget: 0.5 }))
    const coordinator = coordinatorStandIn(grant)
    await deliver(run, grant, coordinator.client)
    expect(coordinator.accepted.size).toBe(0)
    expect(await stored(run.id)).toMatchObject({ phase: 'failed', problem: { code: 'budget/exceeded' } })
    expect(await (await database()).count('budgetEvents')).toBe(0)
  })

  it('sends nothing after the person cancelled', async () => {
    const { grant, run } = await seated()
    await (await database()).put('runs', { ...run, phase: 'cancelled' })
    const coordinator = coordinatorStandIn(grant)
    await deliver(run, grant, coordinator.client)
    expect(coordinator.accepted.size).toBe(0)
    expect(await (await database()).count('budgetEvents')).toBe(0)
  })

  it('sends nothing when the permission is revoked between signing and sending', async () => {
    const { grant, run } = await seated()
    const coordinator = coordinatorStandIn(grant)
    coordinator.loseAnswers(1)
    await deliver(run, grant, coordinator.client).catch(() => undefined)
    const signed = await stored(run.id)
    expect(signed.phase).toBe('signed')
    coordinator.accepted.clear()
    await endGrant(grant.id, 'revoked')
    await deliver(signed, grant, coordinator.client)
    expect(coordinator.accepted.size).toBe(0)
    expect(await stored(run.id)).toMatchObject({ phase: 'cancelled' })
  })

  it('keeps an acceptance that owes too little as a problem, and counts nothing as confirmed', async () => {
    const { grant, run } = await seated()
    const coordinator = coordinatorStandIn(grant)
    const { reward } = grant.task.manifest
    const miser: GrantRecord = {
      ...grant,
      task: {
        ...grant.task,
        manifest: { ...grant.task.manifest, reward: { ...reward, perContribution: '20001' } },
      },
    }
    await deliver(run, miser, coordinator.client)
    expect(await stored(run.id)).toMatchObject({ phase: 'sent', problem: { code: 'acceptance/too-little' } })
    expect(await (await database()).get('seats', run.taskId)).toMatchObject({ accepted: '0' })
  })
})

import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { encodeFloat32 } from '../aggregation/plain.ts'
import { contributionSigner, createContributionKey } from '../attest/contributionKey.ts'
import { newDelegation } from '../attest/delegation.ts'
import { buildReceipt } from '../attest/receipt.ts'
import { newPrivateKey, signerFromPrivateKey } from '../attest/signer.ts'
import { endGrant } from '../consent/grants.ts'
import { askerFixture, datasetFixture, settlement, signedTask } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantRecord, RunPhase, RunRecord } from '../db/schema.ts'
import type { CoordinatorClient } from '../net/coordinator.ts'
import { NetError } from '../net/fetch.ts'
import { easDomain } from '../protocol/chains.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { acceptanceTypedData, delegationTypedData, type SignedAcceptance } from '../protocol/statements.ts'
import { taskIdOf } from '../protocol/task.ts'
import { deliver } from './deliver.ts'
import { sha256Hex } from './weights.ts'

const wallet = signerFromPrivateKey(newPrivateKey())

const seated = async (): Promise<{ grant: GrantRecord; run: RunRecord }> => {
  const task = await signedTask()
  const { manifest } = task
  const taskId = taskIdOf(manifest)
  const now = Date.now()
  const statement = newDelegation({
    account: wallet.address,
    key: await createContributionKey(),
    chainId: 84_532,
    payee: wallet.address,
    now,
  })
  const delegation = { statement, signature: await wallet.signTypedData(delegationTypedData(statement)) }
  const receipt = await buildReceipt({
    manifest,
    delegation,
    origin: askerFixture().origin,
    expires: 0,
    datasetCommitment: ZERO_BYTES32,
    domain: easDomain(84_532)!,
    signer: await contributionSigner(),
    now,
  })
  const grant: GrantRecord = {
    id: 'G',
    origin: askerFixture().origin,
    taskId,
    termsHash: ZERO_BYTES32,
    task,
    datasetId: 'handwriting',
    datasetSalt: ZERO_BYTES32,
    account: wallet.address,
    createdAt: now,
    expiresAt: now + 1e9,
    state: 'active',
    receipt,
    delegation,
    enrolment: { seat: 0, rootIndex: 0, proof: [], verifiedAt: now },
  }
  const update = encodeFloat32(Float32Array.of(0.25, -0.5))
  const run: RunRecord = {
    id: `${taskId}:1`,
    grantId: 'G',
    taskId,
    round: 1,
    roundHash: `0x${'77'.repeat(32)}`,
    closesAt: now + 60_000,
    datasetId: 'handwriting',
    phase: 'trained',
    paused: false,
    baseWeights: new Uint8Array(8),
    startedAt: now,
    updatedAt: now,
    progress: { step: 40, steps: 40, losses: [], trainMs: 1 },
    update,
    updateHash: `0x${await sha256Hex(update)}`,
  }
  const db = await database()
  await db.put('datasets', datasetFixture())
  await db.put('grants', grant)
  await db.put('runs', run)
  await db.put('seats', {
    taskId,
    grantId: 'G',
    chainId: 84_532,
    escrow: manifest.reward.escrow,
    token: manifest.reward.token,
    tokenSymbol: 'USDC',
    tokenDecimals: 6,
    seat: 0,
    account: wallet.address,
    cap: manifest.reward.maxPerContributor,
    accepted: '0',
    claimable: '0',
    paid: '0',
    payments: [],
    syncedAt: now,
  })
  return { grant, run }
}

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

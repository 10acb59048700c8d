import { encodeFloat32 } from '../aggregation/plain.ts'
import { contributionSigner, createContributionKey } from '../attest/contributionKey.ts'
import { newDelegation } from '../attest/delegation.ts'
import { buildReceipt, recordOf } from '../attest/receipt.ts'
import { newPrivateKey, signerFromPrivateKey } from '../attest/signer.ts'
import { askerFixture, datasetFixture, signedTask } from '../consent/task.fixture.ts'
import { database } from '../db/database.ts'
import type { GrantRecord, RunRecord } from '../db/schema.ts'
import { easDomain } from '../protocol/chains.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { delegationTypedData } from '../protocol/statements.ts'
import { type TaskManifest, taskIdOf } from '../protocol/task.ts'
import { sha256Hex } from './weights.ts'

const wallet = signerFromPrivateKey(newPrivateKey())

/** For tests: a grant with its seat, and a round of it that is trained, all on disk. */
export const seated = async (
  changes: Partial<TaskManifest> = {},
): Promise<{ grant: GrantRecord; run: RunRecord }> => {
  const task = await signedTask(changes)
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
    consentRecord: recordOf(manifest, receipt),
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

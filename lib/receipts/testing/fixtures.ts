import { buildReceipt, recordOf } from '../../attest/receipt.ts'
import { TEST_NOW, testDelegation, testManifest, testSigner } from '../../attest/testing/fixtures.ts'
import { easDomain } from '../../protocol/chains.ts'
import { revocationTypedData, type SignedRevocation, taskTypedData } from '../../protocol/statements.ts'
import type { SignedTask, TaskManifest } from '../../protocol/task.ts'
import type { BundleParts } from '../bundle.ts'
import { endedConsentRecord } from '../endedRecord.ts'

/** For tests: a signed task, a grant for it, and how it ended. Nothing of the product imports this. */
export const wallet = testSigner(20)
export const key = testSigner(21)
export const publisher = testSigner(0)

export const EXPIRES = TEST_NOW / 1000 + 3600

const PRIVATE = {
  unit: 'record',
  mechanism: 'local',
  samplingRate: 0.2,
  expectedBatch: 20,
  clipNorm: 1.5,
  noiseMultiplier: 2.6,
  maxEpsilon: 8,
} as const

export const signedTask = async (changes: Partial<TaskManifest> = {}): Promise<SignedTask> => {
  const manifest = testManifest({ privacy: PRIVATE, ...changes })
  return { manifest, signature: await publisher.signTypedData(taskTypedData(manifest)) }
}

interface Changes {
  readonly manifest?: Partial<TaskManifest>
  /** Seconds since 1970. */
  readonly expires?: number
  readonly origin?: string
}

export const given = async (changes: Changes = {}): Promise<BundleParts> => {
  const task = await signedTask(changes.manifest)
  const delegation = await testDelegation(wallet, key, TEST_NOW)
  const domain = easDomain(31_337)
  if (domain === undefined) throw new Error('The local chain is known.')
  const receipt = await buildReceipt({
    manifest: task.manifest,
    delegation,
    origin: changes.origin ?? 'https://digits.example',
    expires: changes.expires ?? EXPIRES,
    datasetCommitment: `0x${'dc'.repeat(32)}`,
    domain,
    signer: key,
    now: TEST_NOW,
  })
  return { task, delegation, receipt, record: recordOf(task.manifest, receipt) }
}

const ended = (parts: BundleParts, how: 'revoked' | 'expired', endedAt: number): string => {
  const grant = { account: wallet.address, receipt: parts.receipt, consentRecord: parts.record }
  const record = endedConsentRecord(grant, how, endedAt)
  if (record === undefined) throw new Error('This grant has not ended.')
  return record
}

export const expired = async (changes: Changes = {}): Promise<BundleParts> => {
  const parts = await given(changes)
  return { ...parts, ended: ended(parts, 'expired', EXPIRES * 1000) }
}

export const withdrawn = async (changes: Changes = {}): Promise<BundleParts> => {
  const parts = await given(changes)
  const at = TEST_NOW + 60_000
  const statement = { receipt: parts.receipt.uid, account: wallet.address, time: at / 1000 }
  const signature = await key.signTypedData(revocationTypedData(statement))
  const revocation: SignedRevocation = { statement, signature }
  return { ...parts, ended: ended(parts, 'revoked', at), revocation }
}

import type { EasDomain } from '../../protocol/eas.ts'
import type { SignedDelegation } from '../../protocol/statements.ts'
import { delegationTypedData } from '../../protocol/statements.ts'
import { parameterCount, parseManifest, type TaskManifest } from '../../protocol/task.ts'
import { newDelegation } from '../delegation.ts'
import { type Signer, signerFromPrivateKey } from '../signer.ts'

/** For tests: well-known keys, a small task, and a delegation. Nothing of the product imports this. */

/** Key number n: 32 bytes that hold n + 1. */
export const testSigner = (n: number): Signer => {
  const bytes = new Uint8Array(32)
  new DataView(bytes.buffer).setUint32(28, n + 1)
  return signerFromPrivateKey(bytes)
}

export const TEST_NOW = Date.parse('2026-06-01T12:00:00Z')

export const testDomain: EasDomain = {
  name: 'EAS Attestation',
  version: '1.4.0',
  chainId: 31337,
  verifyingContract: '0x00000000000000000000000000000000000000eA',
}

const ARCHITECTURE = { kind: 'mlp' as const, inputs: 4, hidden: [3], outputs: 2 }

export const testManifest = (changes: Partial<TaskManifest> = {}): TaskManifest =>
  parseManifest({
    version: 1,
    nonce: `0x${'11'.repeat(32)}`,
    title: 'Two classes of four numbers',
    description: 'A task for tests.',
    publisher: {
      name: 'Test Lab',
      address: testSigner(0).address,
      settlementKey: testSigner(1).address,
      url: 'http://127.0.0.1:1',
      contact: 'mailto:lab@example.org',
      jurisdiction: 'EU',
    },
    purposes: ['dpv:ScientificResearch'],
    processing: ['ai:ModelTraining'],
    data: { category: 'pd:Picture', kind: 'image', minRecords: 1, maxRecords: 100 },
    pipeline: [{ step: 'label', classes: ['a', 'b'] }],
    model: {
      architecture: ARCHITECTURE,
      weights: { sha256: '00'.repeat(32), bytes: parameterCount(ARCHITECTURE) * 4 },
    },
    training: {
      loss: 'softmax-cross-entropy',
      optimizer: { kind: 'sgd', learningRate: 0.1 },
      localSteps: 1,
    },
    privacy: { mechanism: 'none', batchSize: 1 },
    update: { clipNorm: 20 },
    aggregation: { kind: 'plain', coordinator: 'http://127.0.0.1:1', minCohort: 1 },
    schedule: { rounds: 3, opensAt: '2026-01-01T00:00:00Z', closesAt: '2027-01-01T00:00:00Z' },
    reward: {
      chainId: 31337,
      escrow: `0x${'e5'.repeat(20)}`,
      token: `0x${'70'.repeat(20)}`,
      perContribution: '100',
      maxPerContributor: '300',
      seats: 8,
      accepts: 'well-formed, in time, norm within update.clipNorm',
    },
    terms: { recipients: ['Test Lab'], retentionDays: 1, withdrawal: 'any-time', modelLicense: 'MIT' },
    ...changes,
  })

export const testDelegation = async (
  wallet: Signer,
  key: Signer,
  now: number,
  changes: Partial<SignedDelegation['statement']> = {},
): Promise<SignedDelegation> => {
  const statement = {
    ...newDelegation({
      account: wallet.address,
      key: key.address,
      chainId: 31337,
      payee: wallet.address,
      now,
    }),
    ...changes,
  }
  return { statement, signature: await wallet.signTypedData(delegationTypedData(statement)) }
}

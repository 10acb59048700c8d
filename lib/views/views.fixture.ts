import type {
  BudgetEventRecord,
  ContributionRecord,
  DatasetRecord,
  GrantRecord,
  RequestRecord,
  RunRecord,
  SeatRecord,
  WalletCallRecord,
} from '../db/schema.ts'
import type { OffchainAttestation } from '../protocol/eas.ts'
import { NO_REFERENCE } from '../protocol/eas.ts'
import { ZERO_ADDRESS, ZERO_BYTES32 } from '../protocol/hex.ts'
import type { SignedDelegation } from '../protocol/statements.ts'
import { manifestFixture } from '../protocol/task.fixture.ts'
import type { TaskId } from '../protocol/task.ts'

/** Records for tests of the views. Their signatures are empty: views show, they do not verify. */
export const TASK_ID = `0x${'7a'.repeat(32)}` as TaskId
export const ACCOUNT = '0x71C7656EC7ab88b098defB751B7401B5f6d83a9F'
const NOW = Date.UTC(2026, 10, 22, 14, 2)

export const attestationFixture = (uid = ZERO_BYTES32): OffchainAttestation => ({
  uid,
  domain: { name: 'EAS Attestation', version: '1.2.0', chainId: 84_532, verifyingContract: ZERO_ADDRESS },
  message: {
    version: 2,
    schema: ZERO_BYTES32,
    recipient: ZERO_ADDRESS,
    time: NOW / 1000,
    expirationTime: 0,
    revocable: false,
    refUID: NO_REFERENCE,
    data: '0x',
    salt: ZERO_BYTES32,
  },
  signature: '0x',
})

export const delegationFixture = (notAfter = NOW / 1000 + 86_400): SignedDelegation => ({
  statement: {
    account: ACCOUNT,
    key: ZERO_ADDRESS,
    chainId: '84532',
    notBefore: NOW / 1000 - 60,
    notAfter,
    scope: ZERO_BYTES32,
    payee: ACCOUNT,
  },
  signature: '0x',
})

export const datasetFixture = (changes: Partial<DatasetRecord> = {}): DatasetRecord => ({
  id: 'd1',
  name: 'Handwriting',
  kind: 'image',
  category: 'pd:Picture',
  count: 4018,
  bytes: 3_150_112,
  labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  image: { width: 28, height: 28, channels: 1 },
  createdAt: NOW - 86_400_000,
  delta: 1e-5,
  epsilonBudget: 8,
  wrappedKey: new Uint8Array(),
  chunkCount: 0,
  recordSet: `set of ${changes.id ?? 'd1'}`,
  ...changes,
})

export const requestFixture = (changes: Partial<RequestRecord> = {}): RequestRecord => ({
  id: 'q1',
  asker: {
    origin: 'https://digits.example',
    topOrigin: 'https://digits.example',
    tabId: 1,
    frameId: 0,
    documentId: 'doc',
    requestId: 'r1',
  },
  task: { manifest: manifestFixture(), signature: '0x' },
  taskId: TASK_ID,
  termsHash: ZERO_BYTES32,
  receivedAt: NOW,
  state: 'pending',
  datasetId: 'd1',
  epsilonAfter: 6.5,
  checks: {
    escrow: { state: 'passed', detail: 'Your seat is funded.' },
    coordinator: { state: 'passed', detail: 'It answers.' },
  },
  token: { symbol: 'USDC', decimals: 6 },
  because: [{ kind: 'no-rule' }],
  ...changes,
})

export const walletCallFixture = (changes: Partial<WalletCallRecord> = {}): WalletCallRecord => ({
  id: 'doc:c1',
  asker: {
    origin: 'https://swap.example',
    topOrigin: 'https://swap.example',
    tabId: 1,
    frameId: 0,
    documentId: 'doc',
    requestId: 'c1',
  },
  kind: 'identity',
  method: 'eth_requestAccounts',
  params: [],
  receivedAt: NOW,
  state: 'pending',
  ...changes,
})

export const grantFixture = (changes: Partial<GrantRecord> = {}): GrantRecord => ({
  id: 'g1',
  origin: 'https://digits.example',
  taskId: TASK_ID,
  termsHash: ZERO_BYTES32,
  task: { manifest: manifestFixture(), signature: '0x' },
  datasetId: 'd1',
  datasetSalt: `0x${'00'.repeat(32)}`,
  account: ACCOUNT,
  createdAt: NOW - 3_600_000,
  expiresAt: NOW + 30 * 86_400_000,
  state: 'active',
  receipt: attestationFixture(),
  delegation: delegationFixture(),
  ...changes,
})

export const runFixture = (changes: Partial<RunRecord> = {}): RunRecord => ({
  id: `${TASK_ID}:5`,
  grantId: 'g1',
  taskId: TASK_ID,
  round: 5,
  roundHash: ZERO_BYTES32,
  closesAt: NOW + 600_000,
  datasetId: 'd1',
  phase: 'training',
  paused: false,
  baseWeights: new Uint8Array(),
  startedAt: NOW - 10_000,
  updatedAt: NOW,
  progress: { step: 20, steps: 40, engine: 'webgpu', losses: [2.3, 2.1], trainMs: 10_000 },
  ...changes,
})

export const contributionFixture = ({
  accepted,
  ...changes
}: Partial<ContributionRecord> & { accepted?: string } = {}): ContributionRecord => {
  const uid = changes.uid ?? `0x${'c0'.repeat(32)}`
  const round = changes.round ?? 1
  return {
    uid,
    taskId: TASK_ID,
    grantId: 'g1',
    round,
    seat: 3,
    account: ACCOUNT,
    sentAt: NOW - 1000 * (100 - round),
    bytes: 203_560,
    estimate: '20000',
    attestation: attestationFixture(uid),
    ...(accepted === undefined
      ? {}
      : {
          acceptance: {
            statement: {
              task: TASK_ID,
              round,
              seat: 3,
              account: ACCOUNT,
              contribution: uid,
              cumulative: accepted,
            },
            signature: '0xacce' as const,
          },
          acceptedAt: NOW,
        }),
    ...changes,
  }
}

export const seatFixture = (changes: Partial<SeatRecord> = {}): SeatRecord => ({
  taskId: TASK_ID,
  grantId: 'g1',
  chainId: 84_532,
  escrow: ZERO_ADDRESS,
  token: `0x${'e7'.repeat(20)}`,
  tokenSymbol: 'USDC',
  tokenDecimals: 6,
  seat: 3,
  account: ACCOUNT,
  cap: '160000',
  accepted: '0',
  claimable: '0',
  paid: '0',
  payments: [],
  syncedAt: NOW,
  ...changes,
})

export const budgetEventFixture = (changes: Partial<BudgetEventRecord> = {}): BudgetEventRecord => ({
  id: `${TASK_ID}:1`,
  datasetId: 'd1',
  taskId: TASK_ID,
  round: 1,
  at: NOW - 60_000,
  mechanism: 'subsampled-gaussian',
  unit: 'record',
  noiseMultiplier: 2.6,
  samplingRate: 0.2,
  steps: 40,
  ...changes,
})

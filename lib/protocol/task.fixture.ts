import type { Cnn, TaskManifest } from './task.ts'

/** A valid manifest for tests: the digits task, with record-level noise. */
export const manifestFixture = (changes: Partial<TaskManifest> = {}): TaskManifest => ({
  version: 1,
  nonce: `0x${'11'.repeat(32)}`,
  title: 'Handwritten digits',
  description: 'A model that reads handwritten digits, published under MIT when done.',
  publisher: {
    name: 'Digit Lab',
    address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
    settlementKey: '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
    url: 'https://digits.example/',
    contact: 'mailto:hello@digits.example',
    jurisdiction: 'EU',
  },
  purposes: ['dpv:ScientificResearch'],
  processing: ['ai:ModelTraining'],
  data: { category: 'pd:Picture', kind: 'image', minRecords: 600, maxRecords: 5000 },
  pipeline: [
    { step: 'resize', width: 28, height: 28 },
    { step: 'greyscale' },
    { step: 'label', classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
  ],
  model: {
    architecture: { kind: 'mlp', inputs: 784, hidden: [64], outputs: 10 },
    weights: { sha256: 'ab'.repeat(32), bytes: 203_560 },
  },
  training: {
    loss: 'softmax-cross-entropy',
    optimizer: { kind: 'sgd', learningRate: 0.5 },
    localSteps: 40,
  },
  privacy: {
    unit: 'record',
    mechanism: 'local',
    samplingRate: 0.2,
    expectedBatch: 120,
    clipNorm: 1,
    noiseMultiplier: 2.6,
    maxEpsilon: 8,
  },
  update: { clipNorm: 20 },
  aggregation: { kind: 'plain', coordinator: 'https://coordinator.example/', minCohort: 5 },
  schedule: { rounds: 8, opensAt: '2026-01-01T00:00:00.000Z', closesAt: '2036-01-01T00:00:00.000Z' },
  reward: {
    chainId: 84_532,
    escrow: '0x5FbDB2315678afecb367f032d93F642f64180aa3',
    token: '0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512',
    perContribution: '20000',
    maxPerContributor: '160000',
    seats: 500,
    accepts: 'Well-formed, in time, norm within update.clipNorm.',
  },
  terms: { recipients: ['Digit Lab'], retentionDays: 30, withdrawal: 'any-time', modelLicense: 'MIT' },
  ...changes,
})

/** A small convolutional network of two layers on grey pictures of 28 by 28, as for digits. */
export const cnnFixture = (changes: Partial<Cnn> = {}): Cnn => ({
  kind: 'cnn',
  input: { channels: 1, height: 28, width: 28 },
  convolutions: [
    { filters: 8, kernel: 5, stride: 1, pad: 2, pool: 2 },
    { filters: 16, kernel: 4, stride: 2, pad: 0, pool: 2, poolStride: 1 },
  ],
  hidden: [32],
  outputs: 10,
  activation: 'tanh',
  ...changes,
})

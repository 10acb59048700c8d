import { createHash } from 'node:crypto'
import { encodeFloat32 } from '../../lib/aggregation/plain.ts'
import { initialWeights } from '../../lib/autodiff/initialise.ts'
import type { Architecture, PrivacyTerms, TaskManifest } from '../../lib/protocol/task.ts'
import type { LocalChain } from './chain.ts'

/** `private` noises every record on the device; `plain` sends updates without noise. */
export type Mode = 'private' | 'plain'

export interface TaskWish {
  readonly mode: Mode
  readonly rounds: number
  readonly contributors: number
  /** 784-64-10 unless a convolutional network is asked for. */
  readonly model?: keyof typeof MODELS
}

const MODELS = {
  mlp: { kind: 'mlp', inputs: 784, hidden: [64], outputs: 10 },
  /** 26,010 parameters: the network of Papernot et al. 2021 (arXiv:2007.14191, table 1). */
  cnn: {
    kind: 'cnn',
    input: { channels: 1, height: 28, width: 28 },
    convolutions: [
      { filters: 16, kernel: 8, stride: 2, pad: 3, pool: 2, poolStride: 1 },
      { filters: 32, kernel: 4, stride: 2, pad: 0, pool: 2, poolStride: 1 },
    ],
    hidden: [32],
    outputs: 10,
    activation: 'tanh',
  },
} satisfies Record<string, Architecture>

/** Paid for one accepted contribution: 0.02 of a token with six decimals. */
const PER_CONTRIBUTION = 20_000n
const HOUR = 3_600_000

const PRIVACY: Readonly<Record<Mode, PrivacyTerms>> = {
  private: {
    unit: 'record',
    mechanism: 'local',
    samplingRate: 0.2,
    expectedBatch: 120,
    clipNorm: 1,
    noiseMultiplier: 2.6,
    maxEpsilon: 8,
  },
  plain: { mechanism: 'none', batchSize: 32 },
}
const TRAINING: Readonly<Record<Mode, { localSteps: number; learningRate: number }>> = {
  private: { localSteps: 40, learningRate: 0.5 },
  plain: { localSteps: 60, learningRate: 0.1 },
}
/** Pixels have mean 0.1307 and standard deviation 0.3081 over MNIST; noised training does better with smaller inputs. */
const SPREAD: Readonly<Record<Mode, number>> = { private: 1, plain: 0.3081 }

/**
 * Digit Lab's task: a small model on handwritten digits. All but what the coordinator adds itself (nonce, weights). The local
 * chain's first account publishes, the second settles.
 */
export const digitsDraft = (
  chain: Pick<LocalChain, 'accounts' | 'escrow' | 'token' | 'chainId'>,
  coordinator: string,
  { mode, rounds, contributors, model = 'mlp' }: TaskWish,
) => {
  const [publisher, settlement] = chain.accounts
  if (publisher === undefined || settlement === undefined) throw new Error('The local chain has no accounts.')
  const { localSteps, learningRate } = TRAINING[mode]
  const now = Date.now()
  return {
    version: 1,
    title: 'Handwritten digits',
    description: 'A model that reads handwritten digits, published under MIT when done.',
    publisher: {
      name: 'Digit Lab',
      address: publisher.address,
      settlementKey: settlement.address,
      url: 'https://digits.example/',
      contact: 'mailto:hello@digits.example',
      jurisdiction: 'EU',
    },
    purposes: ['dpv:ScientificResearch'],
    processing: ['ai:ModelTraining'],
    data: { category: 'pd:Picture', kind: 'image', minRecords: 500, maxRecords: 5000 },
    pipeline: [
      { step: 'resize', width: 28, height: 28 },
      { step: 'greyscale' },
      { step: 'normalise', mean: 0.1307, std: SPREAD[mode] },
      { step: 'label', classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
    ],
    model: { architecture: MODELS[model] },
    training: {
      loss: 'softmax-cross-entropy',
      optimizer: { kind: 'sgd', learningRate },
      localSteps,
    },
    privacy: PRIVACY[mode],
    update: { clipNorm: 20 },
    aggregation: { kind: 'plain', coordinator, minCohort: contributors },
    schedule: {
      rounds,
      opensAt: new Date(now - HOUR).toISOString(),
      closesAt: new Date(now + 24 * HOUR).toISOString(),
    },
    reward: {
      chainId: chain.chainId,
      escrow: chain.escrow,
      token: chain.token,
      perContribution: PER_CONTRIBUTION.toString(),
      maxPerContributor: (PER_CONTRIBUTION * BigInt(rounds)).toString(),
      seats: contributors,
      accepts: 'Well-formed, in time, and of a norm within update.clipNorm.',
    },
    terms: {
      recipients: ['Digit Lab'],
      retentionDays: 30,
      withdrawal: 'any-time',
      modelLicense: 'MIT',
    },
  } satisfies Omit<TaskManifest, 'nonce' | 'model'> & { model: Omit<TaskManifest['model'], 'weights'> }
}

/** Uniform in (0, 1), from SHA-256 in counter mode: the same weights on every machine, as a publisher would ship them. */
const uniform = (seed: string): (() => number) => {
  let block = 0
  let words: number[] = []
  return () => {
    if (words.length === 0) {
      const bytes = createHash('sha256').update(`${seed}:${block}`).digest()
      block += 1
      words = Array.from({ length: 8 }, (_, index) => bytes.readUInt32BE(4 * index))
    }
    return ((words.pop() ?? 0) + 0.5) / 2 ** 32
  }
}

/**
 * The output layer starts larger than He's rule. Clipping shares one norm among all layers and noise falls on each alike, so
 * a layer that starts large hears more signal through it: over five sets of weights, each run twice, the mean after
 * eight rounds rose from 79.0 % to 80.2 % and the worst from 77.1 % to 79.4 %. Runs without noise do not change.
 */
const OUTPUT_GAIN = 1.7

/** Weights to start from, by He's or Glorot's rule. */
export const seededWeights = (architecture: Architecture): Float32Array => {
  const next = uniform('proviso/local/digits/v1')
  // Box and Muller 1958.
  const normal = () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
  return initialWeights(architecture, normal)
}

/** The weights that Digit Lab starts from, float32 little endian. */
export const digitsWeights = (model: keyof typeof MODELS = 'mlp'): Uint8Array => {
  const flat = seededWeights(MODELS[model])
  if (model !== 'mlp') return encodeFloat32(flat)
  const { hidden, outputs: classes } = MODELS.mlp
  const outputs = (hidden[0]! + 1) * classes
  for (let index = flat.length - outputs; index < flat.length; index++) flat[index]! *= OUTPUT_GAIN
  return encodeFloat32(flat)
}

import type { Address, Bytes32, Hex } from './hex.ts'

// The words of a task, written out: what a publisher's editor shows. The schemas of task.ts read exactly these types, neither
// more nor less, which task.test-d.ts holds them to.

/** One declared step from a record to numbers. None of the publisher's code runs on a device. */
export type PipelineStep =
  | { step: 'resize'; width: number; height: number }
  | { step: 'greyscale' }
  /** A pixel enters as byte / 255. */
  | { step: 'normalise'; mean: number; std: number }
  | { step: 'select'; fields: string[] }
  /** The first `words` words of a text field, each hashed to one of `buckets` numbers. */
  | { step: 'tokenise'; field: string; words: number; buckets: number }
  | { step: 'standardise'; fields: { [field: string]: { mean: number; std: number } } }
  | {
      step: 'label'
      /** Table field that holds the label; images carry theirs. */
      field?: string | undefined
      /** As many as the model has outputs. */
      classes: string[]
    }

/** One dense layer: logistic regression over classes. */
export type Logistic = {
  kind: 'logistic'
  /** How many numbers the pipeline gives. */
  inputs: number
  outputs: number
}

/** Dense layers with a ReLU between them. */
export type Mlp = {
  kind: 'mlp'
  /** How many numbers the pipeline gives. */
  inputs: number
  /** Widths of the layers between. */
  hidden: number[]
  outputs: number
}

/** Square filters over the picture, an activation, and a maximum over square windows. Sizes are in pixels. */
export type Convolution = {
  /** Channels that come out. */
  filters: number
  kernel: number
  stride: number
  /** Zeros around the picture, on each side. */
  pad: number
  /** Side of the windows of the maximum; 1 for none. */
  pool: number
  /** How far apart they are: as far as their side where this is absent. */
  poolStride?: number | undefined
}

/** A convolutional network for pictures of one size: convolutions, then dense layers. The activation follows each but the last. */
export type Cnn = {
  kind: 'cnn'
  /** The pictures that the pipeline gives. */
  input: { channels: number; height: number; width: number }
  convolutions: Convolution[]
  /** Widths of the dense layers between. */
  hidden: number[]
  outputs: number
  activation: 'relu' | 'tanh'
}

/** The mean of the embeddings of a text's words, then one dense layer. */
export type TextBag = {
  kind: 'text-bag'
  /** As the tokenise step has them. */
  words: number
  buckets: number
  /** Numbers of one embedding. */
  width: number
  outputs: number
}

export type Architecture = Logistic | Mlp | Cnn | TextBag

export type LocalPrivacyTerms = {
  unit: 'record'
  mechanism: 'local'
  /** The share of the records that a step draws, 0 to 1. */
  samplingRate: number
  /** The divisor of the summed gradients. Nobody learns how many records there are. */
  expectedBatch: number
  /** Of one record's gradient. */
  clipNorm: number
  /** Standard deviation of the noise, in clip norms. */
  noiseMultiplier: number
  /** The most that all rounds together may cost. */
  maxEpsilon: number
}

/** `none`: only people who allowed training without noise are asked. */
export type PrivacyTerms = LocalPrivacyTerms | { mechanism: 'none'; batchSize: number }

/** Stochastic gradient descent. */
export type Sgd = {
  kind: 'sgd'
  learningRate: number
  /** L2, added to the gradient; 0 where absent. */
  weightDecay?: number | undefined
}

/** Gradient descent with momentum (Polyak 1964), as PyTorch has it. */
export type Momentum = {
  kind: 'momentum'
  learningRate: number
  /** The share of its velocity that a step keeps. */
  momentum: number
  nesterov?: boolean | undefined
  /** L2, added to the gradient; 0 where absent. */
  weightDecay?: number | undefined
}

/** Adam (Kingma and Ba 2015), with bias correction. */
export type Adam = {
  kind: 'adam'
  learningRate: number
  /** Decay of the mean gradient; 0.9 where absent. */
  beta1?: number | undefined
  /** Decay of the mean squared gradient; 0.999 where absent. */
  beta2?: number | undefined
  /** Added to the root of the mean squared gradient; 1e-8 where absent. */
  epsilon?: number | undefined
  /** L2, added to the gradient; 0 where absent. */
  weightDecay?: number | undefined
}

/** Adam with weight decay apart from the gradient (Loshchilov and Hutter 2019). */
export type AdamW = {
  kind: 'adamw'
  learningRate: number
  /** As in `Adam`. */
  beta1?: number | undefined
  beta2?: number | undefined
  epsilon?: number | undefined
  /** The share of itself that a weight loses at a learning rate of 1; 0.01 where absent. */
  weightDecay?: number | undefined
}

/** What a step makes of the gradient: that of a batch, or the noised sum over `expectedBatch`. */
export type OptimizerTerms = Sgd | Momentum | Adam | AdamW

/** Everything a publisher asks for, and everything the person is told. Fields, limits and meaning: docs/protocol.md. */
export type TaskManifest = {
  version: 1
  nonce: Bytes32
  title: string
  description: string
  publisher: {
    name: string
    address: Address
    /** Signs rounds and acceptances. */
    settlementKey: Address
    url: string
    /** `mailto:` or an address on the web. */
    contact: string
    jurisdiction: string
    /** UIDs of EAS attestations about `address`, on the chain that pays: who says that this publisher is who it is. */
    attestations?: Bytes32[] | undefined
  }
  /** W3C DPV terms, such as `dpv:ScientificResearch`. */
  purposes: string[]
  /** Such as `ai:ModelTraining`. */
  processing: string[]
  data: {
    /** Such as `pd:Picture`. */
    category: string
    kind: 'image' | 'table'
    minRecords: number
    maxRecords: number
  }
  /** In order; exactly one label step. */
  pipeline: PipelineStep[]
  model: {
    architecture: Architecture
    /** The initial weights, float32, little endian. */
    weights: { sha256: string; bytes: number }
  }
  training: {
    loss: 'softmax-cross-entropy'
    optimizer: OptimizerTerms
    /** The most that the norm of a batch's mean gradient may be, without privacy only. Absent: any. */
    gradientClipNorm?: number | undefined
    localSteps: number
  }
  privacy: PrivacyTerms
  /** Of the whole update: robustness only, no claim of privacy. */
  update: { clipNorm: number }
  aggregation: { kind: 'plain'; coordinator: string; minCohort: number }
  /** Instants are ISO 8601. */
  schedule: { rounds: number; opensAt: string; closesAt: string }
  /** Amounts are base units of the token, in decimal digits. */
  reward: {
    chainId: number
    escrow: Address
    token: Address
    perContribution: string
    maxPerContributor: string
    seats: number
    /** What makes a contribution acceptable, stated so that anybody can check it. */
    accepts: string
  }
  terms: {
    recipients: string[]
    retentionDays: number
    withdrawal: 'any-time'
    modelLicense: string
  }
  eligibility?: { attestation: { schema: Bytes32; attester: Address } } | undefined
}

export interface SignedTask {
  readonly manifest: TaskManifest
  /** EIP-712 `Task(address publisher,bytes32 termsHash)` by `manifest.publisher.address`. Any length (ERC-1271, ERC-6492). */
  readonly signature: Hex
}

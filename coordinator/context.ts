import type { VerifyTypedData } from '../lib/attest/signature.ts'
import type { Signer } from '../lib/attest/signer.ts'
import type { TaskManifest } from '../lib/protocol/task.ts'
import type { Engine } from './engine/engine.ts'
import type { Counters } from './metrics.ts'

/** Quality of weights on a held-out set. */
export interface Evaluation {
  /** Share of examples whose largest output is their label: 0 to 1. */
  readonly accuracy: number
  /** Mean softmax cross-entropy, nats. */
  readonly loss: number
  /** How many examples. */
  readonly examples: number
}

export type Evaluator = (manifest: TaskManifest, weights: Float32Array) => Promise<Evaluation>

/** `event` names what happened; facts follow. Never keys, never updates. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean>>) => void

/** What every part of a coordinator works with. Holds no state that is not in the engine, counters aside. */
export interface Context {
  readonly engine: Engine
  readonly settlement: Signer
  /** Signatures of contract accounts (ERC-1271, ERC-6492) on a task's chain, by asking it. */
  readonly verifyContract: (chainId: number) => VerifyTypedData
  readonly evaluator: Evaluator | undefined
  /** Milliseconds since 1970. */
  readonly clock: () => number
  readonly log: Log
  readonly counters: Counters
  /** How long a round stays open at most. */
  readonly roundSeconds: number
  /** A payout root is posted after every so many rounds, and after the last. */
  readonly payoutEvery: number
  /** How long another coordinator leaves work alone that this one began: milliseconds. */
  readonly leaseMilliseconds: number
}

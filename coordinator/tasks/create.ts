import { type Signer, signerFromPrivateKey } from '../../lib/attest/signer.ts'
import { chainClient } from '../../lib/chain/client.ts'
import { type SignedTask, type TaskId, taskIdOf } from '../../lib/protocol/task.ts'
import { type Engine, weightsBlob } from '../engine/engine.ts'
import { type TaskRecord, taskKey } from '../store/records.ts'
import { fundTask } from './fund.ts'
import { completeManifest, signTask } from './sign.ts'

/** Stores a signed task and its weights. The same task again changes nothing. */
const storeTask = async (
  engine: Engine,
  task: SignedTask,
  weights: Uint8Array,
  now = Date.now(),
): Promise<TaskId> => {
  const id = taskIdOf(task.manifest)
  await engine.putBlob(weightsBlob(`0x${task.manifest.model.weights.sha256}`), weights)
  const record: TaskRecord = {
    task,
    state: 'open',
    createdAt: now,
    enrolled: 0,
    batched: 0,
    posted: 0,
    batches: 0,
    round: 0,
  }
  await engine.commit([{ key: taskKey(id), value: record, revision: 0 }])
  return id
}

/**
 * From a draft manifest to a task that contributors can join: completed, signed by the publisher, stored, opened and
 * funded on chain. `signed` is told before any money moves: keep it, and repeat with its manifest after a failure.
 */
export const createTask = async (args: {
  readonly engine: Engine
  readonly rpcUrl: string
  readonly manifest: unknown
  readonly weights: Uint8Array
  /** 32 bytes of the publisher's key. */
  readonly publisherKey: Uint8Array
  /** Base units of the reward's token. */
  readonly bond: bigint
  readonly signed?: (task: SignedTask) => Promise<void>
}): Promise<{ id: TaskId; task: SignedTask }> => {
  const publisher: Signer = signerFromPrivateKey(args.publisherKey)
  const task = await signTask(completeManifest(args.manifest, args.weights), publisher)
  await args.signed?.(task)
  const id = await storeTask(args.engine, task, args.weights)
  const client = chainClient({
    chainId: task.manifest.reward.chainId,
    rpcUrl: args.rpcUrl,
    pollingMs: 100,
  })
  await fundTask({ client, manifest: task.manifest, publisherKey: args.publisherKey, bond: args.bond })
  return { id, task }
}

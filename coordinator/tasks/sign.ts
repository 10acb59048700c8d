import { createHash, randomBytes } from 'node:crypto'
import { decodeFloat32 } from '../../lib/aggregation/plain.ts'
import type { Signer } from '../../lib/attest/signer.ts'
import { ProvisoError } from '../../lib/protocol/errors.ts'
import { sameAddress } from '../../lib/protocol/hex.ts'
import { taskTypedData } from '../../lib/protocol/statements.ts'
import { parameterCount, parseManifest, type SignedTask, type TaskManifest } from '../../lib/protocol/task.ts'
import { domainOf } from '../domain.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A manifest as written by hand, completed: a fresh nonce where it has none, and the weights' hash and length. Throws
 * `task/…` where it is not valid, `aggregation/…` where the weights are not the architecture's.
 */
export const completeManifest = (draft: unknown, weights: Uint8Array): TaskManifest => {
  if (!isObject(draft)) throw new ProvisoError('task/invalid', 'The manifest is not a JSON object.')
  const model = isObject(draft.model) ? draft.model : {}
  const sha256 = createHash('sha256').update(weights).digest('hex')
  const manifest = parseManifest({
    ...draft,
    nonce: draft.nonce ?? `0x${randomBytes(32).toString('hex')}`,
    model: { ...model, weights: { sha256, bytes: weights.length } },
  })
  decodeFloat32(weights, parameterCount(manifest.model.architecture))
  domainOf(manifest)
  if (manifest.eligibility !== undefined)
    throw new ProvisoError('task/unsupported', 'This coordinator does not check eligibility attestations.', {
      todo: 'Leave `eligibility` out.',
    })
  return manifest
}

/** Throws `task/wrong-key` unless the signer is the manifest's publisher. */
export const signTask = async (manifest: TaskManifest, publisher: Signer): Promise<SignedTask> => {
  if (!sameAddress(publisher.address, manifest.publisher.address))
    throw new ProvisoError('task/wrong-key', 'This key is not the publisher of the manifest.', {
      details: `The key is ${publisher.address}, publisher.address is ${manifest.publisher.address}.`,
    })
  return { manifest, signature: await publisher.signTypedData(taskTypedData(manifest)) }
}

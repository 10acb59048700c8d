import { type VerifyTypedData, verifyEoa } from '../attest/signature.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { taskTypedData } from '../protocol/statements.ts'
import type { SignedTask } from '../protocol/task.ts'
import { invalidParams } from './taskParams.ts'

/**
 * Throws unless the task is signed by the publisher that it names. A plain account is checked without the network;
 * `verifyOnChain` is asked for contract wallets (ERC-1271, ERC-6492) only.
 */
export const assertSignedByPublisher = async (
  task: SignedTask,
  verifyOnChain: VerifyTypedData,
): Promise<void> => {
  const claim = {
    address: task.manifest.publisher.address,
    typedData: taskTypedData(task.manifest),
    signature: task.signature,
  }
  if (await verifyEoa(claim)) return
  if (await verifyOnChain(claim).catch(() => false)) return
  throw invalidParams(
    new ProvisoError('task/signature', 'The task is not signed by its publisher, or was altered.', {
      details: `Publisher ${task.manifest.publisher.address}.`,
    }),
  )
}

import type { LocalAccount } from 'viem'
import type { ChainClient } from '../../lib/chain/client.ts'
import { ChainError } from '../../lib/chain/errors.ts'
import { readTask } from '../../lib/chain/task.ts'
import type { TaskId } from '../../lib/protocol/task.ts'
import type { Context } from '../context.ts'
import { requireTask } from '../store/tasks.ts'
import { postBatches } from './enrolment.ts'
import { settlePayouts } from './payouts.ts'
import { hasSeatsToPost } from './pending.ts'

export interface ChainAccess {
  readonly client: ChainClient
  /** The settlement key, paying for its transactions. */
  readonly account: LocalAccount
}

/**
 * Brings one task's chain up to what is on disk: seats first, then pay. Each step looks at the chain before it sends, so
 * that what was sent before a crash is found and not sent again.
 */
export const settleTask = async (ctx: Context, chain: ChainAccess, id: TaskId): Promise<void> => {
  const task = (await requireTask(ctx, id)).entry.value
  const { manifest } = task.task
  const onChain = await readTask({ client: chain.client, escrow: manifest.reward.escrow, taskId: id })
  if (onChain === undefined || onChain.refunded)
    throw new ChainError('chain/task-not-open', 'No money is locked for this task.', {
      todo: 'Open and fund it: `task create` does.',
    })
  try {
    if (hasSeatsToPost(task)) await postBatches(ctx, chain, id)
  } finally {
    // Whoever is owed is paid, also while no new seat can be given.
    await settlePayouts(ctx, chain, id)
  }
}

import { database } from '../db/database.ts'
import { readTaskPrompt, type TaskPromptView } from './prompt.ts'
import { view } from './view.ts'
import { type WalletPromptView, walletPrompt } from './walletPrompt.ts'

/** What the prompt window shows: one thing that waits, of either kind. */
export type PromptView = {
  readonly id: string
  /** All that waits, of both kinds, this one included. */
  readonly waiting: number
} & (
  | { readonly asks: 'data'; readonly task: TaskPromptView }
  | { readonly asks: 'wallet'; readonly call: WalletPromptView }
)

const waiting = async () => {
  const db = await database()
  const [requests, calls] = await Promise.all([
    db.getAllFromIndex('requests', 'state', 'pending'),
    db.getAllFromIndex('walletCalls', 'state', 'pending'),
  ])
  // Sorting keeps what came at the same moment in this order, which is also the worker's.
  const queue = [
    ...requests.map((request) => ({ asks: 'data', ...request }) as const),
    ...calls.map((call) => ({ asks: 'wallet', ...call }) as const),
  ].toSorted((a, b) => a.receivedAt - b.receivedAt)
  return { db, queue }
}

/** What has this id while it waits, otherwise what has waited longest. Nothing where nothing waits. */
export const promptView = view(
  ['requests', 'walletCalls', 'datasets', 'budgetEvents', 'grants', 'state'],
  async (id?: string): Promise<PromptView | undefined> => {
    const { db, queue } = await waiting()
    const shown = queue.find((entry) => entry.id === id) ?? queue[0]
    if (shown === undefined) return undefined
    const place = { id: shown.id, waiting: queue.length }
    return shown.asks === 'data'
      ? { ...place, asks: shown.asks, task: await readTaskPrompt(db, shown) }
      : { ...place, asks: shown.asks, call: walletPrompt(shown) }
  },
)

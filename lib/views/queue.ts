import { type Database, database } from '../db/database.ts'
import type { Asker } from '../db/schema.ts'
import { readTaskPrompt, type TaskPromptView } from './prompt.ts'
import { view } from './view.ts'
import { type WalletPromptView, walletPrompt } from './walletPrompt.ts'

/** Who decided, where nobody did (lib/consent). */
const PAGE_GONE = 'page-gone'

interface Place {
  readonly id: string
  /** All that waits, of both kinds, this one included. */
  readonly waiting: number
  /** Who is next in the order in which they came. */
  readonly next?: string
}

/** What the prompt window shows: one thing that waits, of either kind. */
export type Waiting = Place &
  (
    | { readonly asks: 'data'; readonly task: TaskPromptView }
    | { readonly asks: 'wallet'; readonly call: WalletPromptView }
  )

/** What was shown waits no more, because the page that asked has gone: nobody would hear an answer. */
export interface Gone {
  readonly id: string
  readonly asks: 'nothing'
  readonly origin: string
  readonly waiting: number
}

export type PromptView = Waiting | Gone

const waiting = async () => {
  const db = await database()
  const [requests, calls] = await Promise.all([
    db.getAllFromIndex('requests', 'state', 'pending'),
    db.getAllFromIndex('walletCalls', 'state', 'pending'),
  ])
  // Sorting keeps what came at the same moment in this order, which is also the worker's.
  const queue = [
    // What a rule may still decide, once the chain has answered, is put to nobody yet.
    ...requests
      .filter(({ undecided }) => undecided === undefined)
      .map((request) => ({ asks: 'data', ...request }) as const),
    ...calls.map((call) => ({ asks: 'wallet', ...call }) as const),
  ].toSorted((a, b) => a.receivedAt - b.receivedAt)
  return { db, queue }
}

/** Sites of which the person has said something, or agreed to. */
const knownOrigins = async (db: Database): Promise<readonly string[]> => {
  const [sites, grants] = await Promise.all([db.getAll('sites'), db.getAll('grants')])
  return [...new Set([...sites, ...grants].map(({ origin }) => origin))]
}

/** Of `id`, where its page went away before it was answered. */
const goneAsker = async (db: Database, id: string): Promise<Asker | undefined> => {
  const [request, call] = await Promise.all([db.get('requests', id), db.get('walletCalls', id)])
  const record = request ?? call
  return record?.decision?.by === PAGE_GONE ? record.asker : undefined
}

/**
 * What has this id while it waits; that its page has gone, where it has; otherwise what has waited longest. Nothing where
 * nothing waits.
 */
export const promptView = view(
  ['requests', 'walletCalls', 'datasets', 'budgetEvents', 'grants', 'state', 'sites'],
  async (id?: string): Promise<PromptView | undefined> => {
    const { db, queue } = await waiting()
    const asked = queue.find((entry) => entry.id === id)
    if (asked === undefined && id !== undefined) {
      const gone = await goneAsker(db, id)
      if (gone !== undefined) return { id, asks: 'nothing', origin: gone.origin, waiting: queue.length }
    }
    const shown = asked ?? queue[0]
    if (shown === undefined) return undefined
    const next = queue.find((entry) => entry !== shown)?.asker.origin
    const place = { id: shown.id, waiting: queue.length, ...(next === undefined ? {} : { next }) }
    return shown.asks === 'data'
      ? { ...place, asks: shown.asks, task: await readTaskPrompt(db, shown) }
      : { ...place, asks: shown.asks, call: walletPrompt(shown, Date.now(), await knownOrigins(db)) }
  },
)

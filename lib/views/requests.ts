import { database } from '../db/database.ts'
import type { Decision, RequestRecord, WalletCallRecord } from '../db/schema.ts'
import { inert } from '../i18n/untrusted.ts'
import type { WalletCallKind } from '../protocol/walletCalls.ts'
import { type GrantLine, grantLine, isLiveLine } from './grantLine.ts'
import { type TaskName, taskName } from './publisher.ts'
import { view } from './view.ts'

/** How many past answers the page keeps in sight. */
const ANSWERS_SHOWN = 50

interface AskedLine {
  readonly id: string
  readonly origin: string
  readonly receivedAt: number
  readonly decision?: Decision
  readonly decidedAt?: number
}

/** Something that was asked: to train on data, or a question to the wallet. */
export type RequestLine = AskedLine &
  (
    | ({ readonly asks: 'data' } & TaskName)
    | { readonly asks: 'wallet'; readonly kind: WalletCallKind; readonly method: string }
  )

export interface RequestsView {
  readonly waiting: readonly RequestLine[]
  readonly grants: readonly GrantLine[]
  readonly ended: readonly GrantLine[]
  readonly answered: readonly RequestLine[]
}

const askedLine = (record: RequestRecord | WalletCallRecord): AskedLine => {
  const { id, asker, receivedAt, decision, decidedAt } = record
  return {
    id,
    origin: asker.origin,
    receivedAt,
    ...(decision === undefined ? {} : { decision }),
    ...(decidedAt === undefined ? {} : { decidedAt }),
  }
}

const requestLine = (request: RequestRecord): RequestLine => ({
  asks: 'data',
  ...taskName(request.task.manifest),
  ...askedLine(request),
})

const callLine = (call: WalletCallRecord): RequestLine => ({
  asks: 'wallet',
  kind: call.kind,
  method: inert(call.method.slice(0, 80), 60),
  ...askedLine(call),
})

export const requestsView = view(
  ['requests', 'walletCalls', 'grants', 'datasets', 'contributions', 'runs', 'budgetEvents'],
  async (): Promise<RequestsView> => {
    const db = await database()
    const [requests, calls, grants, datasets, contributions, runs, events] = await Promise.all([
      db.getAll('requests'),
      db.getAll('walletCalls'),
      db.getAll('grants'),
      db.getAll('datasets'),
      db.getAll('contributions'),
      db.getAll('runs'),
      db.getAll('budgetEvents'),
    ])
    const lines = grants
      .sort((a, b) => b.createdAt - a.createdAt)
      .map((grant) => grantLine(grant, { contributions, datasets, runs, events }))
    const isPending = ({ state }: RequestRecord | WalletCallRecord) => state === 'pending'
    const isAnswered = ({ state }: RequestRecord | WalletCallRecord) => state === 'answered'
    const linesOf = (which: typeof isPending): readonly RequestLine[] => [
      ...requests.filter(which).map(requestLine),
      ...calls.filter(which).map(callLine),
    ]
    return {
      waiting: linesOf(isPending).toSorted((a, b) => a.receivedAt - b.receivedAt),
      grants: lines.filter(isLiveLine),
      ended: lines.filter((line) => !isLiveLine(line)),
      answered: linesOf(isAnswered)
        .toSorted((a, b) => (b.decidedAt ?? 0) - (a.decidedAt ?? 0))
        .slice(0, ANSWERS_SHOWN),
    }
  },
)

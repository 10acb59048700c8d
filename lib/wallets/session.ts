import { readSession, writeSession } from '../platform/sessionRecords.ts'
import type { Address } from '../protocol/hex.ts'
import type { ContributionKeyStatement } from '../protocol/statements.ts'
import type { Place, WalletCall } from './messages.ts'

/** What goes on between worker and page. It survives the worker, and ends with the browser as its tab does. */
export interface ReachSession {
  readonly place?: Place
  readonly tabId?: number
  /** The page's document: another one in the same tab is a reload, which knows nothing of earlier calls. */
  readonly documentId?: string
  /** The one call that is open. */
  readonly call?: WalletCall
  /** Accounts that the wallet named, while its chain is asked for. */
  readonly accounts?: readonly Address[]
  /** Statement that the wallet is asked to sign. */
  readonly statement?: ContributionKeyStatement
}

const KEY = 'bridge'

export const readReachSession = async (): Promise<ReachSession> =>
  (await readSession<ReachSession>(KEY)) ?? {}

export const writeReachSession = (session: ReachSession): Promise<void> => writeSession(KEY, session)

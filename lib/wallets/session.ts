import type { WalletState } from '../db/schema.ts'
import { readSession, writeSession } from '../platform/sessionRecords.ts'
import type { Address } from '../protocol/hex.ts'
import type { ContributionKeyStatement } from '../protocol/statements.ts'
import type { WalletCall } from './messages.ts'

/** What goes on between worker and bridge page. It survives the worker, and ends with the browser as its tab does. */
export interface BridgeSession {
  readonly tabId?: number
  /** The page's document: another one in the same tab is a reload, which knows nothing of earlier calls. */
  readonly documentId?: string
  /** The one call that is open. */
  readonly call?: WalletCall
  /** Account that the wallet named, while its chain is asked for. */
  readonly account?: Address
  /** Statement that the wallet is asked to sign. */
  readonly statement?: ContributionKeyStatement
  /** The connection that stands until a new one does. */
  readonly previous?: Extract<WalletState, { state: 'connected' }>
}

const KEY = 'bridge'

export const readBridgeSession = async (): Promise<BridgeSession> =>
  (await readSession<BridgeSession>(KEY)) ?? {}

export const writeBridgeSession = (session: BridgeSession): Promise<void> => writeSession(KEY, session)

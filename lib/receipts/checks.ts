import type { Address, Bytes32 } from '../protocol/hex.ts'

/** `unchecked`: somebody had to be asked who could not be reached, or there is nothing here to check it against. */
export type CheckState = 'passed' | 'failed' | 'unchecked'

/** Of a receipt of ours, in the order in which each rests on those before it. */
export type ReceiptCheckId = 'form' | 'task' | 'delegation' | 'signature' | 'words' | 'record' | 'ended'
/** Of an attestation alone. */
export type AttestationCheckId = 'form' | 'uid' | 'signer' | 'eas' | 'meaning'

export interface Check<Id extends string> {
  readonly id: Id
  readonly state: CheckState
  /** What went wrong, as a stable code. */
  readonly code?: string
}

/** `incomplete`: nothing is wrong, and something could not be checked. */
export type Verdict = 'proven' | 'incomplete' | 'failed'

/** What a receipt says, whether or not it holds. Untrusted text. Times are seconds since 1970. */
export interface ReceiptWords {
  readonly publisher: string
  readonly title: string
  readonly origin: string
  readonly account: Address
  readonly givenAt: number
  /** 0 where it has no end of its own. */
  readonly expires: number
  readonly ended?: { readonly how: 'withdrawn' | 'expired'; readonly at: number }
}

/** What an attestation says without anything beside it. */
export interface AttestationWords {
  readonly uid: Bytes32
  readonly kind: 'receipt' | 'contribution' | 'other'
  readonly schema: Bytes32
  /** Whose key signed it; undefined where the signature is nobody's. */
  readonly signer?: Address
  readonly recipient: Address
  readonly time: number
  readonly chainId: number
}

export type VerifiedFile =
  | {
      readonly kind: 'receipt'
      readonly verdict: Verdict
      readonly checks: readonly Check<ReceiptCheckId>[]
      readonly words?: ReceiptWords
    }
  | {
      readonly kind: 'attestation'
      readonly verdict: Verdict
      readonly checks: readonly Check<AttestationCheckId>[]
      readonly words?: AttestationWords
    }

export const verdictOf = (checks: readonly Check<string>[]): Verdict => {
  if (checks.some(({ state }) => state === 'failed')) return 'failed'
  return checks.some(({ state }) => state === 'unchecked') ? 'incomplete' : 'proven'
}

/** Thrown inside a check where the answer has to come from elsewhere and does not. */
export const UNKNOWN: unique symbol = Symbol('unknown')

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'receipt/failed'

/** One check: passed unless it throws; `UNKNOWN` makes it unchecked. Never rejects. */
export const check = async <Id extends string>(
  id: Id,
  run: () => Promise<unknown> | unknown,
): Promise<Check<Id>> => {
  try {
    await run()
    return { id, state: 'passed' }
  } catch (error) {
    return error === UNKNOWN ? { id, state: 'unchecked' } : { id, state: 'failed', code: codeOf(error) }
  }
}

import { ProvisoError } from '../protocol/errors.ts'
import type { Address } from '../protocol/hex.ts'
import {
  type ContributionKeyStatement,
  delegationTypedData,
  MAX_DELEGATION_SECONDS,
  SCOPE_CONTRIBUTE,
  type SignedDelegation,
} from '../protocol/statements.ts'
import type { VerifyTypedData } from './signature.ts'

/** Clocks of two machines may differ by this much: seconds. */
export const CLOCK_SKEW_SECONDS = 300

/** What the wallet is asked to sign: 30 days from just before `now` (milliseconds since 1970). */
export const newDelegation = (args: {
  readonly account: Address
  readonly key: Address
  readonly chainId: number
  readonly payee: Address
  readonly now: number
}): ContributionKeyStatement => {
  const notBefore = Math.floor(args.now / 1000) - CLOCK_SKEW_SECONDS
  return {
    account: args.account,
    key: args.key,
    chainId: String(args.chainId),
    notBefore,
    notAfter: notBefore + MAX_DELEGATION_SECONDS,
    scope: SCOPE_CONTRIBUTE,
    payee: args.payee,
  }
}

const RENEW = 'Sign a new delegation with the wallet.'

/**
 * A delegation that holds at `now` (milliseconds since 1970) and is signed by its account. Throws
 * `delegation/wrong-scope`, `/too-long`, `/not-yet-valid`, `/lapsed` or `/bad-signature`.
 */
export const verifyDelegation = async (
  signed: SignedDelegation,
  { now, verify }: { readonly now: number; readonly verify: VerifyTypedData },
): Promise<void> => {
  const { statement, signature } = signed
  const seconds = now / 1000
  if (statement.scope !== SCOPE_CONTRIBUTE)
    throw new ProvisoError('delegation/wrong-scope', 'This delegation is for something else.', {
      todo: RENEW,
    })
  if (statement.notAfter - statement.notBefore > MAX_DELEGATION_SECONDS)
    throw new ProvisoError('delegation/too-long', 'This delegation lasts longer than 30 days.', {
      todo: RENEW,
    })
  if (seconds < statement.notBefore)
    throw new ProvisoError('delegation/not-yet-valid', 'This delegation does not hold yet.', {
      todo: 'Check the clock of this device.',
    })
  if (seconds > statement.notAfter)
    throw new ProvisoError('delegation/lapsed', 'This delegation has lapsed.', { todo: RENEW })
  if (!(await verify({ address: statement.account, typedData: delegationTypedData(statement), signature })))
    throw new ProvisoError('delegation/bad-signature', 'This delegation is not signed by its account.', {
      todo: RENEW,
    })
}

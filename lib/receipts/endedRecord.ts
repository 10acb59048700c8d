import { canonicalJson } from '../protocol/canonical.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import type { RevocationStatement } from '../protocol/statements.ts'
import { instant, type JsonLd } from './jsonld.ts'

interface Record27560 {
  readonly 'dpv:hasDataSubject': string
  readonly 'dpv:hasConsentStatus': readonly JsonLd[]
}

/** The same record with one more event: nothing that was said is unsaid. */
const withEvent = (given: string, event: (subject: string) => JsonLd, at: string): string => {
  const record: Record27560 = JSON.parse(given)
  return canonicalJson({
    ...record,
    'dct:modified': at,
    'dpv:hasConsentStatus': [...record['dpv:hasConsentStatus'], event(record['dpv:hasDataSubject'])],
  })
}

/** The record once consent was withdrawn: of the given record and of what the account stated, so the same on both sides. */
export const withdrawnRecord = (given: string, { receipt, time }: RevocationStatement): string =>
  withEvent(
    given,
    (subject) => ({
      '@type': 'dpv:ConsentWithdrawn',
      'dpv:isIndicatedAtTime': instant(time),
      'dpv:isIndicatedBy': subject,
      'dpv:hasIndicationMethod': 'A Revocation statement, signed for the account, that names the receipt.',
      'dct:identifier': receipt,
    }),
    instant(time),
  )

/** The record once the time has passed until which consent was given. Of the given record alone. */
export const expiredRecord = (given: string, expires: number): string =>
  withEvent(
    given,
    (subject) => ({
      '@type': 'dpv:ConsentExpired',
      'dpv:isIndicatedAtTime': instant(expires),
      'dpv:isIndicatedBy': subject,
      'dpv:hasIndicationMethod': 'The time has passed until which consent was given.',
    }),
    instant(expires),
  )

/** What ending needs to know of a grant. Times of receipts are seconds since 1970. */
interface Ended {
  readonly account: Address
  readonly consentRecord?: string
  readonly receipt: { readonly uid: Bytes32; readonly message: { readonly expirationTime: number } }
}

/** What the coordinator is told of a withdrawn grant. `endedAt`: milliseconds since 1970. */
export const revocationStatement = (
  { account, receipt }: Pick<Ended, 'account' | 'receipt'>,
  endedAt: number,
): RevocationStatement => ({ receipt: receipt.uid, account, time: Math.floor(endedAt / 1000) })

/**
 * The record of a grant that has ended in one of these ways. Nothing where consent still stands (all rounds are done), where
 * its end has not come, or for grants of earlier versions, which have no record.
 */
export const endedConsentRecord = (
  grant: Ended,
  how: 'revoked' | 'relinquished' | 'completed' | 'expired',
  endedAt: number,
): string | undefined => {
  const { consentRecord, receipt } = grant
  if (consentRecord === undefined || how === 'completed') return undefined
  if (how !== 'expired') return withdrawnRecord(consentRecord, revocationStatement(grant, endedAt))
  const { expirationTime } = receipt.message
  const isPast = expirationTime !== 0 && expirationTime * 1000 <= endedAt
  return isPast ? expiredRecord(consentRecord, expirationTime) : undefined
}

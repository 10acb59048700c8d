import type { OffchainAttestation } from '../protocol/eas.ts'
import { CONTEXT, instant, type JsonLd } from './jsonld.ts'

/** W3C's profile of a TS 27560 receipt that carries a copy of its record. */
const PROFILE = 'https://w3id.org/dpv/schema/dpv-27560#receipt-record'

interface Parties {
  readonly 'dpv:hasDataSubject': JsonLd
  readonly 'dpv:hasDataController': JsonLd
}

/**
 * The consent receipt in JSON-LD: the record as it was given and, once consent has ended, as it ended. It is made of signed
 * words alone, so both sides write the same one.
 */
export const consentReceipt = (
  { uid, message }: OffchainAttestation,
  records: readonly [given: JsonLd, ended?: JsonLd],
): JsonLd => {
  const given = records[0] as unknown as Parties
  return {
    '@context': CONTEXT,
    '@type': 'dpv:ConsentReceipt',
    'dct:conformsTo': PROFILE,
    'dct:identifier': uid,
    'dpv:hasIdentifier': uid,
    'dct:created': instant(message.time),
    'dct:creator': given['dpv:hasDataSubject'],
    'dct:audience': given['dpv:hasDataController'],
    'dpv:hasRecordOfActivity': records.filter((record) => record !== undefined),
  }
}

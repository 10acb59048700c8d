import { keccak256 } from 'viem/utils'
import { canonicalBytes, canonicalJson } from '../protocol/canonical.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import { type TaskManifest, taskIdOf, termsHash } from '../protocol/task.ts'
import { CONTEXT, instant, type JsonLd } from './jsonld.ts'
import { processOf } from './process.ts'

/** What a grant is, beside its task: everything that both sides read in the receipt. Times are seconds since 1970. */
export interface ConsentFacts {
  readonly account: Address
  /** Hash of the delegation under which the receipt is signed. */
  readonly delegation: Bytes32
  /** Origin that asked, as the browser reported it. */
  readonly origin: string
  readonly givenAt: number
  /** 0 where the grant has no end of its own. */
  readonly expires: number
  readonly datasetCommitment: Bytes32
}

/** The form of these documents. Other words or fields are another form, with a receipt schema of its own. */
const FORM = 'proviso/consent-record/1'

/** W3C's profile of ISO/IEC TS 27560:2023 in DPV terms. */
const PROFILE = 'https://w3id.org/dpv/schema/dpv-27560#record'

/** The language of the notice that people are shown. */
const NOTICE_LANGUAGE = 'en'

/** An account as an identifier that any tool reads (did:pkh): a pseudonym, nobody's name. */
export const accountDid = (chainId: number, account: Address): string =>
  `did:pkh:eip155:${chainId}:${account.toLowerCase()}`

/** A UUID (RFC 9562, version 8) made of a hash: both sides give a record the same one, and no two records share it. */
const uuidOf = (hash: Bytes32): string => {
  const variant = ((Number.parseInt(hash.slice(18, 19), 16) & 3) | 8).toString(16)
  const digits = `${hash.slice(2, 14)}8${hash.slice(15, 18)}${variant}${hash.slice(19, 34)}`
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

const controllerOf = ({ publisher, reward }: TaskManifest): JsonLd => {
  const id = accountDid(reward.chainId, publisher.address)
  return {
    '@id': id,
    '@type': 'dpv:DataController',
    'dpv:hasIdentifier': id,
    'dpv:hasName': publisher.name,
    'schema:url': publisher.url,
    'schema:contactPoint': { '@type': 'schema:ContactPoint', 'schema:url': publisher.contact },
    'dpv:hasJurisdiction': { '@type': 'dpv:Location', 'dct:title': publisher.jurisdiction },
  }
}

const givenEvent = ({ givenAt, expires }: ConsentFacts, subject: string): JsonLd => ({
  '@type': ['dpv:ConsentGiven', 'dpv:ExpressedConsent'],
  'dpv:isIndicatedAtTime': instant(givenAt),
  'dpv:isIndicatedBy': subject,
  'dpv:hasIndicationMethod': 'Allowed in Proviso, by the person or by a rule that the person had set.',
  'dpv:hasDuration':
    expires === 0
      ? { '@type': 'dpv:UntilEventDuration', 'rdf:value': 'Withdrawal' }
      : { '@type': 'dpv:UntilTimeDuration', 'rdf:value': instant(expires) },
})

/**
 * The consent record of a grant: ISO/IEC TS 27560:2023 in DPV 2.3 terms, as canonical JSON. A pure function of the task and
 * of what the receipt says, so that both sides hold the same bytes and neither has to send them.
 */
export const consentRecord = (manifest: TaskManifest, facts: ConsentFacts): string => {
  const { publisher, reward, aggregation, title } = manifest
  const terms = termsHash(manifest)
  const subject = accountDid(reward.chainId, facts.account)
  const controller = accountDid(reward.chainId, publisher.address)
  const uuid = uuidOf(
    keccak256(
      canonicalBytes({
        task: taskIdOf(manifest),
        subject,
        delegation: facts.delegation,
        origin: facts.origin,
        givenAt: facts.givenAt,
        expires: facts.expires,
        datasetCommitment: facts.datasetCommitment,
      }),
    ),
  )
  return canonicalJson({
    '@context': CONTEXT,
    '@id': `urn:uuid:${uuid}`,
    '@type': 'dpv:ConsentRecord',
    'dct:conformsTo': PROFILE,
    'schema:schemaVersion': FORM,
    'dct:identifier': uuid,
    'dpv:hasIdentifier': uuid,
    'dct:created': instant(facts.givenAt),
    'dpv:hasDataSubject': subject,
    'dpv:hasDataController': controller,
    'dpv:hasEntity': [
      controllerOf(manifest),
      { '@id': subject, '@type': 'dpv:DataSubject', 'dpv:hasIdentifier': subject },
    ],
    'dpv:hasJurisdiction': { '@type': 'dpv:Location', 'dct:title': publisher.jurisdiction },
    'dpv:hasLegalBasis': 'dpv:ExpressedConsent',
    'dpv:hasNotice': {
      '@type': 'dpv:ConsentNotice',
      'dct:title': title,
      'dct:identifier': terms,
      'dct:description':
        'The task that the person was shown; the identifier is the keccak256 of its canonical JSON.',
      'dct:language': NOTICE_LANGUAGE,
      'dct:source': facts.origin,
    },
    'dpv:hasProcess': processOf(manifest, { ...facts, controller }),
    'dpv:hasConsentControl': {
      '@type': 'dpv:WithdrawConsent',
      'dpv:isExercisedAt': aggregation.coordinator,
      'dct:description':
        'At any time, with one click in Proviso on the device of the data subject, or with a signed Revocation statement to the coordinator. Withdrawal stops future use; what a model has learned stays in it.',
    },
    'dpv:hasRight': {
      '@type': 'dpv:DataSubjectRight',
      'dct:title': 'Withdraw consent at any time; ask the controller about any other right.',
      'dpv:isExercisedAt': publisher.contact,
    },
    'dpv:hasConsentStatus': [givenEvent(facts, subject)],
  })
}

/** What the receipt commits to: `keccak256` of the record's bytes. */
export const recordHash = (record: string): Bytes32 => keccak256(new TextEncoder().encode(record))

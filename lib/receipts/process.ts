import type { Bytes32 } from '../protocol/hex.ts'
import type { PrivacyTerms, TaskManifest } from '../protocol/task.ts'
import { isSpecial } from '../vocabulary/terms.ts'
import { instant, type JsonLd } from './jsonld.ts'

const property = (name: string, value: string | number): JsonLd => ({
  '@type': 'schema:PropertyValue',
  'schema:name': name,
  'schema:value': value,
})

/** What stands between a single record and whoever reads an update. */
const privacyMeasures = (privacy: PrivacyTerms): readonly JsonLd[] =>
  privacy.mechanism === 'none'
    ? []
    : [
        {
          '@type': 'dpv:DifferentialPrivacy',
          'dct:description':
            'Each record’s gradient is clipped and noise is added on the device, before anything leaves it. Epsilon is the most that all rounds together may cost; delta is the device’s own.',
          'schema:additionalProperty': [
            property('unit', privacy.unit),
            property('samplingRate', privacy.samplingRate),
            property('expectedBatch', privacy.expectedBatch),
            property('clipNorm', privacy.clipNorm),
            property('noiseMultiplier', privacy.noiseMultiplier),
            property('maxEpsilon', privacy.maxEpsilon),
          ],
        },
      ]

const measuresOf = ({ privacy, update, aggregation }: TaskManifest, delegation: Bytes32): JsonLd => [
  ...privacyMeasures(privacy),
  {
    '@type': 'dpv:TechnicalMeasure',
    'dct:title': 'Federated learning',
    'dct:description':
      'Records are never sent. The change in the model that the device computed is, once a round, and is averaged with those of others.',
    'schema:additionalProperty': [
      property('updateClipNorm', update.clipNorm),
      property('aggregation', aggregation.kind),
      property('minCohort', aggregation.minCohort),
    ],
  },
  {
    '@type': 'dpv:DigitalSignatures',
    'dct:description': 'The receipt is signed by a key that the account delegated with this statement.',
    'dct:identifier': delegation,
  },
]

const personalData = ({ data }: TaskManifest, datasetCommitment: Bytes32): JsonLd => ({
  '@type': isSpecial(data.category) ? 'dpv:SpecialCategoryPersonalData' : 'dpv:PersonalData',
  'skos:broader': data.category,
  'dct:description': `A dataset of the kind ${data.kind}. The identifier is a salted commitment to it.`,
  'dct:identifier': datasetCommitment,
  'dpv:hasNecessity': 'dpv:Required',
  'schema:additionalProperty': [
    property('minRecords', data.minRecords),
    property('maxRecords', data.maxRecords),
  ],
})

const conditionsOf = ({ schedule }: TaskManifest, expires: number): JsonLd => [
  { '@type': 'dpv:ProcessingLocation', 'dpv:hasLocation': 'dpv:WithinDevice' },
  {
    '@type': 'dpv:ProcessingDuration',
    'dct:description': 'Rounds at most.',
    'dpv:hasDuration': { '@type': 'dpv:FixedOccurrencesDuration', 'rdf:value': String(schedule.rounds) },
  },
  {
    '@type': 'dpv:ProcessingDuration',
    'dpv:hasDuration': {
      '@type': 'dpv:UntilTimeDuration',
      'rdf:value': expires === 0 ? schedule.closesAt : instant(expires),
    },
  },
]

const storageOf = ({ terms, aggregation }: TaskManifest): JsonLd => [
  {
    '@type': 'dpv:StorageLocation',
    'dct:description': 'The records stay where they are.',
    'dpv:hasLocation': 'dpv:WithinDevice',
  },
  {
    '@type': 'dpv:StorageLocation',
    'dct:description': 'What was computed from them is sent here.',
    'dpv:hasLocation': 'dpv:RemoteLocation',
    'schema:url': aggregation.coordinator,
  },
  {
    '@type': 'dpv:StorageDuration',
    'dct:description': 'Of what was sent.',
    'dpv:hasDuration': { '@type': 'dpv:TemporalDuration', 'rdf:value': `P${terms.retentionDays}D` },
  },
]

/** The one process of a consent record: what is done with which data, where, for whom, and behind which safeguards. */
export const processOf = (
  manifest: TaskManifest,
  facts: {
    readonly controller: string
    readonly delegation: Bytes32
    readonly expires: number
    readonly datasetCommitment: Bytes32
  },
): JsonLd => ({
  '@type': 'dpv:Process',
  'dct:title': manifest.title,
  'dct:description': manifest.description,
  'dpv:hasPurpose': manifest.purposes,
  'dpv:hasPersonalData': personalData(manifest, facts.datasetCommitment),
  'dpv:hasProcessing': manifest.processing,
  'dpv:hasDataSource': { '@type': 'dpv:DataSubjectDataSource' },
  'dpv:hasProcessingCondition': conditionsOf(manifest, facts.expires),
  'dpv:hasStorageCondition': storageOf(manifest),
  'dpv:hasDataController': facts.controller,
  'dpv:hasLegalBasis': 'dpv:ExpressedConsent',
  'dpv:hasRecipient': manifest.terms.recipients.map((name) => ({
    '@type': 'dpv:Recipient',
    'dpv:hasName': name,
  })),
  'dpv:hasTechnicalMeasure': measuresOf(manifest, facts.delegation),
  'schema:license': manifest.terms.modelLicense,
})

import * as v from 'valibot'
import { encodeAbiParameters, isAddress, keccak256 } from 'viem/utils'
import { ArchitectureSchema, buckets, integer, words } from './architecture.ts'
import { canonicalBytes } from './canonical.ts'
import { ProvisoError } from './errors.ts'
import { type Address, type Bytes32, type Hex, isBytes32 } from './hex.ts'
import { inconsistent } from './inconsistent.ts'
import { firstIssue } from './issues.ts'
import { assertArchitecture, assertBatch, parameterCount } from './layers.ts'
import type { SignedTask, TaskManifest } from './manifest.ts'
import { gradientClipNorm, OptimizerSchema } from './optimizer.ts'

/** `keccak256(abi.encode(publisher, termsHash))`: one publisher's task, on every chain and device. */
export type TaskId = Bytes32 & { readonly __brand: 'TaskId' }

/** The largest manifest, as canonical JSON, that anyone has to read: bytes. */
export const MAX_MANIFEST_BYTES = 65_536

const text = (max: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(max))
const positive = (max: number) => v.pipe(v.number(), v.finite(), v.gtValue(0), v.maxValue(max))
const address = v.custom<Address>((x) => typeof x === 'string' && isAddress(x), 'must be a 20-byte address')
const bytes32 = v.custom<Bytes32>(
  (x) => typeof x === 'string' && isBytes32(x),
  'must be 32 bytes in hexadecimal',
)
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a lower-case SHA-256 in hexadecimal'))
const instant = v.pipe(v.string(), v.isoTimestamp('must be an ISO 8601 instant'))
const httpUrl = v.pipe(
  v.string(),
  v.url(),
  v.regex(/^https?:\/\//, 'must be an http(s) address'),
  v.maxLength(2048),
)
const contact = v.pipe(
  v.string(),
  v.regex(/^(mailto:|https?:\/\/)/, 'must be a mailto: or http(s) address'),
  v.maxLength(320),
)
const iri = (prefix: string) =>
  v.pipe(v.string(), v.regex(new RegExp(`^${prefix}:[A-Za-z][A-Za-z0-9]*$`), `must be a ${prefix}: term`))
/** Token base units as decimal digits: JSON numbers would lose them. */
const amount = v.pipe(v.string(), v.regex(/^(0|[1-9][0-9]{0,28})$/, 'must be base units, in decimal digits'))

const PipelineStepSchema = v.variant('step', [
  v.strictObject({ step: v.literal('resize'), width: integer(1, 512), height: integer(1, 512) }),
  v.strictObject({ step: v.literal('greyscale') }),
  v.strictObject({ step: v.literal('normalise'), mean: v.pipe(v.number(), v.finite()), std: positive(1e6) }),
  v.strictObject({
    step: v.literal('select'),
    fields: v.pipe(v.array(text(128)), v.minLength(1), v.maxLength(4096)),
  }),
  v.strictObject({ step: v.literal('tokenise'), field: text(128), words, buckets }),
  v.strictObject({
    step: v.literal('standardise'),
    fields: v.pipe(
      v.record(text(128), v.strictObject({ mean: v.pipe(v.number(), v.finite()), std: positive(1e12) })),
    ),
  }),
  v.strictObject({
    step: v.literal('label'),
    /** Table field that holds the label; images carry theirs. */
    field: v.optional(text(128)),
    classes: v.pipe(v.array(text(128)), v.minLength(2), v.maxLength(1000)),
  }),
])

const PrivacySchema = v.variant('mechanism', [
  v.strictObject({
    unit: v.literal('record'),
    mechanism: v.literal('local'),
    samplingRate: v.pipe(v.number(), v.gtValue(0), v.maxValue(1)),
    expectedBatch: integer(1, 65_536),
    clipNorm: positive(1000),
    noiseMultiplier: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1000)),
    maxEpsilon: positive(1000),
  }),
  v.strictObject({ mechanism: v.literal('none'), batchSize: integer(1, 4096) }),
])

/**
 * Everything a publisher asks for, and everything the person is told. Fields and meaning: docs/protocol.md.
 * Strict at every level: an unknown field is an error, because a person cannot consent to what is not read.
 */
export const TaskManifestSchema = v.strictObject({
  version: v.literal(1),
  nonce: bytes32,
  title: text(120),
  description: text(2000),
  publisher: v.strictObject({
    name: text(80),
    address,
    settlementKey: address,
    url: httpUrl,
    contact,
    jurisdiction: text(40),
    attestations: v.optional(v.pipe(v.array(bytes32), v.minLength(1), v.maxLength(8))),
  }),
  purposes: v.pipe(v.array(iri('dpv')), v.minLength(1), v.maxLength(8)),
  processing: v.pipe(v.array(iri('ai')), v.minLength(1), v.maxLength(8)),
  data: v.strictObject({
    category: iri('pd'),
    kind: v.picklist(['image', 'table']),
    minRecords: integer(1, 10_000_000),
    maxRecords: integer(1, 10_000_000),
  }),
  pipeline: v.pipe(v.array(PipelineStepSchema), v.minLength(1), v.maxLength(32)),
  model: v.strictObject({
    architecture: ArchitectureSchema,
    weights: v.strictObject({ sha256, bytes: integer(4, 268_435_456) }),
  }),
  training: v.strictObject({
    loss: v.literal('softmax-cross-entropy'),
    optimizer: OptimizerSchema,
    gradientClipNorm,
    localSteps: integer(1, 100_000),
  }),
  privacy: PrivacySchema,
  update: v.strictObject({ clipNorm: positive(1e6) }),
  aggregation: v.strictObject({
    kind: v.literal('plain'),
    coordinator: httpUrl,
    minCohort: integer(1, 1_000_000),
  }),
  schedule: v.strictObject({ rounds: integer(1, 10_000), opensAt: instant, closesAt: instant }),
  reward: v.strictObject({
    chainId: integer(1, Number.MAX_SAFE_INTEGER),
    escrow: address,
    token: address,
    perContribution: amount,
    maxPerContributor: amount,
    seats: integer(1, 1_048_576),
    accepts: text(500),
  }),
  terms: v.strictObject({
    recipients: v.pipe(v.array(text(120)), v.minLength(1), v.maxLength(32)),
    retentionDays: integer(0, 36_500),
    withdrawal: v.literal('any-time'),
    modelLicense: text(80),
  }),
  eligibility: v.optional(
    v.strictObject({ attestation: v.strictObject({ schema: bytes32, attester: address }) }),
  ),
})

export { parameterCount } from './layers.ts'
export type {
  Adam,
  AdamW,
  Architecture,
  Cnn,
  LocalPrivacyTerms,
  Momentum,
  OptimizerTerms,
  PipelineStep,
  PrivacyTerms,
  Sgd,
  SignedTask,
  TaskManifest,
  TextBag,
} from './manifest.ts'

const hexBytes = v.custom<Hex>(
  (x) => typeof x === 'string' && x.length <= 16_384 && /^0x([0-9a-fA-F]{2})*$/.test(x),
  'must be bytes in hexadecimal',
)
export const SignedTaskSchema = v.strictObject({ manifest: TaskManifestSchema, signature: hexBytes })

/** What a schema cannot say: the fields of one task must agree with each other. */
const assertConsistent = (task: TaskManifest): void => {
  const { data, model, training, reward, schedule, privacy, pipeline } = task
  if (data.minRecords > data.maxRecords) throw inconsistent('data.minRecords is above data.maxRecords.')
  assertArchitecture(model.architecture)
  assertBatch(model.architecture, privacy)
  const bytes = parameterCount(model.architecture) * 4
  if (model.weights.bytes !== bytes)
    throw inconsistent(`model.weights.bytes is ${model.weights.bytes}; this architecture has ${bytes}.`)
  if (Date.parse(schedule.opensAt) >= Date.parse(schedule.closesAt))
    throw inconsistent('schedule.opensAt is not before schedule.closesAt.')
  if (BigInt(reward.perContribution) * BigInt(schedule.rounds) > BigInt(reward.maxPerContributor))
    throw inconsistent('reward.maxPerContributor is less than all rounds together.')
  if (BigInt(reward.maxPerContributor) >= 2n ** 96n)
    throw inconsistent('reward.maxPerContributor is over 96 bits.')
  if (privacy.mechanism === 'local' && privacy.expectedBatch > privacy.samplingRate * data.maxRecords)
    throw inconsistent('privacy.expectedBatch is more than samplingRate times data.maxRecords.')
  if (privacy.mechanism === 'local' && training.gradientClipNorm !== undefined)
    throw inconsistent('training.gradientClipNorm is for tasks without privacy; privacy.clipNorm clips here.')
  const labels = pipeline.filter((step) => step.step === 'label')
  const [label] = labels
  if (label === undefined || labels.length !== 1) throw inconsistent('pipeline needs exactly one label step.')
  if (label.classes.length !== model.architecture.outputs)
    throw inconsistent('the label step has another number of classes than the model has outputs.')
}

/**
 * Reads a task from outside. Nothing is asked and nothing stored before this passes.
 * Throws `task/invalid` (naming the field), `task/too-large` or `task/inconsistent`.
 */
export const parseSignedTask = (value: unknown): SignedTask => {
  const result = v.safeParse(SignedTaskSchema, value, { abortEarly: true })
  if (!result.success)
    throw new ProvisoError('task/invalid', 'The task is not valid.', {
      details: firstIssue(result.issues, 'task'),
    })
  if (canonicalBytes(result.output.manifest).length > MAX_MANIFEST_BYTES)
    throw new ProvisoError('task/too-large', 'The task is too large.', {
      details: `At most ${MAX_MANIFEST_BYTES} bytes.`,
    })
  assertConsistent(result.output.manifest)
  return result.output as SignedTask
}

/** As `parseSignedTask`, for a manifest that is not signed yet. */
export const parseManifest = (value: unknown): TaskManifest =>
  parseSignedTask({ manifest: value, signature: '0x' }).manifest

/** `keccak256` of the manifest's canonical JSON. */
export const termsHash = (manifest: TaskManifest): Bytes32 => keccak256(canonicalBytes(manifest))

export const taskIdOf = (manifest: TaskManifest): TaskId =>
  keccak256(
    encodeAbiParameters(
      [{ type: 'address' }, { type: 'bytes32' }],
      [manifest.publisher.address, termsHash(manifest)],
    ),
  ) as TaskId

import { isAddress, isBytes32 } from '../protocol/hex.ts'
import type { PolicyRequest } from './request.ts'
import type { Attested } from './rule.ts'

/** More entries than any task has: what is longer was made to be long. */
const MAX_ENTRIES = 256

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
/** No fact is negative; what is without a bound meets no bound. */
const number = (value: unknown): number =>
  typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY ? value : Number.NaN
const maybe = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

/** The entries of a list, each read once; undefined where it is no list of so many. */
const entries = (value: unknown): readonly unknown[] | undefined => {
  if (!Array.isArray(value)) return undefined
  const { length } = value
  if (!(length <= MAX_ENTRIES)) return undefined
  const copy: unknown[] = []
  for (let index = 0; index < length; index++) copy.push(value[index])
  return copy
}

const texts = (value: unknown): readonly string[] => {
  const all = entries(value)
  return all?.every((entry) => typeof entry === 'string') ? all : []
}

/** Undefined, as while it is not known, where it is no list of attestations. */
const readAttestations = (value: unknown): readonly Attested[] | undefined => {
  const read: Attested[] = []
  for (const entry of entries(value) ?? [undefined]) {
    const { schema, attester } = (entry ?? {}) as Partial<Attested>
    if (typeof schema !== 'string' || typeof attester !== 'string') return undefined
    if (isBytes32(schema) && isAddress(attester)) read.push({ schema, attester })
  }
  return read
}

const AMOUNT = /^(0|[1-9][0-9]{0,77})$/
/** Digits that a comparison can trust; otherwise nothing, which meets no need. */
const amount = (value: unknown): string => (typeof value === 'string' && AMOUNT.test(value) ? value : '')

/**
 * The facts as plain data of the expected types, each read exactly once: whoever passes something odd (other types,
 * getters that answer differently the second time, lists without an end) is judged by what was read here. Facts of
 * another type become ones that meet no need. Undefined where not even the outline is there.
 */
export const readRequest = (request: PolicyRequest): PolicyRequest | undefined => {
  const { origin, topOrigin, publisher, attestations, purposes, category, kind, dataset, task, device, now } =
    request
  if (Number.isNaN(number(now))) return undefined
  if (typeof publisher !== 'string' || !isAddress(publisher)) return undefined
  if (typeof category !== 'string' || typeof origin !== 'string' || typeof topOrigin !== 'string')
    return undefined
  const readPurposes = texts(purposes)
  if (readPurposes.length === 0) return undefined
  const period = task.epsilonPerPeriod
  const { unit, reward } = task
  const epsilonPerRound = number(task.epsilonPerRound)
  const epsilonPerTask = number(task.epsilonPerTask)
  const isUnit = unit === 'record' || unit === 'contributor'
  return {
    origin,
    topOrigin,
    publisher,
    attestations: attestations === undefined ? undefined : readAttestations(attestations),
    purposes: readPurposes,
    category,
    kind: text(kind),
    dataset: typeof dataset === 'string' ? dataset : undefined,
    task: {
      unit: isUnit ? unit : 'none',
      // Noise that protects nothing, or without a bound, is none.
      noise: task.noise === true && isUnit && !Number.isNaN(epsilonPerRound) && !Number.isNaN(epsilonPerTask),
      epsilonPerRound,
      epsilonPerTask,
      epsilonPerPublisher: number(task.epsilonPerPublisher),
      epsilonPerPeriod: {
        day: number(period?.day),
        week: number(period?.week),
        month: number(period?.month),
        year: number(period?.year),
      },
      aggregation: text(task.aggregation),
      minCohort: number(task.minCohort),
      reward: {
        chainId: number(reward?.chainId),
        token: text(reward?.token) as `0x${string}`,
        perContribution: amount(reward?.perContribution),
      },
      funded: maybe(task.funded),
      retentionDays: number(task.retentionDays),
      recipients: texts(task.recipients),
      jurisdiction: text(task.jurisdiction),
      license: text(task.license),
    },
    device: {
      idle: maybe(device?.idle),
      charging: maybe(device?.charging),
      minuteOfDay: number(device?.minuteOfDay),
      minutesToday: number(device?.minutesToday),
      unmetered: maybe(device?.unmetered),
    },
    now,
  }
}

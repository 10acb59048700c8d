import * as v from 'valibot'
import { assertContactable, NetError, netJson } from '../net/fetch.ts'
import { isLoopbackHost } from '../net/hosts.ts'
import { ErrorCode, ProviderError, ProvisoError } from '../protocol/errors.ts'
import { type Bytes32, isBytes32 } from '../protocol/hex.ts'
import { MAX_MANIFEST_BYTES, parseSignedTask, type SignedTask, termsHash } from '../protocol/task.ts'
import { DPV_VERSION } from '../vocabulary/table.ts'
import { isCategory, isPurpose } from '../vocabulary/terms.ts'

const ReferenceSchema = v.strictObject({
  url: v.pipe(v.string(), v.maxLength(2048)),
  termsHash: v.custom<Bytes32>(
    (x) => typeof x === 'string' && isBytes32(x),
    'must be 32 bytes in hexadecimal',
  ),
})

/** The page's own input was wrong: it may know why. */
export const invalidParams = (error: unknown): ProviderError =>
  error instanceof ProviderError
    ? error
    : new ProviderError(
        ErrorCode.invalidParams,
        error instanceof ProvisoError ? error.message : 'The request is not valid.',
        error instanceof ProvisoError ? { data: { reason: error.code } } : {},
      )

/** Whether a page may name addresses on this device and its network: only if it comes from there itself. */
export const isLoopbackOrigin = (origin: string): boolean => isLoopbackHost(new URL(origin).hostname)

const fetchTask = async (
  reference: v.InferOutput<typeof ReferenceSchema>,
  origin: string,
): Promise<SignedTask> => {
  if (!URL.canParse(reference.url, origin) || new URL(reference.url, origin).origin !== origin)
    throw new ProvisoError('task/other-origin', 'A task is fetched from the page that asks.', {
      details: `Its address must begin with ${origin}.`,
    })
  const answer = await netJson(new URL(reference.url, origin).href, {
    maxBytes: 4 * MAX_MANIFEST_BYTES,
    timeoutMs: 10_000,
    allowPrivate: isLoopbackOrigin(origin),
  })
  const task = parseSignedTask(answer)
  if (termsHash(task.manifest) !== reference.termsHash.toLowerCase())
    throw new ProvisoError('task/wrong-hash', 'The task at this address is another one.', {
      details: 'Its hash differs from termsHash.',
    })
  return task
}

/** What a manifest may point at: public https addresses, or loopback where the page itself is on loopback. */
const assertAddresses = ({ manifest }: SignedTask, origin: string): void => {
  try {
    assertContactable(manifest.aggregation.coordinator, { allowPrivate: isLoopbackOrigin(origin) })
  } catch (error) {
    if (!(error instanceof NetError)) throw error
    throw new ProvisoError('task/address', 'The task names an address that may not be contacted.', {
      details: `aggregation.coordinator: ${error.details ?? error.shortMessage}`,
    })
  }
}

/** A person's rules speak the published vocabulary: a term that is not in it could slip past all of them. */
const assertWords = ({ manifest }: SignedTask): void => {
  const unknown = [
    ...manifest.purposes.filter((term) => !isPurpose(term)),
    ...[manifest.data.category].filter((term) => !isCategory(term)),
  ]
  if (unknown.length > 0)
    throw new ProvisoError('task/unknown-term', 'The task uses words that the vocabulary does not have.', {
      details: `${unknown[0]} is not a purpose or category of the W3C Data Privacy Vocabulary ${DPV_VERSION}.`,
    })
}

const assertTimely = ({ manifest }: SignedTask, now: number): void => {
  if (Date.parse(manifest.schedule.closesAt) <= now)
    throw new ProvisoError('task/expired', 'The task has closed.', {
      details: `It closed at ${manifest.schedule.closesAt}.`,
    })
}

/**
 * Reads the parameters of `dataUse_request`: a signed task, or its same-origin address and hash. Everything but the
 * signature is checked. Throws `ProviderError` -32602 with the reason: it is the page's own input.
 */
export const readTaskParams = async (params: unknown, origin: string, now: number): Promise<SignedTask> => {
  try {
    if (!Array.isArray(params) || params.length !== 1)
      throw new ProvisoError(
        'task/params',
        'dataUse_request takes exactly one parameter: a signed task, or its url and termsHash.',
      )
    const [param] = params as [unknown]
    const reference = v.safeParse(ReferenceSchema, param)
    const task = reference.success ? await fetchTask(reference.output, origin) : parseSignedTask(param)
    assertWords(task)
    assertTimely(task, now)
    assertAddresses(task, origin)
    return task
  } catch (error) {
    throw invalidParams(error)
  }
}

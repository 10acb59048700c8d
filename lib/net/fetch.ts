import { ProvisoError } from '../protocol/errors.ts'
import { isLoopbackHost, isPrivateHost } from './hosts.ts'

/** A failure to reach somebody. `retryable` tells a lost connection from a clear no. */
export class NetError extends ProvisoError {
  override name = 'NetError'
  readonly retryable: boolean
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined
  /** The body of a refusal, at most 64 KiB of text, for callers that know its form. */
  readonly body: string | undefined

  constructor(
    code: string,
    shortMessage: string,
    options: { retryable: boolean; status?: number; body?: string; details?: string; cause?: unknown },
  ) {
    super(code, shortMessage, {
      ...(options.details === undefined ? {} : { details: options.details }),
      cause: options.cause,
    })
    this.retryable = options.retryable
    this.status = options.status
    this.body = options.body
  }
}

export interface NetRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array<ArrayBuffer>
  /** Largest answer that is read, bytes. */
  readonly maxBytes: number
  readonly timeoutMs: number
  /** Whether loopback and private addresses are fine: only if the page that asked is itself on loopback. */
  readonly allowPrivate: boolean
  readonly signal?: AbortSignal
}

/**
 * Throws `net/address` unless `address` may be contacted: https, or http on loopback; no credentials in it; not a
 * private host unless allowed.
 */
export const assertContactable = (address: string, { allowPrivate }: { allowPrivate: boolean }): URL => {
  let url: URL
  try {
    url = new URL(address)
  } catch (cause) {
    throw new NetError('net/address', 'This is not a web address.', {
      retryable: false,
      details: address,
      cause,
    })
  }
  const refuse = (details: string) =>
    new NetError('net/address', 'This address may not be contacted.', { retryable: false, details })
  if (url.username !== '' || url.password !== '') throw refuse('It carries a user name or a password.')
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopbackHost(url.hostname)))
    throw refuse('It is not https.')
  if (!allowPrivate && isPrivateHost(url.hostname))
    throw refuse('It is on a private network or on this device.')
  return url
}

const MAX_ERROR_BODY = 65_536

const readLimited = async (response: Response, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  if (reader === undefined) return new Uint8Array()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      throw new NetError('net/too-large', 'The answer is larger than agreed.', {
        retryable: false,
        details: `Over ${maxBytes} bytes.`,
      })
    }
    chunks.push(value)
  }
  const bytes = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

/**
 * The one place where the extension reaches the network. No cookies, no referrer, no redirects, no cache; answers are
 * bounded in size and time. Resolves with the body of a 2xx answer, else throws `NetError`.
 */
export const netFetch = async (address: string, request: NetRequest): Promise<Uint8Array<ArrayBuffer>> => {
  const url = assertContactable(address, request)
  const timeout = AbortSignal.timeout(request.timeoutMs)
  let response: Response
  try {
    response = await fetch(url, {
      method: request.method ?? 'GET',
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      credentials: 'omit',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
    })
  } catch (cause) {
    throw new NetError('net/unreachable', `${url.host} does not answer.`, { retryable: true, cause })
  }
  if (response.ok) return await readLimited(response, request.maxBytes)
  const body = new TextDecoder().decode(
    await readLimited(response, MAX_ERROR_BODY).catch(() => new Uint8Array()),
  )
  throw new NetError('net/status', `${url.host} answered ${response.status}.`, {
    retryable: response.status >= 500 || response.status === 429 || response.status === 408,
    status: response.status,
    body,
  })
}

/** As `netFetch`, for JSON both ways. The result is unchecked: parse it. Throws `net/not-json`. */
export const netJson = async (
  address: string,
  request: Omit<NetRequest, 'body'> & { json?: unknown },
): Promise<unknown> => {
  const { json, ...rest } = request
  const bytes = await netFetch(address, {
    ...rest,
    ...(json === undefined
      ? {}
      : { body: JSON.stringify(json), headers: { ...rest.headers, 'content-type': 'application/json' } }),
  })
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new NetError('net/not-json', `${new URL(address).host} answered something unreadable.`, {
      retryable: false,
      cause,
    })
  }
}

/** A `fetch` for a JSON-RPC client, under the same rules. The person configured the address, so it may be private. */
export const rpcFetch =
  (rpcUrl: string): ((input: unknown, init?: RequestInit) => Promise<Response>) =>
  async (_input, init) => {
    const body = await netFetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: String(init?.body ?? ''),
      maxBytes: 8 * 1024 * 1024,
      timeoutMs: 15_000,
      allowPrivate: true,
      ...(init?.signal == null ? {} : { signal: init.signal }),
    })
    return new Response(body, { headers: { 'content-type': 'application/json' } })
  }

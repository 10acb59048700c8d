import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { ApiError } from '../../lib/protocol/coordinator.ts'
import { describeError, ProvisoError } from '../../lib/protocol/errors.ts'
import type { Context } from '../context.ts'
import { ApiFault, statusOf } from '../fault.ts'
import { drain } from './body.ts'
import { type Answer, ROUTES } from './routes.ts'

/** Against clients that send slowly, or nothing: milliseconds. */
const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 120_000
const KEEP_ALIVE_MS = 5_000
/** An attestation with an ERC-6492 signature fits; Node's default of 16 KiB would not hold it. */
const MAX_HEADER_BYTES = 65_536
/** Requests still arriving when the server ends get this long. */
const CLOSE_WITHIN_MS = 5_000
const MAX_CONNECTIONS = 2_048
/** A refused upload is read to its end, up to here, so that its sender hears why. */
const MAX_DRAIN_BYTES = 16 * 1024 * 1024

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  // Everything here is public or authenticated by a signature; no cookie ever counts.
  'access-control-allow-origin': '*',
} as const

const send = (
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Uint8Array,
  more = {},
) => {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  const headers = { ...COMMON_HEADERS, 'content-type': type, 'content-length': bytes.length, ...more }
  response.writeHead(status, headers).end(bytes)
}

const sendAnswer = (response: ServerResponse, answer: Answer): void => {
  const fresh = { 'cache-control': 'no-store' }
  if ('json' in answer) send(response, 200, 'application/json', JSON.stringify(answer.json), fresh)
  else if ('text' in answer)
    send(response, 200, 'text/plain; version=0.0.4; charset=utf-8', answer.text, fresh)
  else
    send(response, 200, 'application/octet-stream', answer.bytes, {
      'cache-control': 'public, max-age=31536000, immutable',
    })
}

const toApiError = (error: unknown): ApiError => {
  if (!(error instanceof ProvisoError) || statusOf(error) === 500)
    return {
      error: { code: 'coordinator/internal', message: 'Something went wrong here.', todo: 'Try again.' },
    }
  const { code, shortMessage, details, todo } = error
  const message = details === undefined ? shortMessage : `${shortMessage} ${details}`
  return { error: { code, message, ...(todo === undefined ? {} : { todo }) } }
}

const refuse = async (
  ctx: Context,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): Promise<void> => {
  const status = statusOf(error)
  const answer = toApiError(error)
  ctx.counters.add('proviso_refusals_total', { code: answer.error.code })
  if (status === 500) ctx.log('request failed', { url: request.url ?? '', problem: describeError(error) })
  const isWhole = request.readableEnded || (await drain(request, MAX_DRAIN_BYTES))
  if (response.destroyed) return
  const close = isWhole ? {} : { connection: 'close' }
  send(response, status, 'application/json', JSON.stringify(answer), {
    ...close,
    'cache-control': 'no-store',
  })
}

const matchRoute = (method: string, path: string) => {
  const matching = ROUTES.flatMap((route) => {
    const match = route.path.exec(path)
    return match === null ? [] : [{ route, parts: match.slice(1) }]
  })
  if (matching.length === 0) throw new ApiFault(404, 'http/not-found', 'There is nothing at this address.')
  const found = matching.find(({ route }) => route.method === method)
  if (found === undefined) throw new ApiFault(405, 'http/method', 'This address takes another method.')
  return found
}

const preflight = (response: ServerResponse): void => {
  response
    .writeHead(204, {
      ...COMMON_HEADERS,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, proviso-attestation',
      'access-control-max-age': '86400',
    })
    .end()
}

export interface ApiServer {
  readonly server: Server
  /** Takes no more requests, finishes those it has, and ends. */
  close(): Promise<void>
}

/** The HTTP API of lib/protocol/coordinator.ts. `kick` is called when there may be work besides answering. */
export const createApiServer = (ctx: Context, kick: () => void): ApiServer => {
  const inProgress = new Set<Promise<void>>()
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const { route, parts } = matchRoute(request.method ?? '', (request.url ?? '').split('?')[0] ?? '')
      sendAnswer(response, await route.handle({ ctx, request, parts, kick }))
    } catch (error) {
      await refuse(ctx, request, response, error)
    }
  }
  const server = createServer(
    {
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      connectionsCheckingInterval: 2_000,
    },
    (request, response) => {
      if (request.method === 'OPTIONS') return preflight(response)
      const answering = handle(request, response)
        .catch((error: unknown) => {
          ctx.log('answer failed', { problem: describeError(error) })
          response.destroy()
        })
        .finally(() => inProgress.delete(answering))
      inProgress.add(answering)
    },
  )
  server.maxConnections = MAX_CONNECTIONS
  return {
    server,
    close: async () => {
      if (!server.listening) return
      const closed = once(server, 'close')
      server.close()
      const drained = Promise.allSettled(inProgress)
      await Promise.race([drained, delay(CLOSE_WITHIN_MS, undefined, { ref: false })])
      server.closeAllConnections()
      await Promise.all([closed, Promise.allSettled(inProgress)])
    },
  }
}

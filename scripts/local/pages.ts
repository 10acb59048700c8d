import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { SignedTask } from '../../lib/protocol/task.ts'
import { ROOT } from '../test/command.ts'
import { bundleScript } from './bundle.ts'

export interface Site {
  /** With a slash at the end. */
  readonly url: string
  stop(): Promise<void>
}

interface Resource {
  readonly type: string
  readonly body: string | (() => string)
}

const HTML = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'
const STYLE = 'text/css; charset=utf-8'
const JSON_TYPE = 'application/json; charset=utf-8'

const answer = (response: ServerResponse, status: number, headers: Record<string, string>, body = '') => {
  response.writeHead(status, { 'x-content-type-options': 'nosniff', ...headers })
  response.end(body)
}

/** Serves `resources` by path on localhost; port 0 takes a free one. */
const serve = async (
  port: number,
  resources: Readonly<Record<string, Resource>>,
  headers: Record<string, string> = {},
): Promise<Site> => {
  const server = createServer(({ method, url = '/' }, response) => {
    const resource = resources[new URL(url, 'http://localhost').pathname]
    if (method !== 'GET' && method !== 'HEAD') return answer(response, 405, { allow: 'GET, HEAD' })
    if (resource === undefined) return answer(response, 404, { 'content-type': 'text/plain' }, 'Not found.')
    const { type, body } = resource
    const text = typeof body === 'string' ? body : body()
    answer(response, 200, { ...headers, 'content-type': type }, method === 'HEAD' ? '' : text)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, 'localhost', resolve)
  })
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Digit Lab, the demo dApp of e2e/dapp, asking for `task`. */
export const serveDapp = async ({ port = 0, task }: { port?: number; task: SignedTask }): Promise<Site> => {
  const folder = join(ROOT, 'e2e', 'dapp')
  const read = (name: string) => readFile(join(folder, name), 'utf8')
  return serve(port, {
    '/': { type: HTML, body: await read('index.html') },
    '/style.css': { type: STYLE, body: await read('style.css') },
    '/app.js': { type: SCRIPT, body: await bundleScript(join(folder, 'app.ts')) },
    '/task.json': { type: JSON_TYPE, body: JSON.stringify(task) },
  })
}

/** A bridge page that another world on this machine already serves, if it is the same page. */
const servedAlready = async (port: number, page: string): Promise<Site | undefined> => {
  const url = `http://localhost:${port}/`
  const served = await fetch(url).then(
    (response) => response.text(),
    () => undefined,
  )
  return served === page ? { url, stop: async () => undefined } : undefined
}

/**
 * The bridge page on which injected wallets are reached. Its port is part of the extension's build, so worlds that run
 * side by side share it.
 */
export const serveBridge = async (port = 8437): Promise<Site> => {
  const page = await readFile(join(ROOT, 'public-bridge', 'index.html'), 'utf8')
  const shared = port === 0 ? undefined : await servedAlready(port, page)
  if (shared !== undefined) return shared
  return serve(
    port,
    { '/': { type: HTML, body: page } },
    {
      // Wallets put scripts of their own here, so script-src is left to them; nobody may frame the page.
      'content-security-policy':
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'",
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'referrer-policy': 'no-referrer',
    },
  )
}

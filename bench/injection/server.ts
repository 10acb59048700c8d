import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parentPort } from 'node:worker_threads'

/** The pages, served from a thread of their own so that the thread which drives the browsers cannot hold them up. */
const TRIVIAL = '<!doctype html><meta charset="utf-8"><title>Trivial</title><p>Some words.</p>'
const FRAMES = `<!doctype html><meta charset="utf-8"><title>Frames</title>${Array.from(
  { length: 5 },
  (_, index) => `<iframe src="/trivial?frame=${index}"></iframe>`,
).join('')}`

const server = createServer(({ url = '/' }, response) => {
  const path = url.split('?')[0]
  const page = path === '/trivial' ? TRIVIAL : path === '/frames' ? FRAMES : undefined
  response.writeHead(page === undefined ? 404 : 200, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
  })
  response.end(page)
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))

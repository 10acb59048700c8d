import ObjectMultiplex from '@metamask/object-multiplex'
import { WindowPostMessageStream } from '@metamask/post-message-stream'
import { join } from './join.ts'
import { CONTENT_SCRIPT, INPAGE, PROVIDER } from './names.ts'
import { PortStream } from './portStream.ts'

// The content script: the page's provider channel goes on to the worker's, as in provider-stream.ts.

const pageMux = new ObjectMultiplex()
const page = new WindowPostMessageStream({ name: CONTENT_SCRIPT, target: INPAGE })
join(page, pageMux)

const workerMux = new ObjectMultiplex()
const worker = new PortStream(chrome.runtime.connect({ name: CONTENT_SCRIPT }))
join(worker, workerMux)

const fromPage = pageMux.createStream(PROVIDER)
const toWorker = workerMux.createStream(PROVIDER)
join(fromPage, toWorker)

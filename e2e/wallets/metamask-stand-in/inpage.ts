import ObjectMultiplex from '@metamask/object-multiplex'
import { WindowPostMessageStream } from '@metamask/post-message-stream'
import { initializeProvider } from '@metamask/providers'
import { iconOf, uuid } from '../stand-in/announce.ts'
import { join } from './join.ts'
import { CONTENT_SCRIPT, INPAGE, PROVIDER } from './names.ts'

// Read: metamask-extension app/scripts/inpage.js, app/scripts/streams/provider-stream.ts,
// shared/modules/provider-injection.js; @metamask/providers initializeInpageProvider, MetaMaskInpageProvider.
// Reproduced with MetaMask's own packages: a Proxy as `window.ethereum` by plain assignment, `ethereum#initialized`, EIP-6963
// and CAIP-294 announcements, `_metamask`, `selectedAddress`, `send` in three forms, `sendAsync`, `enable`, the `window.web3`
// shim, and requests over multiplexed postMessage streams. Left out: the multichain (CAIP) stream and phishing warnings.

const isPlainPage = () =>
  (document.doctype === null || document.doctype.name === 'html') &&
  !/\.(xml|pdf)$/u.test(location.pathname) &&
  document.documentElement?.nodeName.toLowerCase() === 'html'

if (isPlainPage()) {
  const stream = new WindowPostMessageStream({ name: INPAGE, target: CONTENT_SCRIPT })
  const mux = new ObjectMultiplex()
  join(stream, mux)
  const quiet = () => undefined
  initializeProvider({
    connectionStream: mux.createStream(PROVIDER),
    logger: { ...console, log: quiet, debug: quiet, info: quiet, trace: quiet },
    shouldShimWeb3: true,
    providerInfo: { uuid: uuid(), name: 'MetaMask', icon: iconOf('M', '#f6851b'), rdns: 'io.metamask' },
  })
}

import { defineContentScript } from 'wxt/utils/define-content-script'
import { createPageChannel } from '../../lib/channel/page/channel.ts'
import { createGateLayer } from '../../lib/intercept/gate/gateLayer.ts'
import { interceptWallets } from '../../lib/intercept/wallets.ts'

/** Registered by the worker, for the sites of which the person has said what pages may ask of their wallet. */
export default defineContentScript({
  registration: 'runtime',
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    interceptWallets(createGateLayer(createPageChannel().request))
  },
})

import { defineContentScript } from 'wxt/utils/define-content-script'
import { createPageChannel } from '../../lib/channel/page/channel.ts'
import { announceProvider, createPageProvider } from '../../lib/channel/page/provider.ts'
import { interceptWallets } from '../../lib/intercept/wallets.ts'

export default defineContentScript({
  matches: ['http://*/*', 'https://*/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    const channel = createPageChannel()
    interceptWallets(channel.request)
    announceProvider(createPageProvider(channel))
  },
})

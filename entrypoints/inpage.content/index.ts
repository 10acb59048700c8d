import { defineContentScript } from 'wxt/utils/define-content-script'
import { createPageChannel } from '../../lib/channel/page/channel.ts'
import { announceProvider } from '../../lib/channel/page/provider.ts'
import { startInterceptor } from '../../lib/intercept/interceptor.ts'
import { startsWith } from '../../lib/intercept/ownSignatures.ts'

export default defineContentScript({
  matches: ['http://*/*', 'https://*/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    const channel = createPageChannel()
    const { request } = channel
    const look = startInterceptor(request, {
      // No page can replace `location`.
      mayDelegate: () => startsWith(location.href, __BRIDGE_URL__),
    })
    // A page that uses data may use its wallet next.
    channel.request = (args) => {
      look()
      return request(args)
    }
    announceProvider(channel)
  },
})

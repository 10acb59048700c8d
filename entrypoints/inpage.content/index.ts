import { defineContentScript } from 'wxt/utils/define-content-script'
import { createPageChannel } from '../../lib/channel/page/channel.ts'
import { announceProvider } from '../../lib/channel/page/provider.ts'
import { startInterceptor } from '../../lib/intercept/interceptor.ts'

export default defineContentScript({
  matches: ['http://*/*', 'https://*/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    const channel = createPageChannel()
    const { request } = channel
    const mayDelegate = location.href.startsWith(__BRIDGE_URL__)
    const look = startInterceptor(request, { mayDelegate })
    // A page that uses data may use its wallet next.
    channel.request = (args) => {
      look()
      return request(args)
    }
    announceProvider(channel)
  },
})

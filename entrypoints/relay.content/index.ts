import { defineContentScript } from 'wxt/utils/define-content-script'
import { startRelay } from '../../lib/channel/relay/relay.ts'

export default defineContentScript({
  matches: ['http://*/*', 'https://*/*'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  noScriptStartedPostMessage: true,
  main: startRelay,
})

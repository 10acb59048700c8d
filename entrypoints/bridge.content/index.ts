import { defineContentScript } from 'wxt/utils/define-content-script'
import { startBridgeRelay } from '../../lib/wallets/bridgeRelay.ts'

export default defineContentScript({
  matches: [`${__BRIDGE_URL__}*`],
  runAt: 'document_start',
  noScriptStartedPostMessage: true,
  main: startBridgeRelay,
})

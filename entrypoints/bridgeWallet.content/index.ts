import { defineContentScript } from 'wxt/utils/define-content-script'
import { startBridgeWallet } from '../../lib/wallets/page/bridgeWallet.ts'

export default defineContentScript({
  matches: [`${__BRIDGE_URL__}*`],
  runAt: 'document_start',
  world: 'MAIN',
  main: startBridgeWallet,
})

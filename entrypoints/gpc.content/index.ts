import { defineContentScript } from 'wxt/utils/define-content-script'
import { announceGpc } from '../../lib/gpc/page/announce.ts'

/** Registered by the worker while Global Privacy Control is on, for all sites but those that the person excepts. */
export default defineContentScript({
  registration: 'runtime',
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    announceGpc(window)
  },
})

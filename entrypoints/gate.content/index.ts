import { defineContentScript } from 'wxt/utils/define-content-script'
import { createGate } from '../../lib/intercept/gate/gate.ts'
import { meetInterceptor } from '../../lib/intercept/meeting.ts'

/** Registered by the worker, for the sites of which the person has said what pages may ask of their wallet. */
export default defineContentScript({
  registration: 'runtime',
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start',
  world: 'MAIN',
  main() {
    meetInterceptor(createGate)
  },
})

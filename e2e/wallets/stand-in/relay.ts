import { EVENT, IN_PAGE, TO_PAGE } from './build.ts'
import type { WalletReply } from './words.ts'

addEventListener('message', ({ source, data }: MessageEvent) => {
  if (source !== window || data?.type !== IN_PAGE) return
  const { id, method, params } = data
  chrome.runtime
    .sendMessage({ method, params })
    .catch((): WalletReply => ({ error: { code: 4900, message: 'The wallet was reloaded.' } }))
    .then((reply) => window.postMessage({ type: TO_PAGE, id, reply }, '*'))
})

chrome.runtime.onMessage.addListener(({ name, value }) => {
  window.postMessage({ type: EVENT, name, value }, '*')
})

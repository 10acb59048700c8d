import { isConnected, onAccountSwitched, replyTo } from './wallet.ts'

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (message.method === undefined) return undefined
  replyTo(sender.origin ?? 'null', message.method, message.params).then(reply)
  return true
})

onAccountSwitched(async (value) => {
  for (const { id, url } of await chrome.tabs.query({}))
    if (id !== undefined && url !== undefined && (await isConnected(new URL(url).origin)))
      await chrome.tabs.sendMessage(id, { name: 'accountsChanged', value })
})

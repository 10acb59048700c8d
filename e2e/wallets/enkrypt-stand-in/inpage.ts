import { iconOf, uuid } from '../stand-in/announce.ts'
import { EnkryptProvider, proxied } from './provider.ts'

// Read: enKrypt packages/extension/src/providers/ethereum/inject.ts (several versions), libs/message-handler.ts,
// src/scripts/inject.ts and contentscript.ts.
// Reproduced: EIP-6963 at document_start with a detail that is not frozen, the provider behind a Proxy with Enkrypt's own
// traps (`ethereum.request !== ethereum.request`), the bare one in `window.enkrypt.providers`, `window.ethereum` set without
// an event once the settings have come from the worker, which in a real page is after `load`. Left out: other chains.

const provider = new EnkryptProvider()
const proxy = proxied(provider)
Object.assign(window, { enkrypt: { providers: { ethereum: provider }, settings: {} } })

const loaded = new Promise((resolve) => addEventListener('load', resolve))
const settings = provider.sendMessageHandler('enkrypt', JSON.stringify({ method: 'enkrypt_getSettings' }))
Promise.all([loaded, settings]).then(() => Object.assign(window, { ethereum: proxy }))

const id = uuid()
const announce = () => {
  const info = { uuid: id, icon: iconOf('E', '#654bff'), name: 'Enkrypt', rdns: 'com.enkrypt' }
  dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail: { info, provider: proxy } }))
}
addEventListener('eip6963:requestProvider', announce)
announce()

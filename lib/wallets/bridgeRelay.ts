import { connectPort, isExtensionAlive, type Port, takeLastError } from '../platform/ports.ts'
import { bridgeWords } from './bridgeWords.ts'
import { BRIDGE_HANDOVER, BRIDGE_PORT, type FromBridge, type ToBridge } from './messages.ts'

const RETRY_MS = 1000

const show = (state: Extract<ToBridge, { type: 'state' }>) => {
  const words = bridgeWords(state.state, state.wallet)
  const place = (name: keyof typeof words) => {
    const element = document.querySelector(`[data-bridge="${name}"]`)
    if (element !== null) element.textContent = words[name]
  }
  const render = () => {
    place('heading')
    place('text')
  }
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', render, { once: true })
  else render()
}

/**
 * The bridge page's isolated script: carries messages between wallets and worker, and shows in words what goes on. It
 * comes back after the worker has died for as long as something goes on.
 */
export const startBridgeRelay = (): void => {
  let page: MessagePort | undefined
  let port: Port | undefined
  let wallets: FromBridge | undefined
  let isIdle = false

  const toWorker = (message: FromBridge) => {
    try {
      port?.postMessage(message)
    } catch {
      // Closing: the worker asks for the outcome again when it is back.
    }
  }

  const receive = (message: ToBridge) => {
    if (message.type === 'call') page?.postMessage(message)
    else {
      isIdle = ['none', 'connected', 'failed'].includes(message.state)
      show(message)
    }
  }

  const connect = () => {
    if (!isExtensionAlive()) return show({ type: 'state', state: 'failed' })
    port = connectPort(BRIDGE_PORT)
    port.onMessage.addListener(receive)
    port.onDisconnect.addListener(() => {
      takeLastError()
      port = undefined
      if (!isIdle) setTimeout(connect, RETRY_MS)
    })
    if (wallets !== undefined) toWorker(wallets)
  }

  addEventListener(
    'message',
    (event) => {
      const [handed] = event.ports
      if (
        page !== undefined ||
        event.source !== window ||
        event.data !== BRIDGE_HANDOVER ||
        handed === undefined
      )
        return
      event.stopImmediatePropagation()
      page = handed
      page.onmessage = ({ data }: MessageEvent<FromBridge>) => {
        if (data.type === 'wallets') wallets = data
        toWorker(data)
      }
      connect()
    },
    true,
  )
}

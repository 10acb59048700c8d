import { bridgeWords } from './bridgeWords.ts'
import { BRIDGE_HANDOVER, type FromPlace, PORTS, type ToPlace } from './messages.ts'
import { createWorkerLink } from './workerLink.ts'

const show = (state: Extract<ToPlace, { type: 'state' }>) => {
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

/** The bridge page's isolated script: carries messages between wallets and worker, and shows in words what goes on. */
export const startBridgeRelay = (): void => {
  let page: MessagePort | undefined
  let wallets: FromPlace | undefined

  const link = createWorkerLink(PORTS.bridge, {
    onMessage: (message) => {
      if (message.type === 'call') page?.postMessage(message)
      else show(message)
    },
    onConnected: () => {
      if (wallets !== undefined) link.post(wallets)
    },
    onGone: () => show({ type: 'state', state: 'failed' }),
  })

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
      page.onmessage = ({ data }: MessageEvent<FromPlace>) => {
        if (data.type === 'wallets') wallets = data
        link.post(data)
      }
      link.connect()
    },
    true,
  )
}

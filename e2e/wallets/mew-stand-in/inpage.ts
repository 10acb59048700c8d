import { announce, iconOf } from '../stand-in/announce.ts'
import { MODE } from '../stand-in/build.ts'
import { Emitter } from '../stand-in/emitter.ts'
import { type Callback, type JsonRpcRequest, sendAsync } from '../stand-in/legacy.ts'
import { createLink } from '../stand-in/link.ts'

// MEW's own injection is not public. Read: MyEtherWallet's web app, which tells its wallet by `isMetaMask`, `isTrust` and
// `isMEWwallet` together, and rainbowkit's and web3-onboard's detection by `window.ethereum.isMEWwallet`.
// Reproduced, as its app and its extension differ: `late` sets `window.ethereum` by itself a while after `load`;
// `announced` leaves the window alone and announces by EIP-6963, first when a page asks. Methods of Trust's provider, below
// both: `request` is an own, enumerable field here, and `send` and `enable` go through it.

class MewProvider extends Emitter {
  readonly isMEWwallet = true
  readonly isTrust = true
  readonly isMetaMask = true
  readonly request: (args: { method: string; params?: unknown }) => Promise<unknown>

  constructor() {
    super()
    const { ask } = createLink((name, value) => this.emit(name, value))
    this.request = ({ method, params }) => ask(method, params)
  }

  enable(): Promise<unknown> {
    return this.request({ method: 'eth_requestAccounts' })
  }

  send(payload: string | JsonRpcRequest, more?: readonly unknown[] | Callback): unknown {
    return typeof payload === 'object'
      ? this.sendAsync(payload, more as Callback)
      : this.request({ method: payload, params: more })
  }

  sendAsync(payload: JsonRpcRequest, callback: Callback): void {
    sendAsync((args) => this.request(args), payload, callback)
  }

  isConnected(): boolean {
    return true
  }
}

const provider = new MewProvider()
if (MODE === 'late')
  addEventListener('load', () => setTimeout(() => Object.assign(window, { ethereum: provider }), 300))
else {
  const info = { name: 'MEW wallet', rdns: 'com.myetherwallet', icon: iconOf('W', '#05c0a5') }
  addEventListener('eip6963:requestProvider', () => announce(info, provider), { once: true })
}

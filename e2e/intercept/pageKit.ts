import { bindingWallet, LayeredWallet } from '../../lib/intercept/testing/standInWallet.ts'

// What the pages of these tests bring along: stand-in wallets, and ways to call them as dApps do.

export interface Outcome {
  readonly result?: unknown
  readonly code?: number
}

export interface Callable {
  request(args: unknown): Promise<unknown>
}

const kit = {
  LayeredWallet,
  bindingWallet,
  outcome: (promise: Promise<unknown>): Promise<Outcome> =>
    promise.then(
      (result) => ({ result }),
      (error: { code: number }) => ({ code: error.code }),
    ),
  /** Asks a wallet for data use; who answers shows whether it is intercepted. */
  async isIntercepted(wallet: Callable): Promise<boolean> {
    const { result } = await kit.outcome(wallet.request({ method: 'dataUse_getGrants' }))
    return result === 'answered by the extension'
  },
  announce(provider: unknown, uuid = 'one') {
    const info = Object.freeze({ uuid, name: 'Stand-in', icon: 'data:,', rdns: 'test.standin' })
    const detail = Object.freeze({ info, provider })
    dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  },
  /** Providers as the page hears of them. */
  heard: [] as { readonly info: { readonly uuid: string }; readonly provider: Callable }[],
  calledBack: (call: (done: (...outcome: unknown[]) => void) => unknown): Promise<unknown[]> =>
    new Promise((resolve) => {
      call((...outcome) => resolve(outcome))
    }),
}

export type Kit = typeof kit

Object.assign(globalThis, { kit })
addEventListener('eip6963:announceProvider', (event) => {
  kit.heard.push((event as CustomEvent<(typeof kit.heard)[number]>).detail)
})

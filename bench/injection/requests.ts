import type { Page } from '@playwright/test'

interface RequestBatches {
  /** Microseconds per call, batch by batch. */
  readonly bare: readonly number[]
  readonly patched: readonly number[]
}

/**
 * Times `request({ method: 'eth_chainId' })` on two stand-in wallets of one class. One of them has been announced by
 * EIP-6963 and is therefore intercepted, the other has not; batches of both alternate. Throws where the first is not
 * intercepted or the second is.
 */
export const timeRequests = (
  page: Page,
  { batches, calls }: { readonly batches: number; readonly calls: number },
): Promise<RequestBatches> =>
  page.evaluate(
    async ({ batches, calls }) => {
      interface Wallet {
        request(args: { method: string }): Promise<unknown>
      }
      class StandInWallet implements Wallet {
        async request({ method }: { method: string }): Promise<unknown> {
          return method === 'eth_chainId' ? '0x1' : 'the wallet itself'
        }
      }
      const bare = new StandInWallet()
      const patched = new StandInWallet()
      dispatchEvent(
        new CustomEvent('eip6963:announceProvider', {
          detail: Object.freeze({
            info: Object.freeze({
              uuid: crypto.randomUUID(),
              name: 'Stand-in',
              icon: 'data:,',
              rdns: 'test',
            }),
            provider: patched,
          }),
        }),
      )
      const reachesWallet = async (wallet: Wallet): Promise<boolean> =>
        (await wallet.request({ method: 'dataUse_none' }).catch(() => 'refused')) === 'the wallet itself'
      if (await reachesWallet(patched)) throw new Error('The announced wallet is not intercepted.')
      if (!(await reachesWallet(bare))) throw new Error('The other wallet is intercepted.')

      // A loop of its own for each, so that neither is slowed by what the engine learnt from the other.
      const newLoop = (): ((wallet: Wallet, count: number) => Promise<void>) =>
        new Function(
          'return async (wallet, count) => { for (let i = 0; i < count; i++) await wallet.request({ method: "eth_chainId" }) }',
        )()
      const arms = [
        { wallet: bare, loop: newLoop(), micros: [] as number[] },
        { wallet: patched, loop: newLoop(), micros: [] as number[] },
      ] as const
      for (const { wallet, loop } of arms) await loop(wallet, calls)
      for (let batch = 0; batch < batches; batch++)
        for (const { wallet, loop, micros } of batch % 2 === 0 ? arms : arms.toReversed()) {
          const from = performance.now()
          await loop(wallet, calls)
          micros.push(((performance.now() - from) * 1000) / calls)
        }
      return { bare: arms[0].micros, patched: arms[1].micros }
    },
    { batches, calls },
  )

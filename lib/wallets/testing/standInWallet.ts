import type { TypedData } from '../../attest/signature.ts'
import type { Signer } from '../../attest/signer.ts'
import type { FoundWallet } from '../../db/schema.ts'
import type { Address } from '../../protocol/hex.ts'
import type { Outcome, ToPlace, WalletCall, WalletMethod } from '../messages.ts'
import type { StandInBrowser, StandInPage } from './standInBrowser.ts'

/** What a wallet answers; throws a fault. Nothing (`undefined`) leaves the question open. */
export type Answer = (params: readonly unknown[]) => unknown

export const FOUND: FoundWallet = { id: 'uuid', rdns: 'com.example.wallet', name: 'Example', icon: '' }

/** For tests: a wallet on the page that reaches it. It signs with real keys. */
export class StandInWallet {
  /** Every call that was carried out, in order. */
  readonly asked: WalletCall[] = []
  readonly answers: Partial<Record<WalletMethod, Answer>>
  /** What the page was told to show, in order. */
  readonly shown: string[] = []
  accounts: readonly Address[]
  chainId = 8453
  #page: StandInPage | undefined

  constructor(signer: Signer, others: readonly Address[] = []) {
    this.accounts = [signer.address, ...others]
    this.answers = {
      eth_requestAccounts: () => this.accounts.map((account) => account.toLowerCase()),
      eth_chainId: () => `0x${this.chainId.toString(16)}`,
      eth_signTypedData_v4: ([, json]) => {
        const { domain, types, primaryType, message } = JSON.parse(json as string)
        const { EIP712Domain: _, ...own } = types
        return signer.signTypedData({ domain, types: own, primaryType, message } satisfies TypedData)
      },
      wallet_switchEthereumChain: ([asked]) => {
        this.chainId = Number((asked as { chainId: string }).chainId)
        return null
      },
      wallet_getCapabilities: () => {
        throw { code: 4200, message: 'Not supported.' }
      },
    }
  }

  /** Arrives on the page that the worker has opened. */
  arrive(browser: StandInBrowser, port: 'bridge' | 'wallet' = 'bridge') {
    const carried = new Set<string>()
    this.#page = browser.connect(port, (raw) => {
      const message = raw as ToPlace
      if (message.type === 'state') this.shown.push(message.state)
      else if (!carried.has(message.call.id)) {
        carried.add(message.call.id)
        void this.#carryOut(message.call)
      }
    })
    if (port === 'bridge') this.#page.say({ type: 'wallets', wallets: [FOUND] })
  }

  async #carryOut(call: WalletCall) {
    this.asked.push(call)
    const { id, method, params } = call
    try {
      const result = await this.answers[method]?.(params)
      if (result !== undefined) this.tell({ id, result })
    } catch (error) {
      this.tell({ id, error: error as { code: number; message: string } })
    }
  }

  tell(outcome: Outcome) {
    this.#page?.say({ type: 'outcome', outcome })
  }

  /** The person switches accounts in the wallet. */
  switchTo(accounts: readonly Address[]) {
    this.accounts = accounts
    this.#page?.say({ type: 'accounts', wallet: { id: FOUND.id, rdns: FOUND.rdns }, accounts })
  }

  changeChain(chainId: number) {
    this.chainId = chainId
    const chain = `0x${chainId.toString(16)}`
    this.#page?.say({ type: 'chain', wallet: { id: FOUND.id, rdns: FOUND.rdns }, chainId: chain })
  }

  methods(): readonly WalletMethod[] {
    return this.asked.map(({ method }) => method)
  }
}

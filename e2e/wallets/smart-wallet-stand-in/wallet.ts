import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContext } from '@playwright/test'
import { createClient, createWalletClient, http, numberToHex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { getCode, getTransactionReceipt, waitForTransactionReceipt } from 'viem/actions'
import { encodeFunctionData } from 'viem/utils'
import type { Address, Hex } from '../../../lib/protocol/hex.ts'
import { bundleScript } from '../../../scripts/local/bundle.ts'
import type { Artefacts } from '../../../scripts/local/contracts.ts'
import { contractWalletOf, undeployedSignature } from '../../../scripts/local/contractWallet.ts'
import { deploy } from '../../../scripts/local/deploy.ts'
import { signTypedData } from '../stand-in/account.ts'
import type { Answer, Approved, Facts, Reply } from './words.ts'

/** Where the SDK looks for the wallet, and where this wallet says that its chain is. */
export const WALLET_URL = 'https://keys.coinbase.com/connect'
const RPC_URL = 'https://chain-proxy.wallet.coinbase.com/'

export interface SmartWalletOptions {
  readonly artefacts: Artefacts
  readonly rpcUrl: string
  readonly chainId: number
  /** Of an account of the local chain: it has ether, and the node holds its key too. */
  readonly ownerKey: Hex
}

interface Batch {
  readonly calls: readonly { readonly to: Address; readonly data?: Hex; readonly value?: Hex }[]
}

/**
 * A stand-in for Coinbase Smart Wallet: a contract wallet on a local chain, asked through a stand-in for its page. It signs as
 * its contract believes (ERC-6492 until it is deployed, ERC-1271 from then on) and sends batches from it.
 */
export class SmartWalletStandIn {
  readonly address: Address
  /** All that was approved, in order. */
  readonly approved: Approved[] = []
  /** Addresses of the page that were asked for, in order: one per window. */
  readonly opened: string[] = []
  /** Further accounts of the person, which the wallet names first. */
  others: readonly Address[] = []
  /** Somebody else whose key signs, as a forger's would. */
  signWith: Hex | undefined
  readonly #options: SmartWalletOptions
  readonly #batches = new Map<string, Hex>()
  #statusAsked = 0

  constructor(options: SmartWalletOptions) {
    this.#options = options
    this.address = contractWalletOf(options.artefacts, privateKeyToAccount(options.ownerKey).address).address
  }

  get #client() {
    return createClient({ transport: http(this.#options.rpcUrl), pollingInterval: 20 })
  }

  get #facts(): Facts {
    const { chainId } = this.#options
    return {
      chains: { [chainId]: `${RPC_URL}?targetName=local` },
      capabilities: {
        [numberToHex(chainId)]: { atomic: { status: 'supported' }, paymasterService: { supported: true } },
      },
    }
  }

  /** Answers for the wallet's page and its chain, in every tab of the browser. Its factory is on the chain from then on. */
  async install(context: BrowserContext): Promise<void> {
    const { artefacts, ownerKey } = this.#options
    const owner = privateKeyToAccount(ownerKey).address
    await deploy(this.#client, owner, contractWalletOf(artefacts, owner).factory)
    const page = await readFile(join(import.meta.dirname, 'popup.html'), 'utf8')
    const script = await bundleScript(join(import.meta.dirname, 'popup.ts'))
    await context.route('https://keys.coinbase.com/**', async (route) => {
      const { pathname, href } = new URL(route.request().url())
      if (pathname === '/stand-in')
        return route.fulfill({ json: await this.#reply(route.request().postDataJSON()) })
      if (pathname === '/popup.js') return route.fulfill({ contentType: 'text/javascript', body: script })
      if (pathname !== '/connect') return route.fulfill({ status: 404 })
      this.opened.push(href)
      return route.fulfill({ contentType: 'text/html', body: page })
    })
    await context.route(`${RPC_URL}**`, async (route) => {
      if (route.request().method() !== 'POST')
        return route.fulfill({
          headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
        })
      const { id, method, params } = route.request().postDataJSON()
      return route.fulfill({
        headers: { 'access-control-allow-origin': '*' },
        json: { jsonrpc: '2.0', id, ...(await this.#chainAnswer(method, params)) },
      })
    })
  }

  async #reply(asked: Approved): Promise<Reply> {
    this.approved.push(asked)
    return { answer: await this.#answer(asked), facts: this.#facts }
  }

  async #answer({ method, params }: Approved): Promise<Answer> {
    switch (method) {
      case 'eth_requestAccounts':
        return { value: [...this.others, this.address] }
      case 'eth_signTypedData_v4':
        return { value: await this.#sign(params[1] as string) }
      case 'wallet_sendCalls': {
        const id = `0x${crypto.randomUUID().replaceAll('-', '')}`
        this.#batches.set(id, await this.#send((params[0] as Batch).calls))
        return { value: { id } }
      }
      case 'eth_sendTransaction':
        return { value: await this.#send([params[0] as Batch['calls'][number]]) }
      default:
        return { error: { code: 4200, message: `${method} is not supported.` } }
    }
  }

  async #sign(json: string): Promise<Hex> {
    const { artefacts, ownerKey } = this.#options
    const owner = privateKeyToAccount(ownerKey)
    const signature = await signTypedData(privateKeyToAccount(this.signWith ?? ownerKey), json)
    const isDeployed = (await getCode(this.#client, { address: this.address })) !== undefined
    return isDeployed ? signature : undeployedSignature(contractWalletOf(artefacts, owner.address), signature)
  }

  /** The wallet's contract makes the calls; its first ones deploy it. Its owner plays bundler. */
  async #send(calls: Batch['calls']): Promise<Hex> {
    const { artefacts, ownerKey, rpcUrl } = this.#options
    const owner = privateKeyToAccount(ownerKey)
    const { factory, deployCall } = contractWalletOf(artefacts, owner.address)
    const bundler = createWalletClient({ account: owner, transport: http(rpcUrl), pollingInterval: 20 })
    const sent = async (to: Address, data: Hex) => {
      const hash = await bundler.sendTransaction({ chain: null, to, data })
      await waitForTransactionReceipt(this.#client, { hash })
      return hash
    }
    if ((await getCode(this.#client, { address: this.address })) === undefined)
      await sent(factory.address, deployCall)
    const batch = calls.map(({ to, data = '0x', value = '0x0' }) => ({ to, data, value: BigInt(value) }))
    return sent(
      this.address,
      encodeFunctionData({ abi: artefacts.TestWallet.abi, functionName: 'executeBatch', args: [batch] }),
    )
  }

  /** `wallet_getCallsStatus` as the wallet's node answers it: pending at first. */
  async #chainAnswer(method: string, params: readonly [string]) {
    const hash = this.#batches.get(params[0])
    if (method !== 'wallet_getCallsStatus' || hash === undefined)
      return { error: { code: -32601, message: `${method} is not supported.` } }
    this.#statusAsked += 1
    const base = {
      version: '2.0.0',
      id: params[0],
      chainId: numberToHex(this.#options.chainId),
      atomic: true,
    }
    if (this.#statusAsked === 1) return { result: { ...base, status: 100 } }
    const receipt = await getTransactionReceipt(this.#client, { hash })
    return {
      result: {
        ...base,
        status: 200,
        receipts: [
          {
            transactionHash: hash,
            blockHash: receipt.blockHash,
            blockNumber: numberToHex(receipt.blockNumber),
            gasUsed: numberToHex(receipt.gasUsed),
            status: '0x1',
            logs: [],
          },
        ],
      },
    }
  }
}

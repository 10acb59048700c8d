import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { accountsCall, chainIdCall, sendTransactionCall, switchChainCall } from '../calls.ts'
import { type FromPlace, POPUP_CLOSED, type ToPlace, type WalletCall } from '../messages.ts'
import { PopupFault, type Popups, type PopupTrouble } from './popups.ts'
import type { SmartProvider } from './provider.ts'
import { SMART_WALLET } from './smartWallet.ts'
import { startWalletTab } from './tab.ts'

const ACCOUNT = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const SENDING = sendTransactionCall(SMART_WALLET, ACCOUNT, { chainId: 8453, to: ACCOUNT, data: '0x' })

/** The worker's end of the port. */
let said: FromPlace[]
let hear: (message: ToPlace) => void
let drop: () => void

beforeEach(() => {
  said = []
  const connect = () => ({
    postMessage: (message: FromPlace) => said.push(message),
    onMessage: { addListener: (listener: typeof hear) => (hear = listener) },
    onDisconnect: { addListener: (listener: typeof drop) => (drop = listener) },
  })
  vi.stubGlobal('chrome', { runtime: { id: 'proviso', connect } })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A tab whose wallet gets into each of `troubles` in turn, then answers. */
const createTab = (troubles: readonly PopupTrouble[] = [], isConnected = false) => {
  const asked: string[] = []
  const left = [...troubles]
  const provider: SmartProvider = {
    isConnected: async () => isConnected,
    request: async ({ method }) => {
      asked.push(method)
      return `answer to ${method}`
    },
    onAccounts: () => undefined,
  }
  const popups: Popups = {
    during: async (ask) => {
      const trouble = left.shift()
      if (trouble !== undefined) throw new PopupFault(trouble)
      return ask()
    },
    focus: () => undefined,
  }
  const tab = startWalletTab(provider, popups)
  const ask = (call: WalletCall) => hear({ type: 'call', call })
  const click = () =>
    vi.waitFor(() => {
      if (tab.view().question?.isOpen !== false) throw new Error('Nothing waits for a click.')
      tab.open()
    })
  const answered = () =>
    vi.waitFor(() => {
      const [message] = said
      if (message?.type !== 'outcome') throw new Error('There is no answer yet.')
      return message.outcome
    })
  return { tab, asked, ask, click, answered }
}

const problemOf = (tab: ReturnType<typeof startWalletTab>) => tab.view().question?.problem?.code

describe('the wallet tab', () => {
  it('asks at once what needs no window, and shows nothing', async () => {
    const { tab, ask, answered } = createTab()
    ask(chainIdCall(SMART_WALLET))
    expect(await answered()).toMatchObject({ result: 'answer to eth_chainId' })
    expect(tab.view().question).toBeUndefined()
  })

  it('shows what needs a window, and asks it once it is clicked on, once', async () => {
    const { tab, asked, ask, click, answered } = createTab()
    ask(SENDING)
    await vi.waitFor(() => expect(tab.view().question?.asks.kind).toBe('send'))
    expect(asked).toEqual([])
    await click()
    tab.open()
    expect(await answered()).toMatchObject({ id: SENDING.id, result: 'answer to eth_sendTransaction' })
    expect(asked).toEqual(['eth_sendTransaction'])
    expect(tab.view().question).toBeUndefined()
  })

  it('has a connection confirmed by the person, and lets one that stands answer for a transaction', async () => {
    const fresh = createTab([], true)
    fresh.ask(accountsCall(SMART_WALLET, { anew: true }))
    await vi.waitFor(() => expect(fresh.tab.view().question?.asks.kind).toBe('connect'))
    said = []
    const standing = createTab([], true)
    standing.ask(accountsCall(SMART_WALLET))
    await standing.answered()
    expect(standing.tab.view().question).toBeUndefined()
  })

  it('shows a change of chain only where the wallet has to ask', async () => {
    const { tab, ask, click, answered } = createTab(['needs-click'])
    ask(switchChainCall(SMART_WALLET, 84532))
    await vi.waitFor(() => expect(tab.view().question?.asks).toEqual({ kind: 'switch', chainId: 84532 }))
    expect(problemOf(tab)).toBeUndefined()
    await click()
    expect(await answered()).toMatchObject({ result: 'answer to wallet_switchEthereumChain' })
  })

  it.each(['blocked', 'closed'] as const)(
    'says that the window was %s, and may try again',
    async (trouble) => {
      const { tab, asked, ask, click, answered } = createTab([trouble, trouble])
      ask(accountsCall(SMART_WALLET, { anew: true }))
      for (let times = 0; times < 2; times++) {
        await click()
        await vi.waitFor(() => expect(problemOf(tab)).toBe(`wallet/popup-${trouble}`))
      }
      expect(said).toEqual([])
      await click()
      await answered()
      expect(asked).toEqual(['eth_requestAccounts'])
    },
  )

  it('never asks again for what may have been sent', async () => {
    const { ask, click, answered } = createTab(['closed'])
    ask(SENDING)
    await click()
    expect(await answered()).toMatchObject({ error: { code: POPUP_CLOSED } })
  })

  it('asks again for a transaction whose window never opened', async () => {
    const { ask, click, answered } = createTab(['blocked'])
    ask(SENDING)
    await click()
    await click()
    expect(await answered()).toMatchObject({ result: 'answer to eth_sendTransaction' })
  })

  it('comes back to a worker that died, which asks again, and asks the wallet nothing twice', async () => {
    const { asked, ask, click } = createTab()
    hear({ type: 'state', state: 'sending' })
    ask(SENDING)
    await click()
    vi.useFakeTimers()
    drop()
    await vi.advanceTimersByTimeAsync(1000)
    vi.useRealTimers()
    said = []
    ask(SENDING)
    await vi.waitFor(() => expect(said).toHaveLength(1))
    expect(asked).toEqual(['eth_sendTransaction'])
  })

  it('carries out nothing but our own calls', async () => {
    const { asked, ask, answered } = createTab()
    ask({ ...SENDING, method: 'eth_sign' as never })
    expect(await answered()).toMatchObject({ error: { code: -32601 } })
    expect(asked).toEqual([])
  })
})

import { accountOf, forward, recoverSigner, sendTransaction, signMessage, signTypedData } from './account.ts'
import type { Question, Reached, WalletBehaviour, WalletConfig, WalletReply } from './words.ts'

// What every stand-in's worker does: asks the person, remembers who is connected, signs for real, forwards the rest.

const config = async (): Promise<WalletConfig> => (await fetch(chrome.runtime.getURL('config.json'))).json()
const behaviour = async (): Promise<WalletBehaviour> =>
  chrome.storage.local.get(['reject', 'locked', 'signWith', 'account'])

const refusal = { code: 4001, message: 'User rejected the request.' }
const decisions = new Map<string, (approved: boolean) => void>()
const windows = new Map<number, string>()
const reached: Reached[] = []
Object.assign(globalThis, { reached })

/** The wallet's own window. Closing it declines. */
const approvedByPerson = async (question: Omit<Question, 'id'>): Promise<boolean> => {
  const id = crypto.randomUUID()
  await chrome.storage.session.set({ [`question:${id}`]: { ...question, id } satisfies Question })
  const decided = new Promise<boolean>((resolve) => decisions.set(id, resolve))
  const opened = await chrome.windows.create({
    url: chrome.runtime.getURL(`confirm.html?id=${id}`),
    type: 'popup',
    width: 400,
    height: 560,
  })
  if (opened?.id !== undefined) windows.set(opened.id, id)
  return decided
}

const decide = (id: string | undefined, approved: boolean) => {
  if (id === undefined) return
  decisions.get(id)?.(approved)
  decisions.delete(id)
}

chrome.windows.onRemoved.addListener((windowId) => decide(windows.get(windowId), false))
chrome.runtime.onMessage.addListener((message) => {
  if (message.decide !== undefined) decide(message.decide, message.approved === true)
})

const CONFIRMED = [
  'eth_requestAccounts',
  'eth_signTypedData_v4',
  'personal_sign',
  'eth_sendTransaction',
  'wallet_requestPermissions',
]
const CONNECTS = ['eth_requestAccounts', 'wallet_requestPermissions']

const connectedKey = (origin: string) => `connected:${origin}`
export const isConnected = async (origin: string): Promise<boolean> =>
  (await chrome.storage.session.get(connectedKey(origin)))[connectedKey(origin)] === true

const assertApproved = async (settings: WalletConfig, origin: string, method: string, params: unknown) => {
  const { reject = [], locked = false } = await behaviour()
  if (reject.includes(method)) throw refusal
  if (!CONFIRMED.includes(method)) return
  if (locked) throw { code: 4100, message: 'The wallet is locked.' }
  const isKnown = CONNECTS.includes(method) && (await isConnected(origin))
  if (settings.autoApprove || isKnown) return
  if (!(await approvedByPerson({ origin, method, params }))) throw refusal
}

const PERMISSION = { parentCapability: 'eth_accounts', caveats: [] }

const answer = async (origin: string, method: string, params: readonly unknown[]): Promise<unknown> => {
  const settings = await config()
  const { signWith, account: current = settings.privateKey } = await behaviour()
  const account = accountOf(current)
  await assertApproved(settings, origin, method, params)
  switch (method) {
    case 'eth_requestAccounts':
      await chrome.storage.session.set({ [connectedKey(origin)]: true })
      return [account.address.toLowerCase()]
    case 'wallet_requestPermissions':
      await chrome.storage.session.set({ [connectedKey(origin)]: true })
      return [{ ...PERMISSION, invoker: origin }]
    case 'wallet_getPermissions':
      return (await isConnected(origin)) ? [{ ...PERMISSION, invoker: origin }] : []
    case 'wallet_revokePermissions':
      await chrome.storage.session.remove(connectedKey(origin))
      return null
    case 'eth_accounts':
      return (await isConnected(origin)) ? [account.address.toLowerCase()] : []
    case 'enkrypt_getSettings':
      return { evm: { inject: { disabled: false, timestamp: 0 } } }
    case 'eth_chainId':
      return `0x${settings.chainId.toString(16)}`
    case 'eth_signTypedData_v4':
      return signTypedData(accountOf(signWith ?? current), params[1] as string)
    case 'personal_sign':
      return signMessage(account, params)
    case 'personal_ecRecover':
      return recoverSigner(params)
    case 'eth_sendTransaction':
      return sendTransaction(account, settings, params[0] as Parameters<typeof sendTransaction>[2])
    default:
      return forward(settings, method, params)
  }
}

/** Answers one question of a page, as EIP-1193 wants it. */
export const replyTo = async (origin: string, method: string, params: unknown): Promise<WalletReply> => {
  reached.push({ origin, method })
  try {
    return { result: await answer(origin, method, Array.isArray(params) ? params : []) }
  } catch (error) {
    const { code = -32603, message = 'Unknown error' } = error as { code?: number; message?: string }
    return { error: { code, message } }
  }
}

/** Calls `heard` with the new accounts whenever the person has switched to another. */
export const onAccountSwitched = (heard: (accounts: readonly string[]) => void): void =>
  chrome.storage.local.onChanged.addListener(({ account }) => {
    if (account?.newValue !== undefined)
      heard([accountOf(account.newValue as `0x${string}`).address.toLowerCase()])
  })

import { accountOf, forward, sendTransaction, signTypedData } from './account.ts'
import type { Question, WalletBehaviour, WalletConfig, WalletReply } from './words.ts'

const config = async (): Promise<WalletConfig> => (await fetch(chrome.runtime.getURL('config.json'))).json()
const behaviour = async (): Promise<WalletBehaviour> =>
  chrome.storage.local.get(['reject', 'locked', 'signWith'])

const refusal = { code: 4001, message: 'User rejected the request.' }
const decisions = new Map<string, (approved: boolean) => void>()
const windows = new Map<number, string>()

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

const CONFIRMED = ['eth_requestAccounts', 'eth_signTypedData_v4', 'personal_sign', 'eth_sendTransaction']

const connectedKey = (origin: string) => `connected:${origin}`
const isConnected = async (origin: string): Promise<boolean> =>
  (await chrome.storage.session.get(connectedKey(origin)))[connectedKey(origin)] === true

const assertApproved = async (settings: WalletConfig, origin: string, method: string, params: unknown) => {
  const { reject = [], locked = false } = await behaviour()
  if (reject.includes(method)) throw refusal
  if (!CONFIRMED.includes(method)) return
  if (locked) throw { code: 4100, message: 'The wallet is locked.' }
  const isKnown = method === 'eth_requestAccounts' && (await isConnected(origin))
  if (settings.autoApprove || isKnown) return
  if (!(await approvedByPerson({ origin, method, params }))) throw refusal
}

const answer = async (origin: string, method: string, params: readonly unknown[]): Promise<unknown> => {
  const settings = await config()
  const account = accountOf(settings)
  await assertApproved(settings, origin, method, params)
  switch (method) {
    case 'eth_requestAccounts':
      await chrome.storage.session.set({ [connectedKey(origin)]: true })
      return [account.address.toLowerCase()]
    case 'eth_accounts':
      return (await isConnected(origin)) ? [account.address.toLowerCase()] : []
    case 'eth_chainId':
      return `0x${settings.chainId.toString(16)}`
    case 'eth_signTypedData_v4': {
      const { signWith = settings.privateKey } = await behaviour()
      return signTypedData(accountOf({ ...settings, privateKey: signWith }), params[1] as string)
    }
    case 'personal_sign':
      return account.signMessage({ message: { raw: params[0] as `0x${string}` } })
    case 'eth_sendTransaction':
      return sendTransaction(account, settings, params[0] as Parameters<typeof sendTransaction>[2])
    default:
      return forward(settings, method, params)
  }
}

const replyTo = async (origin: string, method: string, params: unknown): Promise<WalletReply> => {
  try {
    return { result: await answer(origin, method, Array.isArray(params) ? params : []) }
  } catch (error) {
    const { code = -32603, message = 'Unknown error' } = error as { code?: number; message?: string }
    return { error: { code, message } }
  }
}

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  if (message.decide !== undefined) {
    decide(message.decide, message.approved === true)
    return undefined
  }
  replyTo(sender.origin ?? 'null', message.method, message.params).then(reply)
  return true
})

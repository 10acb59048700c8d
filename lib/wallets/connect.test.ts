import { afterEach, describe, expect, it, vi } from 'vitest'
import { verifyDelegation } from '../attest/delegation.ts'
import { verifyEoa } from '../attest/signature.ts'
import { newPrivateKey, signerFromPrivateKey } from '../attest/signer.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import { writeReachSession } from './session.ts'
import { createScene, type Scene } from './testing/scene.ts'
import { EXTENSION } from './testing/standInBrowser.ts'
import { FOUND } from './testing/standInWallet.ts'

const OTHER = signerFromPrivateKey(newPrivateKey()).address
const THIRD = signerFromPrivateKey(newPrivateKey()).address

afterEach(() => {
  vi.unstubAllGlobals()
})

const failsWith = async (scene: Scene) => (await scene.reaches('failed')).problem.code

describe('a wallet with several accounts', () => {
  it('lets the person choose any of them, and signs for that one', async () => {
    const scene = await createScene([OTHER, THIRD])
    const { address } = scene.signer
    scene.wallet.accounts = [OTHER, address, THIRD]
    await scene.choose()
    expect((await scene.reaches('confirming')).accounts).toEqual([OTHER, address, THIRD])
    await scene.flow.confirm(address.toLowerCase())
    const { account, delegation } = await scene.reaches('connected')
    expect([account, delegation.statement.payee]).toEqual([address, address])
    await verifyDelegation(delegation, { now: Date.now(), verify: verifyEoa })
  })

  it('takes none that it did not name', async () => {
    const scene = await createScene([OTHER])
    await scene.choose()
    await scene.reaches('confirming')
    await expect(scene.flow.confirm(THIRD)).rejects.toMatchObject({ code: 'wallet/other-account' })
    expect(scene.wallet.methods()).not.toContain('eth_signTypedData_v4')
  })

  it('may put another of them first while the person looks; not add or take one away', async () => {
    const scene = await createScene([OTHER])
    await scene.choose()
    await scene.reaches('confirming')
    scene.wallet.switchTo([OTHER, scene.signer.address])
    await scene.flow.confirm(scene.signer.address)
    await scene.reaches('connected')
    await scene.choose()
    await scene.reaches('confirming')
    scene.wallet.switchTo([THIRD, OTHER, scene.signer.address])
    expect(await failsWith(scene)).toBe('wallet/account-changed')
  })
})

describe('what goes wrong while connecting is its own problem', () => {
  it.each([
    ['declined', 'eth_requestAccounts', { code: 4001, message: '' }, 'wallet/rejected'],
    ['locked', 'eth_requestAccounts', { code: 4100, message: '' }, 'wallet/locked'],
    ['busy', 'eth_requestAccounts', { code: -32002, message: '' }, 'wallet/busy'],
    ['vanished', 'eth_chainId', { code: 4900, message: '' }, 'wallet/vanished'],
    ['declined to sign', 'eth_signTypedData_v4', { code: 4001, message: '' }, 'wallet/rejected'],
    ['vanished mid-signature', 'eth_signTypedData_v4', { code: -1, message: '' }, 'wallet/vanished'],
  ] as const)('%s', async (_, method, fault, code) => {
    const scene = await createScene()
    scene.wallet.answers[method] = () => {
      throw fault
    }
    await scene.choose()
    if (method === 'eth_signTypedData_v4') {
      await scene.reaches('confirming')
      await scene.flow.confirm(scene.signer.address)
    }
    expect(await failsWith(scene)).toBe(code)
    await vi.waitFor(() => expect(scene.browser.tabs.size).toBe(0))
  })

  it.each([
    ['locked meanwhile', [], 'wallet/locked'],
    ['switched away from the account', [OTHER], 'wallet/account-changed'],
  ] as const)('%s', async (_, accounts, code) => {
    const scene = await createScene()
    scene.wallet.answers.eth_signTypedData_v4 = () => undefined
    await scene.choose()
    await scene.reaches('confirming')
    await scene.flow.confirm(scene.signer.address)
    await scene.reaches('signing')
    scene.wallet.switchTo(accounts)
    expect(await failsWith(scene)).toBe(code)
  })

  it('a chain that changes is followed while the person looks, and ends the attempt once it is signed for', async () => {
    const scene = await createScene()
    scene.wallet.answers.eth_signTypedData_v4 = () => undefined
    await scene.choose()
    await scene.reaches('confirming')
    scene.wallet.changeChain(84532)
    await vi.waitFor(async () => expect(await readWallet()).toMatchObject({ chainId: 84532 }))
    await scene.flow.confirm(scene.signer.address)
    await scene.reaches('signing')
    scene.wallet.changeChain(8453)
    expect(await failsWith(scene)).toBe('wallet/chain-changed')
  })

  it('a signature by another key', async () => {
    const scene = await createScene([OTHER])
    await scene.choose()
    await scene.reaches('confirming')
    await scene.flow.confirm(OTHER)
    expect(await failsWith(scene)).toBe('wallet/wrong-signature')
  })

  it('a page that is closed', async () => {
    const scene = await createScene()
    await scene.choose()
    await scene.reaches('confirming')
    scene.browser.closeTab(scene.browser.lastTab!.id)
    expect(await failsWith(scene)).toBe('wallet/page-closed')
  })
})

it('hears of pages that load only while it waits for its own, also in another worker', async () => {
  const scene = await createScene()
  expect(scene.browser.wakesForLoads).toBe(false)
  await scene.flow.begin()
  expect(scene.browser.wakesForLoads).toBe(true)
  scene.restart()
  await vi.waitFor(() => expect(scene.browser.wakesForLoads).toBe(true))
  scene.wallet.arrive(scene.browser)
  await scene.reaches('choosing')
  await vi.waitFor(() => expect(scene.browser.wakesForLoads).toBe(false))
  await scene.flow.cancel()
  await scene.flow.begin()
  expect(scene.browser.wakesForLoads).toBe(true)
  await scene.flow.cancel()
  expect(scene.browser.wakesForLoads).toBe(false)
})

describe('a connection that stands', () => {
  it('goes on standing while another is made, fails or is given up, and gives way to a verified one only', async () => {
    const scene = await createScene()
    await scene.connect()
    const before = connectionOf(await readWallet())!
    const { eth_signTypedData_v4: sign } = scene.wallet.answers

    scene.wallet.answers.eth_signTypedData_v4 = () => {
      throw { code: 4001, message: 'no' }
    }
    await scene.choose()
    expect(connectionOf(await scene.reaches('confirming'))).toMatchObject({ delegation: before.delegation })
    await scene.flow.confirm(scene.signer.address)
    expect(await failsWith(scene)).toBe('wallet/rejected')
    expect(connectionOf(await readWallet())).toMatchObject({ delegation: before.delegation })
    await scene.flow.cancel()
    expect(await scene.reaches('connected')).toMatchObject({ delegation: before.delegation })

    scene.wallet.answers.eth_signTypedData_v4 = sign!
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10 * 24 * 3600 * 1000)
    await scene.connect()
    vi.restoreAllMocks()
    const after = connectionOf(await readWallet())!
    expect(after.delegation.statement.notAfter).toBeGreaterThan(before.delegation.statement.notAfter)
    expect(after.delegation.statement.key).toBe(before.delegation.statement.key)
  })

  it('outlives the worker and the browser in the middle of another attempt', async () => {
    const scene = await createScene()
    await scene.connect()
    const { delegation } = connectionOf(await readWallet())!
    await scene.choose()
    await scene.reaches('confirming')
    await writeReachSession({})
    scene.restart()
    expect(await failsWith(scene)).toBe('wallet/interrupted')
    expect(connectionOf(await readWallet())).toMatchObject({ delegation })
  })
})

describe('Coinbase Smart Wallet', () => {
  it('is always offered, and reached from our own tab and from nowhere else', async () => {
    const scene = await createScene()
    await scene.flow.begin()
    const bridge = scene.browser.lastTab!
    await scene.flow.choose('coinbase-smart-wallet')
    expect(scene.browser.lastTab).toMatchObject({ url: `${EXTENSION}/wallet.html` })
    expect(scene.browser.tabs.has(bridge.id)).toBe(false)
    const heard: unknown[] = []
    const at = (changes: object) => scene.browser.connect('wallet', (message) => heard.push(message), changes)
    at({ origin: 'https://dapp.example', url: 'https://dapp.example/wallet.html' })
    at({ url: `${EXTENSION}/popup.html` })
    at({ frameId: 7 })
    at({ tab: { id: 999 } })
    scene.browser.connect('bridge', (message) => heard.push(message))
    await vi.waitFor(() => expect(heard).toHaveLength(5))
    expect(heard).toEqual(Array.from({ length: 5 }, () => ({ type: 'state', state: 'none' })))
    at({})
    await vi.waitFor(() =>
      expect(heard.at(-1)).toMatchObject({ type: 'call', call: { method: 'eth_requestAccounts' } }),
    )
  })

  it('cannot be claimed by a wallet of the page', async () => {
    const scene = await createScene()
    await scene.flow.begin()
    const page = scene.browser.connect('bridge', () => undefined)
    page.say({ type: 'wallets', wallets: [{ ...FOUND, id: 'coinbase-smart-wallet', name: 'Fraud' }, FOUND] })
    await vi.waitFor(async () => expect(await readWallet()).toMatchObject({ wallets: [FOUND] }))
    await scene.flow.choose('coinbase-smart-wallet')
    expect(await scene.reaches('connecting')).toMatchObject({ wallet: { name: 'Coinbase Smart Wallet' } })
  })
})

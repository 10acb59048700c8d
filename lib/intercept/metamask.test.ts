import { Duplex } from 'node:stream'
import { MetaMaskInpageProvider } from '@metamask/providers'
import { describe, expect, it, vi } from 'vitest'
import { createGate } from './gate/gate.ts'
import { coverFor } from './testing/coverFor.ts'

// MetaMask's own provider, over a stream to a stand-in for its worker.

const ACCOUNT = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2'

interface Rpc {
  readonly id: unknown
  readonly method: string
}

const quiet = { debug: vi.fn(), error: vi.fn(), info: vi.fn(), log: vi.fn(), trace: vi.fn(), warn: vi.fn() }

const resultOf = (method: string): unknown => {
  if (method === 'metamask_getProviderState')
    return { accounts: [ACCOUNT], chainId: '0x1', networkVersion: '1', isUnlocked: true }
  return method === 'eth_accounts' || method === 'eth_requestAccounts' ? [ACCOUNT] : `wallet: ${method}`
}

const openMetaMask = async (options: Parameters<typeof coverFor>[1] = {}, say: unknown = 'pass') => {
  const reached: string[] = []
  const stream: Duplex = new Duplex({
    objectMode: true,
    read: () => undefined,
    write: ({ id, method }: Rpc, _encoding, done) => {
      reached.push(method)
      stream.push({ id, jsonrpc: '2.0', result: resultOf(method) })
      done()
    },
  })
  const target = new MetaMaskInpageProvider(stream, {
    logger: quiet as unknown as Console,
    shouldSendMetadata: false,
  })
  await new Promise((resolve) => target.on('_initialized', resolve))
  // As MetaMask's initializeProvider wraps it, before the page sees it.
  const wallet = new Proxy(target, {
    deleteProperty: () => true,
    get: (object, key) => object[key as keyof typeof object],
  })
  const before = Object.keys(wallet)
  const asked: unknown[] = []
  const cover = coverFor(async (args) => {
    const { method, params } = args as { method: string; params: readonly unknown[] }
    if (method !== 'gate_ask') return 'answered'
    asked.push(params[0])
    return say
  }, options)
  expect(cover(wallet)).toBe(wallet)
  reached.length = 0
  return { wallet, reached, asked, before, stream }
}

const back = (call: (done: (...outcome: unknown[]) => void) => unknown) =>
  new Promise<unknown[]>((resolve) => {
    call((...outcome) => resolve(outcome))
  })

const OURS = { id: 7, jsonrpc: '2.0' as const, method: 'dataUse_getGrants', params: [] }
const THEIRS = { id: 8, jsonrpc: '2.0' as const, method: 'eth_chainId', params: [] }
const ANSWERED = { id: 7, jsonrpc: '2.0', result: 'answered' }
const PASSED = { id: 8, jsonrpc: '2.0', result: 'wallet: eth_chainId' }

describe('MetaMask’s own provider', () => {
  it('answers dataUse_* by every way that it has, keys and warnings as before', async () => {
    const { wallet, reached, before } = await openMetaMask()
    quiet.warn.mockClear()
    expect(Object.keys(wallet)).toEqual(before)
    await expect(wallet.request(OURS)).resolves.toBe('answered')
    await expect(wallet.send('dataUse_getGrants')).resolves.toMatchObject({ result: 'answered' })
    expect(quiet.warn).not.toHaveBeenCalled()
    expect(await back((done) => wallet.send(OURS, done as never))).toEqual([null, ANSWERED])
    expect(await back((done) => wallet.sendAsync(OURS, done as never))).toEqual([null, ANSWERED])
    expect(await back((done) => wallet.sendAsync([THEIRS, OURS] as never, done as never))).toEqual([
      null,
      [PASSED, ANSWERED],
    ])
    await expect(wallet._metamask.requestBatch([OURS, THEIRS])).resolves.toEqual([ANSWERED, PASSED])
    expect(reached).toEqual(['eth_chainId', 'eth_chainId'])
  })

  it('passes the rest as it did', async () => {
    const { wallet } = await openMetaMask()
    await expect(wallet.request(THEIRS)).resolves.toBe('wallet: eth_chainId')
    await expect(wallet.send('eth_chainId')).resolves.toMatchObject({ result: 'wallet: eth_chainId' })
    await expect(wallet.enable()).resolves.toEqual([ACCOUNT])
    expect(wallet.send({ ...THEIRS, method: 'eth_accounts' } as never)).toMatchObject({ result: [ACCOUNT] })
    await expect(wallet.request({ method: '' })).rejects.toMatchObject({ code: -32600 })
  })

  it('behind the gate, asks once for one call by every way, and shows no account before', async () => {
    const { wallet, reached, asked, stream } = await openMetaMask({ gate: createGate })
    const heard: unknown[] = []
    wallet.on('accountsChanged', (accounts) => heard.push(accounts))
    stream.push({ jsonrpc: '2.0', method: 'metamask_accountsChanged', params: ['0xb0b'] })
    // The stream is in order: what was pushed before is there when this is answered.
    await wallet.request(THEIRS)
    expect(wallet.selectedAddress).toBeNull()
    expect(wallet.send({ ...THEIRS, method: 'eth_accounts' } as never)).toMatchObject({ result: [] })
    expect(heard).toEqual([])

    const decrypt = { id: 1, jsonrpc: '2.0' as const, method: 'eth_decrypt', params: ['0x', '0x'] }
    await wallet.request(decrypt)
    await wallet.send('eth_decrypt', ['0x', '0x'])
    await back((done) => wallet.sendAsync(decrypt, done as never))
    await wallet._metamask.requestBatch([decrypt])
    expect(asked).toHaveLength(4)
    expect(reached).toEqual(['eth_chainId', ...Array.from({ length: 4 }, () => 'eth_decrypt')])

    await expect(wallet.enable()).resolves.toEqual([ACCOUNT])
    expect(asked).toHaveLength(5)
    expect(heard[0]).toEqual(['0xb0b'])
    expect(wallet.selectedAddress).toBe(ACCOUNT)
  })

  it('behind the gate, says nothing of accounts where it may not', async () => {
    const { wallet } = await openMetaMask({ gate: createGate }, 'withhold')
    await expect(wallet.request({ method: 'metamask_getProviderState' })).resolves.toEqual({
      accounts: [],
      chainId: '0x1',
      networkVersion: '1',
      isUnlocked: true,
    })
    await expect(wallet.request({ method: 'eth_accounts' })).resolves.toEqual([])
    await expect(wallet.enable()).rejects.toMatchObject({ code: 4001 })
    expect(wallet.selectedAddress).toBeNull()
  })
})

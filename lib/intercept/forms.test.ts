import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { PROVISO_DOMAIN, TYPES } from '../protocol/statements.ts'
import { coverFor } from './testing/coverFor.ts'
import { LayeredWallet } from './testing/standInWallet.ts'

const setUp = (options: { readonly mayDelegate?: boolean } = {}) => {
  const answer = vi.fn(async (args: unknown): Promise<unknown> => {
    if ((args as { method: string }).method === 'dataUse_refused')
      throw Object.assign(new Error('refused'), { code: 4001 })
    return 'answered'
  })
  const wallet = new LayeredWallet()
  coverFor(answer, options)(wallet)
  return { answer, wallet }
}

const callback = (call: (done: (...outcome: unknown[]) => void) => unknown) =>
  new Promise<unknown[]>((resolve) => {
    call((...outcome) => resolve(outcome))
  })

const OURS = { id: 7, method: 'dataUse_getGrants', params: [1] }
const REFUSED = { id: 8, method: 'dataUse_refused' }
const THEIRS = { id: 9, method: 'eth_chainId' }
const ANSWERED = { id: 7, jsonrpc: '2.0', result: 'answered' }
const FAILED = { id: 8, jsonrpc: '2.0', error: { code: 4001, message: 'refused', data: undefined } }
const PASSED = { id: 9, jsonrpc: '2.0', result: 'wallet: eth_chainId' }

describe('dataUse_* by each form of calling', () => {
  it('request gives a promise of the result', async () => {
    const { answer, wallet } = setUp()
    await expect(wallet.request(OURS)).resolves.toBe('answered')
    await expect(wallet.request(REFUSED)).rejects.toMatchObject({ code: 4001 })
    expect(answer).toHaveBeenCalledWith({ method: 'dataUse_getGrants', params: [1] })
    expect(wallet.seen).toEqual([])
  })

  it.each(['send', 'sendAsync'] as const)(
    '%s(payload, callback) calls back with a response',
    async (name) => {
      const { wallet } = setUp()
      expect(await callback((done) => wallet[name](OURS, done))).toEqual([null, ANSWERED])
      expect(await callback((done) => wallet[name](REFUSED, done))).toEqual([
        expect.objectContaining({ code: 4001 }),
        FAILED,
      ])
      expect(wallet.seen).toEqual([])
    },
  )

  it('sendAsync without a callback gives a promise of the response', async () => {
    const { wallet } = setUp()
    await expect((wallet.sendAsync as (payload: unknown) => unknown)(OURS)).resolves.toEqual(ANSWERED)
  })

  it('send(method, params) gives a promise of the response', async () => {
    const { answer, wallet } = setUp()
    await expect(wallet.send('dataUse_getGrants', [1])).resolves.toEqual({ ...ANSWERED, id: undefined })
    expect(answer).toHaveBeenCalledWith({ method: 'dataUse_getGrants', params: [1] })
  })

  it('send(payload) cannot be answered in the same turn, and says so', () => {
    const { answer, wallet } = setUp()
    expect(() => wallet.send(OURS)).toThrow(expect.objectContaining({ code: 4200 }))
    expect(answer).not.toHaveBeenCalled()
  })

  it.each(['send', 'sendAsync'] as const)(
    '%s(batch, callback) puts ours and the wallet’s together in order',
    async (name) => {
      const { wallet } = setUp()
      const batch = [THEIRS, OURS, REFUSED, { ...THEIRS, id: 10 }]
      expect(await callback((done) => wallet[name](batch as never, done))).toEqual([
        null,
        [PASSED, ANSWERED, FAILED, { ...PASSED, id: 10 }],
      ])
      expect(wallet.seen).toEqual([{ method: 'eth_chainId' }, { method: 'eth_chainId' }])
    },
  )

  it('any batch is answered in its order, and the wallet gets its part in that order', async () => {
    const methods = fc.array(
      fc.constantFrom('dataUse_getGrants', 'dataUse_refused', 'eth_chainId', 'eth_gasPrice'),
    )
    await fc.assert(
      fc.asyncProperty(methods, async (names) => {
        const { wallet } = setUp()
        const batch = names.map((method, id) => ({ id, method }))
        const [error, responses] = await callback((done) => wallet.sendAsync(batch, done))
        expect(error).toBeNull()
        expect((responses as { id: number }[]).map(({ id }) => id)).toEqual(batch.map(({ id }) => id))
        expect(wallet.seen.map(({ method }) => method)).toEqual(
          names.filter((name) => !name.startsWith('dataUse_')),
        )
      }),
      { numRuns: 50 },
    )
  })

  it('a batch of ours alone does not trouble the wallet', async () => {
    const { wallet } = setUp()
    expect(await callback((done) => wallet.sendAsync([OURS, OURS], done))).toEqual([
      null,
      [ANSWERED, ANSWERED],
    ])
    expect(wallet.seen).toEqual([])
  })

  it('the rest of a batch that the wallet refuses is refused, ours is not', async () => {
    const { wallet } = setUp()
    const batch = [OURS, { id: 3, method: 'eth_fail' }]
    expect(await callback((done) => wallet.sendAsync(batch, done))).toEqual([
      null,
      [ANSWERED, { id: 3, jsonrpc: '2.0', error: { code: 4001, message: 'failed', data: undefined } }],
    ])
  })

  it('what a page makes of its batch after the call does not reach the wallet', async () => {
    const { wallet } = setUp()
    const theirs = { ...THEIRS }
    const answered = callback((done) => wallet.sendAsync([OURS, theirs], done))
    theirs.method = 'dataUse_getGrants'
    await answered
    expect(wallet.seen).toEqual([{ method: 'eth_chainId' }])
  })
})

describe('everything else by each form of calling', () => {
  it('goes through as it came', async () => {
    const { wallet } = setUp()
    await expect(wallet.request(THEIRS)).resolves.toBe('wallet: eth_chainId')
    await expect(wallet.send('eth_chainId')).resolves.toMatchObject({ result: 'wallet: eth_chainId' })
    expect(await callback((done) => wallet.sendAsync(THEIRS, done))).toEqual([null, PASSED])
    expect(await callback((done) => wallet.send(THEIRS, done))).toEqual([null, PASSED])
    expect(await callback((done) => wallet.sendAsync([THEIRS], done))).toEqual([null, [PASSED]])
    expect(wallet.send({ id: 1, method: 'eth_accounts' })).toEqual({
      id: 1,
      jsonrpc: '2.0',
      result: ['0xa11ce'],
    })
    expect(() => wallet.send({ method: 'eth_chainId' })).toThrow('sync method doesnt support')
    await expect(wallet.enable()).resolves.toEqual(['0xa11ce'])
  })
})

describe('a page that asks for a delegation to a key of its own', () => {
  const typedData = {
    domain: PROVISO_DOMAIN,
    types: { ContributionKey: TYPES.ContributionKey },
    primaryType: 'ContributionKey',
    message: { account: '0xa11ce', key: '0xbad' },
  }
  const text = JSON.stringify(typedData)
  const escaped = text.replaceAll('Contribution', '\\u0043ontribution')

  it.each([
    ['as text', ['0xa11ce', text]],
    ['as an object', ['0xa11ce', typedData]],
    ['with the params the other way round', [text, '0xa11ce']],
    ['with escapes in its names', ['0xa11ce', escaped]],
  ])('is refused, whatever the form: %s', async (_, params) => {
    for (const method of ['eth_signTypedData_v4', 'eth_signTypedData_v3', 'eth_signTypedData']) {
      const { wallet } = setUp()
      await expect(wallet.request({ method, params })).rejects.toMatchObject({ code: 4100 })
      await expect(wallet.send(method, params)).rejects.toMatchObject({ code: 4100 })
      for (const name of ['send', 'sendAsync'] as const) {
        const [error] = await callback((done) => wallet[name]({ id: 1, method, params }, done))
        expect(error).toMatchObject({ code: 4100 })
        const batch = [{ id: 1, method, params }, THEIRS]
        const [, responses] = await callback((done) => wallet[name](batch as never, done))
        expect(responses).toMatchObject([{ id: 1, error: { code: 4100 } }, PASSED])
      }
      expect(() => wallet.send({ method, params })).toThrow(expect.objectContaining({ code: 4100 }))
      expect(wallet.seen.filter((call) => call.method === method)).toEqual([])
    }
  })

  it('may keep its params in Proxies, as some frameworks do, but not hide a delegation there', async () => {
    const { wallet } = setUp()
    const other = { ...typedData, domain: { name: 'Other' } }
    const method = 'eth_signTypedData_v4'
    const wrapped = (data: object) => new Proxy(['0xa11ce', new Proxy(data, {})], {})
    await expect(wallet.request({ method, params: wrapped(other) })).resolves.toBe(`wallet: ${method}`)
    expect(wallet.seen).toEqual([{ method, params: ['0xa11ce', other] }])
    await expect(wallet.request({ method, params: wrapped(typedData) })).rejects.toMatchObject({ code: 4100 })
    const cyclic: unknown[] = [() => undefined]
    cyclic.push(cyclic)
    await expect(wallet.request({ method, params: cyclic })).rejects.toMatchObject({ code: -32602 })
  })

  it('cannot swap the typed data after the call', async () => {
    const { wallet } = setUp()
    const params: unknown[] = ['0xa11ce', '{"domain":{"name":"Other"},"primaryType":"Mail"}']
    const done = wallet.request({ method: 'eth_signTypedData_v4', params })
    params[1] = text
    await done
    expect(JSON.stringify(wallet.seen)).not.toContain('ContributionKey')
  })

  it('may sign anything else, in the same turn', async () => {
    const { wallet } = setUp()
    const params = ['0xa11ce', JSON.stringify({ ...typedData, domain: { name: 'Other' } })]
    const done = wallet.request({ method: 'eth_signTypedData_v4', params })
    expect(wallet.seen).toEqual([{ method: 'eth_signTypedData_v4', params }])
    await done
  })

  it('is not the bridge page, which may ask', async () => {
    const { wallet } = setUp({ mayDelegate: true })
    await expect(wallet.request({ method: 'eth_signTypedData_v4', params: ['0xa11ce', text] })).resolves.toBe(
      'wallet: eth_signTypedData_v4',
    )
  })
})

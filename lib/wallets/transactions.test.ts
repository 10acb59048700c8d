import { afterEach, describe, expect, it, vi } from 'vitest'
import { writeSettings } from '../db/settings.ts'
import type { Hex } from '../protocol/hex.ts'
import type { WalletMethod } from './messages.ts'
import { createScene, type Scene } from './testing/scene.ts'
import type { Answer } from './testing/standInWallet.ts'

const TO = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const HASH: Hex = `0x${'ab'.repeat(32)}`
const BASE = 8453
const CALLS = [
  { to: TO, data: '0x12' },
  { to: TO, data: '0x34' },
] as const

afterEach(() => {
  vi.unstubAllGlobals()
})

const connectedScene = async (): Promise<Scene> => {
  const scene = await createScene()
  await scene.connect()
  scene.wallet.asked.length = 0
  scene.wallet.answers.eth_sendTransaction = () => HASH
  return scene
}

/** Sends from a page that the wallet arrives on; an error comes back as its code. */
const sent = async (scene: Scene, calls: readonly (typeof CALLS)[number][], chainId = BASE) => {
  const sending = scene.flow.sendCalls(calls, { chainId }).catch((error: { code: string }) => error.code)
  await scene.arriveForTransaction()
  return sending
}

const refused = (code: number): Answer => {
  const answer: Answer = () => {
    throw { code, message: 'no' }
  }
  return answer
}
const agrees: Answer = () => null

const canBatch = () => ({ '0x2105': { atomic: { status: 'supported' } } })

describe('a transaction', () => {
  it('is one question where there is one call, after account and chain were looked at', async () => {
    const scene = await connectedScene()
    const sending = scene.flow.sendTransaction({ chainId: BASE, to: TO, data: '0x12' })
    await scene.arriveForTransaction()
    expect(await sending).toBe(HASH)
    expect(scene.wallet.methods()).toEqual(['eth_requestAccounts', 'eth_chainId', 'eth_sendTransaction'])
    expect(scene.wallet.shown).toContain('sending')
    expect(scene.browser.tabs.size).toBe(0)
  })

  it('on another chain has the wallet change to it first, and says so', async () => {
    const scene = await connectedScene()
    scene.wallet.chainId = 1
    expect(await sent(scene, [CALLS[0]])).toBe(HASH)
    expect(scene.wallet.methods()).toEqual([
      'eth_requestAccounts',
      'eth_chainId',
      'wallet_switchEthereumChain',
      'eth_chainId',
      'eth_sendTransaction',
    ])
    expect(scene.wallet.asked[2]?.params).toEqual([{ chainId: '0x2105' }])
    expect(scene.wallet.shown).toContain('switching')
  })

  it.each([
    ['declines to', refused(4001)],
    ['does not know the chain', refused(4902)],
    ['says that it did, and did not', agrees],
  ] as const)('is not sent on the wrong chain where the wallet %s', async (_, answer) => {
    const scene = await connectedScene()
    scene.wallet.chainId = 1
    scene.wallet.answers.wallet_switchEthereumChain = answer
    expect(await sent(scene, [CALLS[0]])).toBe('wallet/wrong-chain')
    expect(scene.wallet.methods()).not.toContain('eth_sendTransaction')
  })

  it('is not asked for from another account', async () => {
    const scene = await connectedScene()
    scene.wallet.accounts = [TO]
    expect(await sent(scene, [CALLS[0]])).toBe('wallet/other-account')
  })

  it.each([
    ['eth_requestAccounts', 'wallet/page-closed'],
    ['eth_sendTransaction', 'wallet/unheard'],
  ] as const)('whose page is closed over %s is %s, and the next one goes out', async (method, code) => {
    const scene = await connectedScene()
    const { answers } = scene.wallet
    const answer = answers[method]!
    answers[method] = () => undefined
    const sending = sent(scene, [CALLS[0]])
    await vi.waitFor(() => expect(scene.wallet.methods()).toContain(method))
    scene.browser.closeTab(scene.browser.lastTab!.id)
    expect(await sending).toBe(code)
    answers[method] = answer
    expect(await sent(scene, [CALLS[0]])).toBe(HASH)
  })

  it('gives way to connecting another wallet, whose page stays open', async () => {
    const scene = await connectedScene()
    scene.wallet.answers.eth_sendTransaction = () => undefined
    const sending = sent(scene, [CALLS[0]])
    await vi.waitFor(() => expect(scene.wallet.methods()).toContain('eth_sendTransaction'))
    await scene.flow.begin()
    expect(await sending).toBe('wallet/unheard')
    await scene.reaches('choosing')
    expect(scene.browser.tabs.size).toBe(1)
  })

  it('whose worker has died is not sent again, and its page does not stay', async () => {
    const scene = await connectedScene()
    scene.wallet.answers.eth_sendTransaction = () => undefined
    void sent(scene, [CALLS[0]])
    await vi.waitFor(() => expect(scene.wallet.methods()).toContain('eth_sendTransaction'))
    const open = scene.wallet.asked.at(-1)!
    scene.restart()
    scene.wallet.arrive(scene.browser)
    await vi.waitFor(() => expect(scene.wallet.asked.at(-1)?.id).toBe(open.id))
    scene.wallet.tell({ id: open.id, result: HASH })
    await vi.waitFor(() => expect(scene.browser.tabs.size).toBe(0))
    expect(await sent(scene, [])).toBe('wallet/nothing-to-send')
  })
})

describe('several calls', () => {
  it('go one after the other where the wallet cannot do better', async () => {
    const scene = await connectedScene()
    expect(await sent(scene, CALLS)).toBe(HASH)
    expect(scene.wallet.methods().slice(2)).toEqual([
      'wallet_getCapabilities',
      'eth_sendTransaction',
      'eth_sendTransaction',
    ])
  })

  it('say how many of them went out where the rest did not', async () => {
    const scene = await connectedScene()
    let times = 0
    scene.wallet.answers.eth_sendTransaction = () => {
      times += 1
      if (times === 2) throw { code: 4001, message: 'no' }
      return HASH
    }
    expect(await sent(scene, CALLS)).toBe('wallet/partly-sent')
  })

  it.each([
    ['2.0.0', { id: '0xba7c' }, { status: 100 }, { status: 200, receipts: [{ transactionHash: HASH }] }],
    ['1.0', '0xba7c', { status: 'PENDING' }, { status: 'CONFIRMED', receipts: [{ transactionHash: HASH }] }],
  ] as const)('go out in one question where it can, as version %s', async (_, id, pending, confirmed) => {
    const scene = await connectedScene()
    let polled = 0
    Object.assign(scene.wallet.answers, {
      wallet_getCapabilities: canBatch,
      wallet_sendCalls: () => id,
      wallet_getCallsStatus: () => {
        polled += 1
        return polled === 1 ? pending : confirmed
      },
    })
    expect(await sent(scene, CALLS)).toBe(HASH)
    const question = scene.wallet.asked.find(({ method }) => method === 'wallet_sendCalls')
    expect(question?.params).toEqual([
      {
        version: '2.0.0',
        from: scene.signer.address,
        chainId: '0x2105',
        atomicRequired: false,
        calls: CALLS.map((call) => ({ ...call, value: '0x0' })),
      },
    ])
    const polls = scene.wallet.asked.filter(({ method }) => method === 'wallet_getCallsStatus')
    expect(polls.map(({ params }) => params)).toEqual([['0xba7c'], ['0xba7c']])
  })

  it.each([
    [4001, 'wallet/rejected', 0],
    [5730, 'wallet/failed', 0],
    [-32601, HASH, 2],
    [5740, HASH, 2],
  ] as const)(
    'that the wallet refuses together with %i: %s, %i questions more',
    async (code, expected, more) => {
      const scene = await connectedScene()
      Object.assign(scene.wallet.answers, {
        wallet_getCapabilities: canBatch,
        wallet_sendCalls: refused(code),
      })
      expect(await sent(scene, CALLS)).toBe(expected)
      expect(scene.wallet.methods().filter((method) => method === 'eth_sendTransaction')).toHaveLength(more)
    },
  )

  it.each([
    [400, 'wallet/dropped'],
    [500, 'wallet/reverted'],
    [600, 'wallet/reverted'],
  ] as const)('that end with status %i are %s', async (status, code) => {
    const scene = await connectedScene()
    Object.assign(scene.wallet.answers, {
      wallet_getCapabilities: canBatch,
      wallet_sendCalls: () => ({ id: '0x1' }),
      wallet_getCallsStatus: () => ({ status }),
    })
    expect(await sent(scene, CALLS)).toBe(code)
  })

  it('that the wallet has taken are not sent again when its page goes', async () => {
    const scene = await connectedScene()
    Object.assign(scene.wallet.answers, {
      wallet_getCapabilities: canBatch,
      wallet_sendCalls: () => ({ id: '0x1' }),
      wallet_getCallsStatus: () => undefined,
    })
    const sending = sent(scene, CALLS)
    await vi.waitFor(() => expect(scene.wallet.methods()).toContain('wallet_getCallsStatus'))
    scene.browser.closeTab(scene.browser.lastTab!.id)
    expect(await sending).toBe('wallet/not-mined')
  })
})

it('a page that goes between two questions leaves nobody waiting', async () => {
  const scene = await connectedScene()
  let polled = 0
  Object.assign(scene.wallet.answers, {
    wallet_getCapabilities: canBatch,
    wallet_sendCalls: () => ({ id: '0x1' }),
    wallet_getCallsStatus: () => {
      polled += 1
      return { status: 100 }
    },
  })
  const sending = sent(scene, CALLS)
  await vi.waitFor(() => expect(polled).toBe(1))
  const tab = scene.browser.lastTab!
  // The flow does one thing at a time: after this, the answer to the first has been heard.
  await expect(scene.flow.choose('none')).rejects.toMatchObject({ code: 'wallet/not-now' })
  scene.browser.closeTab(tab.id)
  expect(await sending).toBe('wallet/not-mined')
  expect(polled).toBe(1)
})

describe('who pays for gas', () => {
  const PAYMASTER = 'https://paymaster.example/rpc'
  const asked = (scene: Scene, wanted: WalletMethod) =>
    scene.wallet.asked.find(({ method }) => method === wanted)

  const scenario = async (url: string, capabilities: unknown) => {
    const scene = await connectedScene()
    await writeSettings({ paymasterUrls: { [BASE]: url } })
    Object.assign(scene.wallet.answers, {
      wallet_getCapabilities: () => capabilities,
      wallet_sendCalls: () => ({ id: '0x1' }),
      wallet_getCallsStatus: () => ({ status: 200, receipts: [{ transactionHash: HASH }] }),
    })
    expect(await sent(scene, [CALLS[0]])).toBe(HASH)
    return scene
  }

  it('is told to a wallet that can use it, also for one call', async () => {
    const scene = await scenario(PAYMASTER, { '0x2105': { paymasterService: { supported: true } } })
    expect(asked(scene, 'wallet_sendCalls')?.params).toMatchObject([
      { capabilities: { paymasterService: { url: PAYMASTER } } },
    ])
  })

  it.each([
    ['cannot', PAYMASTER, { '0x2105': { atomic: { status: 'supported' } } }],
    ['can on another chain only', PAYMASTER, { '0x1': { paymasterService: { supported: true } } }],
    [
      'can, but the address is none',
      'javascript:alert(1)',
      { '0x0': { paymasterService: { supported: true } } },
    ],
    [
      'can, but would ask in the clear',
      'http://pay.example/',
      { '0x0': { paymasterService: { supported: true } } },
    ],
  ])('is not told to a wallet that %s', async (_, url, capabilities) => {
    const scene = await scenario(url, capabilities)
    expect(asked(scene, 'wallet_sendCalls')).toBeUndefined()
    expect(JSON.stringify(scene.wallet.asked)).not.toContain(url)
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { promptView } from './queue.ts'
import { fillStores } from './stores.fixture.ts'
import { requestFixture, walletCallFixture } from './views.fixture.ts'

beforeEach(() => fillStores({}))

describe('the queue of the prompt', () => {
  it('has nothing to show where nothing waits', async () => {
    expect(await promptView()).toBeUndefined()
  })

  it('counts both kinds and shows what has waited longest', async () => {
    await fillStores({
      requests: [
        requestFixture({ id: 'second', receivedAt: 2 }),
        requestFixture({ id: 'answered', state: 'answered', receivedAt: 0 }),
      ],
      walletCalls: [
        walletCallFixture({ id: 'first', receivedAt: 1 }),
        walletCallFixture({ id: 'third', receivedAt: 3 }),
        walletCallFixture({ id: 'over', receivedAt: 0, state: 'answered' }),
      ],
    })
    expect(await promptView()).toMatchObject({
      id: 'first',
      waiting: 3,
      asks: 'wallet',
      call: { callId: 'first' },
    })
    expect(await promptView('answered')).toMatchObject({ id: 'first' })
    expect(await promptView('over')).toMatchObject({ id: 'first' })
  })

  it('stays with what is being read, of either kind', async () => {
    await fillStores({
      requests: [requestFixture({ id: 'data', receivedAt: 2 })],
      walletCalls: [walletCallFixture({ id: 'call', receivedAt: 1 })],
    })
    expect(await promptView('data')).toMatchObject({ id: 'data', asks: 'data', task: { requestId: 'data' } })
    expect(await promptView('call')).toMatchObject({ id: 'call', asks: 'wallet' })
  })

  it('shows a request before a question of the same moment, as the worker counts', async () => {
    await fillStores({
      requests: [requestFixture({ id: 'data', receivedAt: 5 })],
      walletCalls: [walletCallFixture({ id: 'call', receivedAt: 5 })],
    })
    expect(await promptView()).toMatchObject({ id: 'data' })
  })

  it('says who is next, and leaves out what a rule may still decide', async () => {
    const at = (host: string) => ({ ...requestFixture().asker, origin: `https://${host}.example` })
    await fillStores({
      requests: [
        requestFixture({ id: 'undecided', receivedAt: 1, undecided: true }),
        requestFixture({ id: 'first', receivedAt: 2, asker: at('first') }),
        requestFixture({ id: 'last', receivedAt: 4, asker: at('last') }),
      ],
      walletCalls: [walletCallFixture({ id: 'second', receivedAt: 3 })],
    })
    expect(await promptView()).toMatchObject({ id: 'first', waiting: 3, next: 'https://swap.example' })
    expect(await promptView('second')).toMatchObject({ id: 'second', next: 'https://first.example' })
  })

  it('says that the page of what was shown has gone, and shows nothing else instead of it', async () => {
    const decision = { effect: 'refuse', by: 'page-gone', reason: '' } as const
    await fillStores({
      requests: [
        requestFixture({ id: 'gone', state: 'answered', decidedAt: 1, decision }),
        requestFixture({ id: 'waits' }),
      ],
      walletCalls: [walletCallFixture({ id: 'call', state: 'answered', decidedAt: 1, decision })],
    })
    const gone = { asks: 'nothing', origin: 'https://digits.example', waiting: 1 }
    expect(await promptView('gone')).toEqual({ id: 'gone', ...gone })
    expect(await promptView('call')).toMatchObject({
      id: 'call',
      asks: 'nothing',
      origin: 'https://swap.example',
    })
    expect(await promptView()).toMatchObject({ id: 'waits', waiting: 1 })
  })
})

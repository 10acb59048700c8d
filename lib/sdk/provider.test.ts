import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ANNOUNCE_EVENT, REQUEST_EVENT } from '../protocol/provider.ts'
import { findDataUseProvider, watchDataUseProviders } from './provider.ts'

/** Node has events but no `window`; an EventTarget is all that is used of it. */
let page: EventTarget

beforeEach(() => {
  page = new EventTarget()
  vi.stubGlobal('window', page)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const announced = (uuid: string) => ({
  info: { uuid, name: 'Proviso', rdns: 'org.proviso', icon: 'data:,' },
  provider: { request: async () => null, on: () => null, removeListener: () => null },
})
const announce = (detail: unknown) => page.dispatchEvent(new CustomEvent(ANNOUNCE_EVENT, { detail }))

it('finds a provider that answers while it is asked', async () => {
  const detail = announced('1')
  page.addEventListener(REQUEST_EVENT, () => announce(detail))
  const removed = vi.spyOn(page, 'removeEventListener')
  await expect(findDataUseProvider()).resolves.toBe(detail.provider)
  expect(removed).toHaveBeenCalledWith(ANNOUNCE_EVENT, expect.any(Function))
  expect(vi.getTimerCount()).toBe(0)
})

it('finds a provider that comes later', async () => {
  const detail = announced('1')
  const found = findDataUseProvider({ timeoutMs: 500 })
  announce(detail)
  await expect(found).resolves.toBe(detail.provider)
})

it('says that there is none when the time is over', async () => {
  const found = findDataUseProvider({ timeoutMs: 500 })
  vi.advanceTimersByTime(500)
  await expect(found).resolves.toBeUndefined()
})

it.each([undefined, null, {}, { info: { uuid: '1' } }, { info: {}, provider: { request: () => 1 } }])(
  'ignores an announcement that is none: %s',
  (detail) => {
    const heard: unknown[] = []
    watchDataUseProviders((provider) => heard.push(provider))
    announce(detail)
    expect(heard).toEqual([])
  },
)

it('hears each provider once, until stopped', () => {
  const heard: string[] = []
  const stop = watchDataUseProviders(({ info }) => heard.push(info.uuid))
  announce(announced('1'))
  announce(announced('1'))
  announce(announced('2'))
  stop()
  announce(announced('3'))
  expect(heard).toEqual(['1', '2'])
})

it('stops waiting when the page gives up, and leaves no listener behind', async () => {
  const removed = vi.spyOn(page, 'removeEventListener')
  const waiting = new AbortController()
  const found = findDataUseProvider({ timeoutMs: 500, signal: waiting.signal })
  waiting.abort(new Error('left'))
  await expect(found).rejects.toThrow('left')
  expect(removed).toHaveBeenCalledWith(ANNOUNCE_EVENT, expect.any(Function))
  expect(vi.getTimerCount()).toBe(0)
})

it('does not ask at all for a page that gave up before', async () => {
  const asked = vi.fn()
  page.addEventListener(REQUEST_EVENT, asked)
  await expect(findDataUseProvider({ signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left')
  expect(asked).not.toHaveBeenCalled()
})

it('does not care for a signal that fires after it has answered', async () => {
  const waiting = new AbortController()
  const detail = announced('1')
  const found = findDataUseProvider({ signal: waiting.signal })
  announce(detail)
  waiting.abort()
  await expect(found).resolves.toBe(detail.provider)
})

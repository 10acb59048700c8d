import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HANDOVER, MAX_OPEN, type ToRelay, type ToWorker } from '../messages.ts'

// The browser around a relay, as far as it needs one: a worker that can be killed, an extension that can go.

type Listen<T> = { addListener(listener: (value: T) => void): void }

const listeners = <T>() => {
  const all: ((value: T) => void)[] = []
  const listen: Listen<T> = { addListener: (listener) => void all.push(listener) }
  return {
    listen,
    call: (value: T) => {
      for (const listener of all) listener(value)
    },
  }
}

const { browser } = vi.hoisted(() => ({
  browser: { isAlive: true, connect: undefined as unknown as () => unknown },
}))
vi.mock('../../platform/ports.ts', () => ({
  connectPort: () => browser.connect(),
  isExtensionAlive: () => browser.isAlive,
  takeLastError: () => undefined,
  onDocumentMessage: () => undefined,
}))

interface Connection {
  readonly sent: ToWorker[]
  answer(message: ToRelay): void
  end(): void
}

let connections: Connection[]
let handlers: Record<string, (event: unknown) => void>
let page: { heard: unknown[]; ask(id: string, params?: unknown): void }

const newest = () => connections.at(-1)!

beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  connections = []
  handlers = {}
  browser.isAlive = true
  browser.connect = () => {
    const [messages, ends] = [listeners<ToRelay>(), listeners<void>()]
    const sent: ToWorker[] = []
    connections.push({ sent, answer: messages.call, end: () => ends.call() })
    return {
      onMessage: messages.listen,
      onDisconnect: ends.listen,
      postMessage: (message: ToWorker) => void sent.push(structuredClone(message)),
      disconnect: () => undefined,
    }
  }
  vi.stubGlobal('addEventListener', (name: string, handler: (event: unknown) => void) => {
    handlers[name] = handler
  })
  vi.stubGlobal('document', {})
  vi.stubGlobal('window', globalThis)
  const { startRelay } = await import('./relay.ts')
  startRelay()
  const heard: unknown[] = []
  const port = {
    onmessage: (_: { data: unknown }): void => undefined,
    postMessage: (message: unknown) => void heard.push(message),
  }
  const event = {
    source: globalThis,
    data: HANDOVER,
    ports: [port],
    stopImmediatePropagation: () => undefined,
  }
  handlers['message']?.(event)
  page = {
    heard,
    ask: (id, params) => port.onmessage({ data: { id, method: 'dataUse_getGrants', params } }),
  }
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** The worker dies, `times` times, each time as soon as the relay has found it again. */
const kill = (times: number) => {
  for (let index = 0; index < times; index++) {
    const before = connections.length
    newest().end()
    for (let wait = 0; connections.length === before && wait < 20; wait++) vi.advanceTimersToNextTimer()
  }
}
const failed = (id: string) => ({ id, error: expect.objectContaining({ code: 4900 }) })

it('wakes nobody before the first request, and opens one connection for all', () => {
  expect(connections).toHaveLength(0)
  page.ask('a')
  page.ask('b')
  expect(connections).toHaveLength(1)
  expect(newest().sent).toMatchObject([
    { type: 'request', id: 'a', replayed: false },
    { type: 'request', id: 'b', replayed: false },
  ])
})

it('sends again what has no answer, and says that it does, when the worker died', () => {
  page.ask('a')
  page.ask('b')
  newest().answer({ type: 'acknowledged', id: 'a' })
  newest().answer({ type: 'answer', id: 'b', result: 1 })
  kill(1)
  expect(connections.length).toBeGreaterThan(1)
  expect(newest().sent).toMatchObject([{ type: 'request', id: 'a', replayed: true }])
})

it('gives the page one answer, and tells the worker each time that it has it', () => {
  page.ask('a')
  newest().answer({ type: 'answer', id: 'a', result: 1 })
  newest().answer({ type: 'answer', id: 'a', result: 2 })
  expect(page.heard).toEqual([{ taken: true }, { id: 'a', result: 1 }])
  expect(newest().sent.filter(({ type }) => type === 'delivered')).toHaveLength(2)
})

it('ignores an id that is open already', () => {
  page.ask('a')
  page.ask('a')
  expect(newest().sent).toHaveLength(1)
})

it('waits on while the worker is killed again and again in a short time', () => {
  page.ask('a')
  kill(8)
  expect(page.heard).toEqual([{ taken: true }])
})

it('after a long silence fails what was never acknowledged, and goes on waiting for what was', () => {
  page.ask('acknowledged')
  page.ask('not')
  newest().answer({ type: 'acknowledged', id: 'acknowledged' })
  kill(40)
  expect(page.heard).toEqual([{ taken: true }, failed('not')])
  newest().answer({ type: 'answer', id: 'acknowledged', result: 'late' })
  expect(page.heard.at(-1)).toEqual({ id: 'acknowledged', result: 'late' })
})

it('fails everything once the extension has gone', () => {
  page.ask('a')
  newest().answer({ type: 'acknowledged', id: 'a' })
  browser.isAlive = false
  vi.advanceTimersByTime(2000)
  expect(page.heard).toEqual([{ taken: true }, failed('a')])
})

it('comes back from the back/forward cache with what has no answer', () => {
  page.ask('a')
  handlers['pageshow']?.({ persisted: true })
  expect(connections).toHaveLength(2)
  expect(newest().sent).toMatchObject([{ id: 'a', replayed: true }])
})

it('answers for the worker what is too much: the 33rd open request, and what is too large', () => {
  for (let index = 0; index < MAX_OPEN; index++) page.ask(`r${index}`)
  page.ask('more')
  expect(page.heard).toEqual([
    { taken: true },
    { id: 'more', error: expect.objectContaining({ code: -32005 }) },
  ])
  newest().answer({ type: 'answer', id: 'r0', result: null })
  page.ask('large', ['x'.repeat(300_000)])
  expect(page.heard.at(-1)).toEqual({ id: 'large', error: expect.objectContaining({ code: -32602 }) })
  expect(newest().sent.filter(({ type }) => type === 'request')).toHaveLength(MAX_OPEN)
})

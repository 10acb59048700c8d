import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { findOrInstallBrowser } from '../../scripts/bootstrap/browser.mjs'

type Params = Readonly<Record<string, unknown>>
type Listener = (method: string, params: never, sessionId: string | undefined) => void

/**
 * Chromium with nobody looking over its shoulder: Playwright holds every new window until it has attached to it, which is a
 * good part of the time that is measured here. Speaks the DevTools protocol over a pipe, to targets that are asked for
 * by name only.
 */
export interface Chromium {
  send<T = object>(method: string, params?: Params, sessionId?: string): Promise<T>
  on(listener: Listener): () => void
  /** Runs `code` in a target, awaiting promises, and returns its plain value. */
  evaluate<T>(sessionId: string, code: string): Promise<T>
  attach(targetId: string): Promise<string>
  close(): Promise<void>
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: never
  readonly result?: unknown
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--enable-unsafe-extension-debugging',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--window-size=1280,900',
]

/** Messages of the protocol: JSON, each ended by a zero byte. */
const readMessages = (from: Readable, hear: (message: Message) => void): void => {
  let rest = ''
  from.setEncoding('utf8').on('data', (piece: string) => {
    const texts = (rest + piece).split('\0')
    rest = texts.pop() ?? ''
    for (const text of texts) hear(JSON.parse(text) as Message)
  })
}

const start = (profile: string, extensions: readonly string[]): ChildProcess =>
  spawn(
    findOrInstallBrowser(),
    [
      ...FLAGS,
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      `--disable-extensions-except=${extensions.join(',')}`,
      `--load-extension=${extensions.join(',')}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )

/** Launches Chromium on a profile that exists already. */
export const launchChromium = async (profile: string, extensions: readonly string[]): Promise<Chromium> => {
  const child = start(profile, extensions)
  const to = child.stdio[3] as Writable
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>()
  const listeners = new Set<Listener>()
  let last = 0
  readMessages(child.stdio[4] as Readable, ({ id, method, params, result, error, sessionId }) => {
    if (method !== undefined) for (const hear of listeners) hear(method, params as never, sessionId)
    if (id === undefined) return
    const asked = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) asked?.resolve(result as never)
    else asked?.reject(new Error(error.message))
  })
  const send: Chromium['send'] = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      to.write(
        `${JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`,
      )
    })
  return {
    send,
    on: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    evaluate: async <T>(sessionId: string, code: string) => {
      const { result, exceptionDetails } = await send<{
        result: { value: T }
        exceptionDetails?: { exception?: { description?: string }; text: string }
      }>(
        'Runtime.evaluate',
        { expression: code, awaitPromise: true, returnByValue: true, userGesture: true },
        sessionId,
      )
      if (exceptionDetails !== undefined)
        throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
      return result.value
    },
    attach: async (targetId) =>
      (await send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true })).sessionId,
    close: async () => {
      const gone = once(child, 'exit')
      await send('Browser.close')
      await gone
    },
  }
}

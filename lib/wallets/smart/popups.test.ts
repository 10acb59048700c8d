import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PopupFault, type PopupHost, type Popups, watchPopups } from './popups.ts'

const ORIGIN = 'https://keys.coinbase.com'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** As much of a tab as opens windows: `isActive` right after a click, `isBlocked` where the browser lets none open. */
const createTab = () => {
  const heard = new Map<string, (event: never) => void>()
  const opened: { closed: boolean; close: () => void; focus: () => void }[] = []
  const tab = { isActive: true, isBlocked: false }
  const host = {
    navigator: {
      userActivation: {
        get isActive() {
          return tab.isActive
        },
      },
    },
    open: () => {
      if (tab.isBlocked) return null
      const popup = { closed: false, close: vi.fn(), focus: vi.fn() }
      opened.push(popup)
      return popup as never
    },
    addEventListener: (name: string, listener: (event: never) => void) => heard.set(name, listener),
  } as unknown as PopupHost
  const popups = watchPopups(host, ORIGIN)
  const say = (data: unknown, origin = ORIGIN) => heard.get('message')?.({ origin, data } as never)
  const leave = () => heard.get('pagehide')?.({} as never)
  /** As the SDK: opens its window and waits for ever. */
  const asks = () => {
    host.open('https://keys.coinbase.com/connect')
    return new Promise<never>(() => undefined)
  }
  return { ...tab, tab, host, popups, opened, say, leave, asks }
}

const troubleOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'answered',
    (error: unknown) => (error instanceof PopupFault ? error.trouble : error),
  )

const ask = (popups: Popups, what: () => Promise<unknown>, isClicked = true) =>
  troubleOf(popups.during(async () => what(), isClicked))

describe('a window of the wallet', () => {
  it('opens for a question that was clicked on, and only then', async () => {
    const { popups, opened, asks, tab } = createTab()
    expect(await ask(popups, asks, false)).toBe('needs-click')
    tab.isActive = false
    expect(await ask(popups, asks)).toBe('needs-click')
    expect(opened).toHaveLength(0)
  })

  it('that the browser blocks is told at once, though the SDK would wait', async () => {
    const { popups, asks, tab } = createTab()
    tab.isBlocked = true
    expect(await ask(popups, asks)).toBe('blocked')
  })

  it('that says that it is closed before it has answered is not a refusal', async () => {
    const { popups, asks, say } = createTab()
    const asked = ask(popups, asks)
    say({ event: 'PopupLoaded', id: '1' })
    say({ requestId: '2', data: 'scw' })
    say({ event: 'PopupUnload', id: '3' })
    expect(await asked).toBe('closed')
  })

  it('that goes without a word is noticed', async () => {
    const { popups, asks, opened } = createTab()
    const asked = ask(popups, asks)
    opened[0]!.closed = true
    await vi.advanceTimersByTimeAsync(1500)
    expect(await asked).toBe('closed')
  })

  it('that has answered may go: what it said counts', async () => {
    const { popups, host, say, opened } = createTab()
    let answer = (_: string) => {}
    const asked = popups.during(() => {
      host.open('')
      return new Promise<string>((resolve) => {
        answer = resolve
      })
    }, true)
    say({ requestId: '1', content: { encrypted: {} } })
    say({ event: 'PopupUnload', id: '2' })
    opened[0]!.closed = true
    await vi.advanceTimersByTimeAsync(5000)
    answer('0x1')
    expect(await asked).toBe('0x1')
  })

  it('is believed only from its own address', async () => {
    const { popups, host, say } = createTab()
    let answer = (_: string) => {}
    const asked = popups.during(() => {
      host.open('')
      return new Promise<string>((resolve) => {
        answer = resolve
      })
    }, true)
    say({ event: 'PopupUnload', id: '2' }, 'https://evil.example')
    answer('0x1')
    expect(await asked).toBe('0x1')
  })

  it('left over from before does not disturb a question that needs none', async () => {
    const { popups, asks, opened } = createTab()
    void ask(popups, asks)
    opened[0]!.closed = true
    const asked = popups.during(
      () => new Promise<string>((resolve) => setTimeout(resolve, 5000, 'yes')),
      false,
    )
    await vi.advanceTimersByTimeAsync(6000)
    expect(await asked).toBe('yes')
  })

  it('does not outlive the tab that asks', async () => {
    const { popups, asks, opened, leave } = createTab()
    void ask(popups, asks)
    leave()
    expect(opened[0]!.close).toHaveBeenCalledOnce()
  })

  it('hands on what the SDK says, refusals included', async () => {
    const { popups } = createTab()
    const refusal = { code: 4001, message: 'no' }
    await expect(popups.during(() => Promise.reject(refusal), true)).rejects.toBe(refusal)
  })
})

/** Why the wallet's window gave no answer. */
export type PopupTrouble =
  /** A window opens only for a question that the person has just clicked on. */
  | 'needs-click'
  /** The browser did not open it, click or not. */
  | 'blocked'
  /** It went away before it had answered. */
  | 'closed'

export class PopupFault extends Error {
  override readonly name = 'PopupFault'
  readonly trouble: PopupTrouble
  constructor(trouble: PopupTrouble) {
    super(`The wallet's window: ${trouble}.`)
    this.trouble = trouble
  }
}

/** What is used of `window`. */
export type PopupHost = Pick<Window, 'open' | 'addEventListener'> & {
  readonly navigator: { readonly userActivation: Pick<UserActivation, 'isActive'> }
}

export interface Popups {
  /**
   * Runs `ask` of the SDK. Rejects with a `PopupFault` as soon as no answer can come of the wallet's window; the SDK would wait
   * for ever. `isClicked`: the person wants the window now; otherwise none opens.
   */
  during<T>(ask: () => Promise<T>, isClicked: boolean): Promise<T>
  /** Brings the open window to the front. */
  focus(): void
}

/** How often the window is looked at: one that is closed from outside says nothing. */
const LOOK_MS = 500

interface Watch {
  readonly isClicked: boolean
  popup: WindowProxy | undefined
  isAnswered: boolean
  fail(trouble: PopupTrouble): void
}

const eventOf = (data: unknown): string | undefined => (data as { event?: string } | null)?.event
/** The wallet's word on a question; before that it only says that it is there, and which kind of wallet it is. */
const isAnswer = (data: unknown): boolean =>
  (data as { requestId?: unknown; content?: unknown } | null)?.content !== undefined

/**
 * Stands between the SDK and `window.open`. The SDK leaves its promise open where its window is blocked or is closed before it
 * has loaded, and a window that the person closes looks to it like a refusal: here each is told apart.
 * Must run before the SDK listens.
 */
export const watchPopups = (host: PopupHost, walletOrigin: string): Popups => {
  const open = host.open.bind(host)
  let popup: WindowProxy | undefined
  let watch: Watch | undefined

  const opened = (...args: Parameters<Window['open']>): WindowProxy => {
    const refuse = (trouble: PopupTrouble): PopupFault => {
      watch?.fail(trouble)
      return new PopupFault(trouble)
    }
    if (watch?.isClicked !== true || !host.navigator.userActivation.isActive) throw refuse('needs-click')
    const window = open(...args)
    if (window === null) throw refuse('blocked')
    popup = window
    watch.popup = window
    return window
  }
  host.open = opened

  host.addEventListener('message', ({ origin, data }: MessageEvent) => {
    if (origin !== walletOrigin || watch === undefined) return
    if (isAnswer(data)) watch.isAnswered = true
    if (eventOf(data) === 'PopupUnload' && !watch.isAnswered) watch.fail('closed')
  })
  // A question whose asker is gone must not be left standing.
  host.addEventListener('pagehide', () => popup?.close())

  return {
    during: (ask, isClicked) =>
      new Promise((resolve, reject) => {
        let sawClosed = false
        const own: Watch = {
          isClicked,
          popup: isClicked && popup?.closed === false ? popup : undefined,
          isAnswered: false,
          fail: (trouble) => finish(() => reject(new PopupFault(trouble))),
        }
        const finish = (settle: () => void) => {
          clearInterval(timer)
          if (watch === own) watch = undefined
          settle()
        }
        const timer = setInterval(() => {
          if (own.isAnswered || own.popup?.closed !== true) return
          // Its last word may still be on its way: one more look.
          if (sawClosed) own.fail('closed')
          sawClosed = true
        }, LOOK_MS)
        watch = own
        ask().then(
          (result) => finish(() => resolve(result)),
          (error) => finish(() => reject(error)),
        )
      }),
    focus: () => popup?.focus(),
  }
}

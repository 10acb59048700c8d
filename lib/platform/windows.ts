import { changedInSession, recallFromSession, rememberForSession } from './session.ts'

/** Width and height of the prompt window, CSS pixels. */
const PROMPT_SIZE = { width: 420, height: 720 } as const
const PROMPT_PATH = '/prompt.html'
/**
 * `storage.session`: which window is the prompt's and what it shows, so that its closing is understood after the worker
 * died; when one was last asked of the browser, which takes a moment to show up; and when one was last painted.
 */
const PROMPT_WINDOW = 'promptWindow'
const PROMPT_SHOWS = 'promptShows'
const PROMPT_ASKED = 'promptAsked'
const PROMPT_PAINTED = 'promptPainted'

/** A window that was asked for and has not shown up by then never will. */
const OPENING_MS = 2000
const LOOK_MS = 50

const findOwnPage = async (path: string): Promise<chrome.runtime.ExtensionContext | undefined> => {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['TAB'] })
  return contexts.find(
    ({ documentUrl }) => documentUrl !== undefined && new URL(documentUrl).pathname === path,
  )
}

let opening: Promise<boolean> | undefined

const isPromptOpen = async (): Promise<boolean> => (await findOwnPage(PROMPT_PATH)) !== undefined

/** True once a window that this worker, or one that died since, has asked for is there; false where none comes. */
const promptShowsUp = async (): Promise<boolean> => {
  // Both at once: somebody waits for this window.
  const [recalled, isOpen] = await Promise.all([recallFromSession(PROMPT_ASKED), isPromptOpen()])
  if (isOpen) return true
  const asked = Number(recalled ?? 0)
  for (;;) {
    const waited = Date.now() - asked
    if (waited < 0 || waited > OPENING_MS) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    if (await isPromptOpen()) return true
  }
}

/** True where it was opened now. */
const openPrompt = async (): Promise<boolean> => {
  if (await promptShowsUp()) return false
  // The browser takes both in this order; nobody waits for the first.
  void rememberForSession(PROMPT_ASKED, Date.now())
  const created = await chrome.windows.create({
    url: chrome.runtime.getURL(PROMPT_PATH),
    type: 'popup',
    focused: true,
    ...PROMPT_SIZE,
  })
  if (created?.id !== undefined) await rememberForSession(PROMPT_WINDOW, created.id)
  return true
}

/**
 * Opens the one prompt window unless it is open. The browser is asked, not our memory, because a worker that died has
 * forgotten; calls that overlap share one answer.
 */
const ensurePromptWindow = (): Promise<boolean> => {
  opening ??= openPrompt().finally(() => {
    opening = undefined
  })
  return opening
}

/** Opens the prompt window unless it is open. Resolves once it has painted what it asks, or had its time to. */
export const ensurePromptPainted = async (): Promise<void> => {
  if (await ensurePromptWindow()) await changedInSession(PROMPT_PAINTED, OPENING_MS)
}

/** The prompt window says that what it asks can be read. */
export const notePromptPainted = (): Promise<void> => rememberForSession(PROMPT_PAINTED, Date.now())

/** Opens the prompt window or brings it to the front: the person asked for it. */
export const showPromptWindow = async (): Promise<void> => {
  await ensurePromptWindow()
  const existing = await findOwnPage(PROMPT_PATH)
  if (existing !== undefined) await chrome.windows.update(existing.windowId, { focused: true })
}

/** The prompt window says which request it shows; nothing while it has none. Also tells which window it is. */
export const notePromptShows = async (id: string | undefined): Promise<void> => {
  await rememberForSession(PROMPT_SHOWS, id ?? '')
  const { id: window } = await chrome.windows.getCurrent()
  if (window !== undefined) await rememberForSession(PROMPT_WINDOW, window)
}

/**
 * Calls `run` when the prompt window was closed, with the id of what it showed; also when the worker had to be woken for
 * it.
 */
export const onPromptClosed = (run: (shown: string) => void): void => {
  chrome.windows.onRemoved.addListener((windowId) => {
    void recallFromSession(PROMPT_WINDOW).then(async (prompt) => {
      if (prompt !== windowId) return
      // The next one may come at once.
      await rememberForSession(PROMPT_ASKED, 0)
      run(String((await recallFromSession(PROMPT_SHOWS)) ?? ''))
    })
  })
}

/** Calls `run` when a tab is closed. */
export const onTabClosed = (run: (tabId: number) => void): void => {
  chrome.tabs.onRemoved.addListener(run)
}

/** Opens a page of ours in a tab, or brings the tab that already shows it to the front. */
export const showOwnTab = async (path: `/${string}`): Promise<void> => {
  const url = chrome.runtime.getURL(path)
  const open = await findOwnPage(new URL(url).pathname)
  if (open === undefined) {
    await chrome.tabs.create({ url })
    return
  }
  await chrome.tabs.update(open.tabId, { active: true, ...(path.includes('#') ? { url } : {}) })
  await chrome.windows.update(open.windowId, { focused: true })
}

import { recallFromSession, rememberForSession } from './session.ts'

/** Width and height of the prompt window, CSS pixels. */
const PROMPT_SIZE = { width: 420, height: 720 } as const
const PROMPT_PATH = '/prompt.html'
/** `storage.session`: which window is the prompt's, so that its closing is known after the worker died. */
const PROMPT_WINDOW = 'promptWindow'

const findOwnPage = async (path: string): Promise<chrome.runtime.ExtensionContext | undefined> => {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['TAB'] })
  return contexts.find(
    ({ documentUrl }) => documentUrl !== undefined && new URL(documentUrl).pathname === path,
  )
}

let opening: Promise<void> | undefined

const openPrompt = async (): Promise<void> => {
  if ((await findOwnPage(PROMPT_PATH)) !== undefined) return
  const created = await chrome.windows.create({
    url: chrome.runtime.getURL(PROMPT_PATH),
    type: 'popup',
    focused: true,
    ...PROMPT_SIZE,
  })
  if (created?.id !== undefined) await rememberForSession(PROMPT_WINDOW, created.id)
}

/**
 * Opens the one prompt window unless it is open. The browser is asked, not our memory, because a worker that died has
 * forgotten; calls that overlap share one answer.
 */
export const ensurePromptWindow = (): Promise<void> => {
  opening ??= openPrompt().finally(() => {
    opening = undefined
  })
  return opening
}

/** Opens the prompt window or brings it to the front: the person asked for it. */
export const showPromptWindow = async (): Promise<void> => {
  await ensurePromptWindow()
  const existing = await findOwnPage(PROMPT_PATH)
  if (existing !== undefined) await chrome.windows.update(existing.windowId, { focused: true })
}

/** Calls `run` when the person closes the prompt window; also when the worker had to be woken for it. */
export const onPromptClosed = (run: () => void): void => {
  chrome.windows.onRemoved.addListener((windowId) => {
    void recallFromSession(PROMPT_WINDOW).then((prompt) => {
      if (prompt === windowId) run()
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

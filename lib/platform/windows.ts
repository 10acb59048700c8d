/** Width and height of the prompt window, CSS pixels: docs/experience.md. */
const PROMPT_SIZE = { width: 420, height: 720 } as const

const PROMPT_PATH = '/prompt.html'

const findPromptWindow = async (): Promise<number | undefined> => {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['TAB'] })
  const prompt = contexts.find(
    (context) => new URL(context.documentUrl ?? 'about:blank').pathname === PROMPT_PATH,
  )
  return prompt?.windowId
}

let opening: Promise<void> | undefined

/**
 * Shows the one prompt window: brings it to the front if it is open, opens it otherwise. The browser is asked, not
 * our memory, because a worker that died has forgotten; calls that overlap share one answer.
 */
export const showPromptWindow = (): Promise<void> => {
  opening ??= (async () => {
    const existing = await findPromptWindow()
    if (existing !== undefined) {
      await chrome.windows.update(existing, { focused: true })
      return
    }
    await chrome.windows.create({
      url: chrome.runtime.getURL(PROMPT_PATH),
      type: 'popup',
      focused: true,
      ...PROMPT_SIZE,
    })
  })().finally(() => {
    opening = undefined
  })
  return opening
}

/** Opens a page of ours in a tab, or brings the tab that already shows it to the front. */
export const showOwnTab = async (path: `/${string}`): Promise<void> => {
  const url = chrome.runtime.getURL(path)
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['TAB'] })
  const open = contexts.find((context) => context.documentUrl?.split('#')[0] === url.split('#')[0])
  if (open !== undefined) {
    await chrome.tabs.update(open.tabId, { active: true, ...(path.includes('#') ? { url } : {}) })
    await chrome.windows.update(open.windowId, { focused: true })
    return
  }
  await chrome.tabs.create({ url })
}

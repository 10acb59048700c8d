/** Opens `url` beside the person's tab without taking them away from it. Returns the tab's id. */
export const openBackgroundTab = async (url: string): Promise<number> => {
  const { id } = await chrome.tabs.create({ url, active: false })
  if (id === undefined) throw new Error('The browser opened no tab.')
  return id
}

/** Opens `url` in front of the person's tab, which comes back when it closes. Returns the tab's id. */
export const openTabInFront = async (url: string): Promise<number> => {
  const [from] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
  const { id } = await chrome.tabs.create({
    url,
    active: true,
    ...(from?.id === undefined ? {} : { openerTabId: from.id, windowId: from.windowId }),
  })
  if (id === undefined) throw new Error('The browser opened no tab.')
  return id
}

/** Closes a tab; one that is gone already is as good. */
export const closeTab = async (tabId: number): Promise<void> => {
  await chrome.tabs.remove(tabId).catch(() => undefined)
}

/**
 * Calls `run` when a tab has finished loading, whatever it shows: also the browser's own error page. Returns what ends
 * that, and it must end: as long as somebody listens, every page that loads in any tab wakes the worker.
 */
export const onTabLoaded = (run: (tabId: number) => void): (() => void) => {
  const hear = (tabId: number, { status }: { status?: string }) => {
    if (status === 'complete') run(tabId)
  }
  chrome.tabs.onUpdated.addListener(hear)
  return () => chrome.tabs.onUpdated.removeListener(hear)
}

/** Whether a tab has finished loading; one that is gone has not. */
export const isTabLoaded = async (tabId: number): Promise<boolean> =>
  (await chrome.tabs.get(tabId).catch(() => undefined))?.status === 'complete'

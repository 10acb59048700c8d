/** Small facts that live as long as the browser runs and survive the worker: `storage.session`, JSON only. */
export const rememberForSession = (key: string, value: string | number): Promise<void> =>
  chrome.storage.session.set({ [key]: value })

export const recallFromSession = async (key: string): Promise<string | number | undefined> =>
  (await chrome.storage.session.get(key))[key] as string | number | undefined

/** Resolves when a fact changes, at the latest after `ms`. */
export const changedInSession = (key: string, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      chrome.storage.session.onChanged.removeListener(hear)
      resolve()
    }
    const hear = (changes: Readonly<Record<string, unknown>>) => {
      if (key in changes) done()
    }
    const timer = setTimeout(done, ms)
    chrome.storage.session.onChanged.addListener(hear)
  })

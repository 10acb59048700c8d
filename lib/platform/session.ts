/** Small facts that live as long as the browser runs and survive the worker: `storage.session`, JSON only. */
export const rememberForSession = (key: string, value: string | number): Promise<void> =>
  chrome.storage.session.set({ [key]: value })

export const recallFromSession = async (key: string): Promise<string | number | undefined> =>
  (await chrome.storage.session.get(key))[key] as string | number | undefined

/** Records in `storage.session`: they survive the worker, not the browser. JSON only, never keys or people's data. */
export const readSession = async <T>(key: string): Promise<T | undefined> =>
  (await chrome.storage.session.get(key))[key] as T | undefined

export const writeSession = (key: string, value: unknown): Promise<void> =>
  chrome.storage.session.set({ [key]: value })

export const removeSession = (key: string): Promise<void> => chrome.storage.session.remove(key)

/** All entries whose key begins with `prefix`, as [key, value]. */
export const listSession = async <T>(prefix: string): Promise<[string, T][]> =>
  Object.entries(await chrome.storage.session.get(null)).filter(([key]) => key.startsWith(prefix)) as [
    string,
    T,
  ][]

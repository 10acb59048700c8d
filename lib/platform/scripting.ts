/** More than this of anything in one page is no count but a page that plays with us. */
const MOST = 99

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MOST

/**
 * Runs `count` in every frame of a tab, in the page's own world, and returns the most that one of them counts: a wallet shows
 * itself in each. `count` must need nothing from outside itself. The page can make it say what it likes: what is no small
 * number counts as nothing, and so does a tab that cannot be looked into.
 */
export const countInPage = async (tabId: number, count: () => number): Promise<number> => {
  try {
    const frames = await chrome.scripting.executeScript({
      target: { tabId, allFrames: true },
      world: 'MAIN',
      func: count,
    })
    return Math.max(0, ...frames.map(({ result }) => (isCount(result) ? result : 0)))
  } catch {
    return 0
  }
}

/** When the document in a tab began to load; undefined where it cannot be looked into. Read where the page cannot lie. */
export const loadedAt = async (tabId: number): Promise<number | undefined> => {
  try {
    const [frame] = await chrome.scripting.executeScript({
      target: { tabId },
      func: () => performance.timeOrigin,
    })
    return frame?.result
  } catch {
    return undefined
  }
}

import type { Page } from '@playwright/test'
import type { Scene } from './scenes.ts'

const KEY = 'stand-in-tab'

/**
 * A stand-in for the tab behind the popup, which here is a tab itself and would find nobody but itself in front. Runs in
 * the page before anything of ours.
 */
export const standInFrontTab = () => {
  const text = localStorage.getItem('stand-in-tab')
  if (text === null || globalThis.chrome?.tabs === undefined) return
  const { url, unreachable = 0 } = JSON.parse(text) as NonNullable<Scene['tab']>
  chrome.tabs.query = (async () => [{ id: 1, url }]) as unknown as typeof chrome.tabs.query
  chrome.scripting.executeScript = (async ({ world }: { readonly world?: string }) => [
    { frameId: 0, documentId: 'doc', result: world === 'MAIN' ? unreachable : Date.now() },
  ]) as unknown as typeof chrome.scripting.executeScript
}

/** Says which tab the next popup opens over; none by default. Seeding forgets it. */
export const openOver = (page: Page, tab: Scene['tab']): Promise<void> =>
  page.evaluate(([key, value]) => value !== undefined && localStorage.setItem(key, value), [
    KEY,
    tab === undefined ? undefined : JSON.stringify(tab),
  ] as const) as unknown as Promise<void>

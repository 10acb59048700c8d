export interface FrontSite {
  readonly tabId: number
  readonly origin: string
}

/** The site in the tab in front of the person, in the window they are in; nothing for the browser's pages and ours. */
export const frontSite = async (): Promise<FrontSite | undefined> => {
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true })
  if (tab?.id === undefined || tab.url === undefined || !URL.canParse(tab.url)) return undefined
  const { protocol, origin } = new URL(tab.url)
  return /^https?:$/.test(protocol) ? { tabId: tab.id, origin } : undefined
}

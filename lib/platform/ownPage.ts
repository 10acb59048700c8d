/** The whole address of a page of ours. */
export const ownPageUrl = (path: `/${string}`): string => chrome.runtime.getURL(path)

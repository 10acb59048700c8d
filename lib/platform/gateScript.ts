/** One registration for all sites of the gate: few entries keep the browser's own list short. */
const ID = 'gate'
/** Where WXT puts entrypoints/gate.content. */
const FILE = 'content-scripts/gate.js'

const registered = async (): Promise<chrome.scripting.RegisteredContentScript | undefined> =>
  (await chrome.scripting.getRegisteredContentScripts({ ids: [ID] }))[0]

const sameMatches = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((match, index) => match === b[index])

/**
 * Puts the gate's script on `origins`, from the next load of each page, and on no other site. Frames that inherit an origin
 * (`about:blank`, `srcdoc`, `blob:`) belong to it. Survives the browser's restart; an update of the extension clears it.
 */
export const registerGate = async (origins: readonly string[]): Promise<void> => {
  const current = await registered()
  // The browser compares ports too: `https://example.org/*` is port 443 only.
  const matches = origins.map((origin) => `${origin}/*`).toSorted()
  if (matches.length === 0) {
    if (current !== undefined) await chrome.scripting.unregisterContentScripts({ ids: [ID] })
    return
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id: ID,
    js: [FILE],
    matches,
    world: 'MAIN',
    runAt: 'document_start',
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  }
  if (current === undefined) await chrome.scripting.registerContentScripts([script])
  else if (!sameMatches(current.matches?.toSorted() ?? [], matches))
    await chrome.scripting.updateContentScripts([script])
}

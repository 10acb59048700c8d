import { recallFromSession, rememberForSession } from './session.ts'

const PERMISSION: chrome.permissions.Permissions = { permissions: ['declarativeNetRequestWithHostAccess'] }

/** Where WXT puts entrypoints/gpc.content. */
const SCRIPT = { id: 'gpc', js: ['content-scripts/gpc.js'] }
const SITES = ['http://*/*', 'https://*/*']
const HEADER = { header: 'Sec-GPC', operation: 'set', value: '1' } as const

export const hasGpcPermission = (): Promise<boolean> => chrome.permissions.contains(PERMISSION)

/** From a click in a page of ours: the browser asks the person where it must. */
export const askGpcPermission = (): Promise<boolean> => chrome.permissions.request(PERMISSION)

export const giveBackGpcPermission = async (): Promise<void> => {
  if (await hasGpcPermission()) await chrome.permissions.remove(PERMISSION)
}

export const onPermissionsChange = (run: () => void): void => {
  chrome.permissions.onAdded.addListener(run)
  chrome.permissions.onRemoved.addListener(run)
}

const AT_LOAD = 'gpcAtLoad'

/**
 * Whether the browser takes network rules from us. A permission that is given while the extension runs counts for them only
 * once the extension is loaded again, with the browser's next start: until then, setting a rule ends the browser itself
 * (Chromium 156). So it is noted, before anybody can ask for the permission, whether it was there from the beginning.
 */
export const canSignalGpc = async (): Promise<boolean> => {
  const noted = await recallFromSession(AT_LOAD)
  const has = await hasGpcPermission()
  if (noted === undefined) await rememberForSession(AT_LOAD, has ? 1 : 0)
  return has && (noted === undefined || noted === 1)
}

/** One rule sets the header everywhere; one for each exception lets its requests pass as they are. */
const rulesFor = (exceptions: readonly string[]): chrome.declarativeNetRequest.Rule[] => {
  const resourceTypes = Object.values(chrome.declarativeNetRequest.ResourceType)
  return [
    {
      id: 1,
      priority: 1,
      action: { type: 'modifyHeaders', requestHeaders: [HEADER] },
      condition: { resourceTypes },
    },
    ...exceptions.map((origin, index) => ({
      id: index + 2,
      priority: 2,
      action: { type: 'allow' as const },
      condition: { urlFilter: `|${origin}/`, resourceTypes },
    })),
  ]
}

const setRules = async (rules: chrome.declarativeNetRequest.Rule[]): Promise<void> => {
  const current = await chrome.declarativeNetRequest.getDynamicRules()
  await chrome.declarativeNetRequest.updateDynamicRules({
    removeRuleIds: current.map(({ id }) => id),
    addRules: rules,
  })
}

const setScript = async (exceptions: readonly string[] | undefined): Promise<void> => {
  const isThere = (await chrome.scripting.getRegisteredContentScripts({ ids: [SCRIPT.id] })).length > 0
  if (exceptions === undefined) {
    if (isThere) await chrome.scripting.unregisterContentScripts({ ids: [SCRIPT.id] })
    return
  }
  const script: chrome.scripting.RegisteredContentScript = {
    ...SCRIPT,
    matches: SITES,
    excludeMatches: exceptions.map((origin) => `${origin}/*`),
    world: 'MAIN',
    runAt: 'document_start',
    allFrames: true,
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  }
  if (isThere) await chrome.scripting.updateContentScripts([script])
  else await chrome.scripting.registerContentScripts([script])
}

/**
 * `Sec-GPC: 1` with every request, and `navigator.globalPrivacyControl` in every page loaded from now on, but for these
 * origins; neither for anybody where `exceptions` is undefined. Both survive the browser's restart.
 */
export const signalGpc = async (exceptions: readonly string[] | undefined): Promise<void> => {
  await setScript(exceptions)
  if (await canSignalGpc()) await setRules(exceptions === undefined ? [] : rulesFor(exceptions))
}

/** Chrome fires alarms at most every 30 s; what must be quicker is driven by the offscreen document's messages. */
export const onAlarm = (name: string, periodInMinutes: number, run: () => void): void => {
  chrome.alarms.onAlarm.addListener((alarm) => {
    if (alarm.name === name) run()
  })
  void chrome.alarms.get(name).then(async (existing) => {
    if (existing === undefined) await chrome.alarms.create(name, { periodInMinutes })
  })
}

/** Once when the browser starts and once when the extension is installed or updated. */
export const onBoot = (run: (reason: 'start' | 'install' | 'update') => void): void => {
  chrome.runtime.onStartup.addListener(() => run('start'))
  chrome.runtime.onInstalled.addListener(({ reason }) => run(reason === 'install' ? 'install' : 'update'))
}

/** Any call of the browser's resets the worker's idle timer; this one costs nothing. */
export const stayAwake = (): void => {
  void chrome.runtime.getPlatformInfo()
}

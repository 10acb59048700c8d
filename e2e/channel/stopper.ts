import type { CDPSession } from '@playwright/test'
import type { LaunchedBrowser } from '../../scripts/local/browser.ts'

interface Version {
  readonly versionId: string
  readonly scriptURL: string
  readonly runningStatus: string
}

/** Stops the extension's worker as often as a test likes, over one session: some milliseconds each. */
export interface Stopper {
  /** Stops the worker that runs, or the next one as soon as it does; resolves when it has stopped. */
  stop(): Promise<void>
  readonly stops: number
  close(): Promise<void>
}

export const createStopper = async ({ context, extensionId }: LaunchedBrowser): Promise<Stopper> => {
  const page = await context.newPage()
  const session: CDPSession = await context.newCDPSession(page)
  const status = new Map<string, string>()
  const waiting = new Set<() => void>()
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }: { versions: Version[] }) => {
    for (const { versionId, scriptURL, runningStatus } of versions)
      if (scriptURL.includes(extensionId)) status.set(versionId, runningStatus)
    for (const look of waiting) look()
  })
  await session.send('ServiceWorker.enable')

  const until = <T>(find: () => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find()
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
    })
  const running = () => [...status].find(([, state]) => state === 'running')?.[0]

  let last: Promise<void> = Promise.resolve()
  let stops = 0
  const stopOne = async () => {
    const versionId = await until(running)
    await session.send('ServiceWorker.stopWorker', { versionId })
    await until(() => (status.get(versionId) === 'running' ? undefined : true))
    stops += 1
  }
  return {
    stop: () => {
      last = last.then(stopOne)
      return last
    },
    get stops() {
      return stops
    },
    close: () => page.close(),
  }
}

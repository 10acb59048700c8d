import type { Chromium } from './chromium.ts'

/** What appears in the browser and goes, by the browser's own word. */
export interface Sight {
  /** Resolves with the id of the next page at `url`. */
  appears(url: string): Promise<string>
  /** Resolves once this target is no more. */
  goes(targetId: string): Promise<void>
  find(test: (target: TargetInfo) => boolean): TargetInfo | undefined
}

interface TargetInfo {
  readonly targetId: string
  readonly type: string
  readonly url: string
}

/** Calls `look` after every change until it finds something. */
const createUntil = () => {
  const waiting = new Set<() => void>()
  return {
    changed: () => {
      for (const look of waiting) look()
    },
    until: <T>(find: () => T | undefined): Promise<T> =>
      new Promise((resolve) => {
        const look = () => {
          const found = find()
          if (found === undefined) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
}

export const watchTargets = async (chromium: Chromium): Promise<Sight> => {
  const targets = new Map<string, TargetInfo>()
  const { changed, until } = createUntil()
  chromium.on((method, params: { targetInfo: TargetInfo; targetId: string }) => {
    if (method === 'Target.targetCreated' || method === 'Target.targetInfoChanged')
      targets.set(params.targetInfo.targetId, params.targetInfo)
    else if (method === 'Target.targetDestroyed') targets.delete(params.targetId)
    else return
    changed()
  })
  await chromium.send('Target.setDiscoverTargets', { discover: true })
  const find: Sight['find'] = (test) => [...targets.values()].find(test)
  return {
    find,
    appears: (url) => until(() => find((target) => target.type === 'page' && target.url === url)?.targetId),
    goes: (targetId) => until(() => (targets.has(targetId) ? undefined : true)).then(() => undefined),
  }
}

interface Version {
  readonly versionId: string
  readonly scriptURL: string
  readonly runningStatus: string
}

/** The extension's worker: stopped as the browser stops it, or started. */
export interface WorkerWatch {
  isRunning(): boolean
  stop(): Promise<void>
  wake(): Promise<void>
  /** Runs code in it, and lets go of it again: a worker that somebody is attached to behaves differently. */
  evaluate<T>(code: string): Promise<T>
}

export const watchWorker = async (
  chromium: Chromium,
  sight: Sight,
  extensionId: string,
): Promise<WorkerWatch> => {
  const versions = new Map<string, Version>()
  const { changed, until } = createUntil()
  chromium.on((method, params: { versions: Version[] }) => {
    if (method !== 'ServiceWorker.workerVersionUpdated') return
    for (const version of params.versions)
      if (version.scriptURL.includes(extensionId)) versions.set(version.versionId, version)
    changed()
  })
  // Any page may look at workers; one of its own disturbs nobody.
  const { targetId } = await chromium.send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  })
  const session = await chromium.attach(targetId)
  await chromium.send('ServiceWorker.enable', {}, session)
  const inState = (state: string) =>
    [...versions.values()].find(({ runningStatus }) => runningStatus === state)
  const wake = async () => {
    const known = await until(() => [...versions.values()][0])
    if (inState('running') === undefined)
      await chromium.send(
        'ServiceWorker.startWorker',
        { scopeURL: new URL('/', known.scriptURL).href },
        session,
      )
    await until(() => inState('running'))
  }
  return {
    isRunning: () => inState('running') !== undefined || inState('starting') !== undefined,
    wake,
    stop: async () => {
      await wake()
      const running = inState('running')
      if (running !== undefined)
        await chromium.send('ServiceWorker.stopWorker', { versionId: running.versionId }, session)
      await until(() =>
        inState('running') === undefined && inState('stopping') === undefined ? true : undefined,
      )
    },
    evaluate: async (code) => {
      await wake()
      const target = sight.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId))
      if (target === undefined) throw new Error('The worker is not among the targets.')
      const attached = await chromium.attach(target.targetId)
      try {
        return await chromium.evaluate(attached, code)
      } finally {
        await chromium.send('Target.detachFromTarget', { sessionId: attached })
      }
    },
  }
}

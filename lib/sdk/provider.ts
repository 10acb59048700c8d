import {
  ANNOUNCE_EVENT,
  type DataUseEvents,
  type DataUseMethod,
  type DataUseRequestParams,
  type DataUseResults,
  REQUEST_EVENT,
} from '../protocol/provider.ts'

export interface DataUseParams {
  dataUse_getCapabilities: undefined
  dataUse_request: DataUseRequestParams
  dataUse_getGrants: undefined
  dataUse_relinquish: readonly [grantId: string]
}

type Arguments<Method extends DataUseMethod> = DataUseParams[Method] extends undefined
  ? { readonly method: Method }
  : { readonly method: Method; readonly params: DataUseParams[Method] }

/** The data-use provider: EIP-1193 shaped. Any wallet's provider has the same `request` while the extension is there. */
export interface DataUseProvider {
  request<Method extends DataUseMethod>(args: Arguments<Method>): Promise<DataUseResults[Method]>
  on<Name extends keyof DataUseEvents>(event: Name, listener: (payload: DataUseEvents[Name]) => void): unknown
  removeListener<Name extends keyof DataUseEvents>(
    event: Name,
    listener: (payload: DataUseEvents[Name]) => void,
  ): unknown
}

/** Who announced itself: fields as in EIP-6963. */
export interface ProviderInfo {
  readonly uuid: string
  readonly name: string
  readonly rdns: string
  /** `data:` URI. */
  readonly icon: string
}

export interface AnnouncedProvider {
  readonly info: ProviderInfo
  readonly provider: DataUseProvider
}

const isAnnounced = (detail: unknown): detail is AnnouncedProvider => {
  const { info, provider } = (detail ?? {}) as {
    info?: Partial<ProviderInfo>
    provider?: Partial<DataUseProvider>
  }
  return typeof info?.uuid === 'string' && typeof provider?.request === 'function'
}

/**
 * Asks the page who offers data use, and hears of each provider once, also of those that come later.
 * Returns how to stop.
 */
export const watchDataUseProviders = (listener: (announced: AnnouncedProvider) => void): (() => void) => {
  const seen = new Set<string>()
  const hear = (event: Event) => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined
    if (!isAnnounced(detail) || seen.has(detail.info.uuid)) return
    seen.add(detail.info.uuid)
    listener(detail)
  }
  window.addEventListener(ANNOUNCE_EVENT, hear)
  window.dispatchEvent(new Event(REQUEST_EVENT))
  return () => window.removeEventListener(ANNOUNCE_EVENT, hear)
}

export interface FindOptions {
  /** How long to wait for an extension to answer; 1,000 by default. One that is there answers at once. */
  readonly timeoutMs?: number
  /** Stops waiting: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

/**
 * The first provider that announces itself, or undefined when none has within `timeoutMs`: then the person has no such
 * extension, and the page should say what it would be good for.
 */
export const findDataUseProvider = ({
  timeoutMs = 1000,
  signal,
}: FindOptions = {}): Promise<DataUseProvider | undefined> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    let ended = false
    let stop: (() => void) | undefined
    const end = () => {
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      stop?.()
    }
    const finish = (provider: DataUseProvider | undefined) => {
      end()
      resolve(provider)
    }
    const abort = () => {
      end()
      reject(signal?.reason)
    }
    const timer = setTimeout(() => finish(undefined), timeoutMs)
    signal?.addEventListener('abort', abort)
    stop = watchDataUseProviders(({ provider }) => finish(provider))
    // An extension answers while it is being asked, before there was anything to stop.
    if (ended) stop()
  })

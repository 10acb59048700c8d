import type { Bytes32 } from '../protocol/hex.ts'
import type { SignedTask } from '../protocol/manifest.ts'
import type { Capabilities, DataUseEvents, DataUseRequestParams, PublicGrant } from '../protocol/provider.ts'
import { toDataUseError } from './errors.ts'
import type { DataUseProvider } from './provider.ts'

const orThrow = async <T>(answer: Promise<T>): Promise<T> => {
  try {
    return await answer
  } catch (error) {
    throw toDataUseError(error)
  }
}

/** A signed task, or where this origin serves it and the hash of its terms. */
export type TaskReference = SignedTask | { readonly url: string; readonly termsHash: Bytes32 }

/**
 * Asks the person to contribute to `task`. Settles when they, or their rules, have answered: that can take minutes.
 * Rejects with a `DataUseError` whose class says what to do; `RefusedError` is an ordinary answer.
 */
export const requestDataUse = (provider: DataUseProvider, task: TaskReference): Promise<PublicGrant> =>
  orThrow(provider.request({ method: 'dataUse_request', params: [task] as DataUseRequestParams }))

/** What this version of the extension can do: the same for everyone. */
export const getCapabilities = (provider: DataUseProvider): Promise<Capabilities> =>
  orThrow(provider.request({ method: 'dataUse_getCapabilities' }))

/** The grants that this origin holds. */
export const getGrants = (provider: DataUseProvider): Promise<readonly PublicGrant[]> =>
  orThrow(provider.request({ method: 'dataUse_getGrants' }))

/** Gives a grant of this origin up: the device starts no further round for it. */
export const relinquish = async (provider: DataUseProvider, grantId: string): Promise<void> => {
  await orThrow(provider.request({ method: 'dataUse_relinquish', params: [grantId] }))
}

const subscribe = <Name extends keyof DataUseEvents>(
  provider: DataUseProvider,
  event: Name,
  listener: (payload: DataUseEvents[Name]) => void,
): (() => void) => {
  provider.on(event, listener)
  return () => {
    provider.removeListener(event, listener)
  }
}

/**
 * Hears this origin's grants whenever one begins, pauses or ends, once the document has made its first request.
 * Returns how to stop.
 */
export const onGrantsChanged = (
  provider: DataUseProvider,
  listener: (grants: DataUseEvents['grantsChanged']) => void,
): (() => void) => subscribe(provider, 'grantsChanged', listener)

/** Hears each step of a contribution: training, sent, accepted. Otherwise as `onGrantsChanged`. */
export const onContribution = (
  provider: DataUseProvider,
  listener: (contribution: DataUseEvents['contribution']) => void,
): (() => void) => subscribe(provider, 'contribution', listener)

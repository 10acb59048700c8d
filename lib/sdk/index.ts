/**
 * What a dApp imports: find the provider, ask, listen. No dependencies, nothing stored, nothing sent anywhere.
 *
 * @example
 * const provider = await findDataUseProvider()
 * if (provider === undefined) showHowToInstall()
 * else await requestDataUse(provider, task)
 */
export type { Bytes32 } from '../protocol/hex.ts'
export type {
  Capabilities,
  ContributionEvent,
  DataUseEvents,
  DataUseMethod,
  PublicGrant,
} from '../protocol/provider.ts'
export type { SignedTask, TaskManifest } from '../protocol/task.ts'
export {
  getCapabilities,
  getGrants,
  onContribution,
  onGrantsChanged,
  relinquish,
  requestDataUse,
  type TaskReference,
} from './actions.ts'
export {
  AlreadyPendingError,
  DataUseError,
  DisconnectedError,
  InvalidParamsError,
  RateLimitedError,
  RefusedError,
  toDataUseError,
  UnauthorizedError,
  UnsupportedMethodError,
} from './errors.ts'
export {
  type AnnouncedProvider,
  type DataUseParams,
  type DataUseProvider,
  findDataUseProvider,
  type ProviderInfo,
  watchDataUseProviders,
} from './provider.ts'

/**
 * What a dApp imports: find the provider, ask, listen. No dependencies, nothing stored, nothing sent anywhere.
 *
 * @example
 * const provider = await findDataUseProvider()
 * if (provider === undefined) showHowToInstall()
 * else await requestDataUse(provider, task)
 */
export type { Address, Bytes32, Hex } from '../protocol/hex.ts'
export type {
  Architecture,
  LocalPrivacyTerms,
  PipelineStep,
  PrivacyTerms,
  SignedTask,
  TaskManifest,
} from '../protocol/manifest.ts'
export type {
  Capabilities,
  ContributionEvent,
  DataUseEvents,
  DataUseMethod,
  DataUseRequestParams,
  DataUseResults,
  PublicGrant,
} from '../protocol/provider.ts'
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
  type FindOptions,
  findDataUseProvider,
  type ProviderInfo,
  watchDataUseProviders,
} from './provider.ts'

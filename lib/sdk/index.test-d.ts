import { expectTypeOf } from 'vitest'
import type { ErrorCode } from '../protocol/errors.ts'
import type { METHODS } from '../protocol/provider.ts'
import {
  AlreadyPendingError,
  type AnnouncedProvider,
  type Capabilities,
  type ContributionEvent,
  DataUseError,
  type DataUseEvents,
  type DataUseMethod,
  type DataUseParams,
  type DataUseProvider,
  type DataUseResults,
  DisconnectedError,
  findDataUseProvider,
  getCapabilities,
  getGrants,
  InvalidParamsError,
  onContribution,
  onGrantsChanged,
  type PublicGrant,
  RateLimitedError,
  RefusedError,
  relinquish,
  requestDataUse,
  type SignedTask,
  type TaskManifest,
  toDataUseError,
  UnauthorizedError,
  UnsupportedMethodError,
  watchDataUseProviders,
} from './index.ts'

declare const provider: DataUseProvider
declare const task: SignedTask

// Finding.
expectTypeOf(findDataUseProvider()).resolves.toEqualTypeOf<DataUseProvider | undefined>()
expectTypeOf(findDataUseProvider({ timeoutMs: 1, signal: AbortSignal.timeout(1) })).resolves.toEqualTypeOf<
  DataUseProvider | undefined
>()
// @ts-expect-error milliseconds, not words
findDataUseProvider({ timeoutMs: 'soon' })
// @ts-expect-error there may be no provider
findDataUseProvider().then((found) => found.request({ method: 'dataUse_getGrants' }))
expectTypeOf(watchDataUseProviders).parameter(0).parameter(0).toEqualTypeOf<AnnouncedProvider>()
expectTypeOf(watchDataUseProviders).returns.toEqualTypeOf<() => void>()
expectTypeOf<AnnouncedProvider['info']['icon']>().toEqualTypeOf<string>()

// Asking, by the functions.
expectTypeOf(requestDataUse(provider, task)).resolves.toEqualTypeOf<PublicGrant>()
expectTypeOf(
  requestDataUse(provider, { url: '/task.json', termsHash: '0x00' }),
).resolves.toEqualTypeOf<PublicGrant>()
expectTypeOf(getCapabilities(provider)).resolves.toEqualTypeOf<Capabilities>()
expectTypeOf(getGrants(provider)).resolves.toEqualTypeOf<readonly PublicGrant[]>()
expectTypeOf(relinquish(provider, 'id')).resolves.toEqualTypeOf<void>()
// @ts-expect-error an address needs the hash of the terms behind it
requestDataUse(provider, { url: '/task.json' })
// @ts-expect-error a hash is hexadecimal
requestDataUse(provider, { url: '/task.json', termsHash: 'abc' })
// @ts-expect-error a manifest alone is not signed
requestDataUse(provider, { manifest: task.manifest })
// @ts-expect-error a grant is named by its id
relinquish(provider, { id: 'id' })
// @ts-expect-error nothing is asked of nobody
getGrants(undefined)

// Asking, by the methods: every one has its params and its result.
expectTypeOf<DataUseMethod>().toEqualTypeOf<(typeof METHODS)[number]>()
expectTypeOf<keyof DataUseParams>().toEqualTypeOf<DataUseMethod>()
expectTypeOf<keyof DataUseResults>().toEqualTypeOf<DataUseMethod>()
expectTypeOf(provider.request({ method: 'dataUse_getCapabilities' })).resolves.toEqualTypeOf<Capabilities>()
expectTypeOf(
  provider.request({ method: 'dataUse_request', params: [task] }),
).resolves.toEqualTypeOf<PublicGrant>()
expectTypeOf(provider.request({ method: 'dataUse_getGrants' })).resolves.toEqualTypeOf<
  readonly PublicGrant[]
>()
expectTypeOf(
  provider.request({ method: 'dataUse_relinquish', params: ['id'] }),
).resolves.toEqualTypeOf<null>()
// @ts-expect-error a wallet method is not a data-use method
provider.request({ method: 'eth_accounts' })
// @ts-expect-error a request needs its task
provider.request({ method: 'dataUse_request' })
// @ts-expect-error one task at a time
provider.request({ method: 'dataUse_request', params: [task, task] })
// @ts-expect-error a grant's id is a string
provider.request({ method: 'dataUse_relinquish', params: [1] })

// What comes back is not for the page to change.
declare const grant: PublicGrant
expectTypeOf(grant.state).toEqualTypeOf<'active' | 'paused' | 'ended'>()
// @ts-expect-error read only
grant.state = 'active'
expectTypeOf<TaskManifest['version']>().toEqualTypeOf<1>()
declare const { privacy }: TaskManifest
if (privacy.mechanism === 'local') expectTypeOf(privacy.maxEpsilon).toEqualTypeOf<number>()
else expectTypeOf(privacy.batchSize).toEqualTypeOf<number>()

// Events.
onContribution(provider, (contribution) => {
  expectTypeOf(contribution).toEqualTypeOf<ContributionEvent>()
})
expectTypeOf(onContribution).returns.toEqualTypeOf<() => void>()
onGrantsChanged(provider, (grants) => {
  expectTypeOf(grants).toEqualTypeOf<readonly PublicGrant[]>()
})
expectTypeOf(onGrantsChanged).returns.toEqualTypeOf<() => void>()
expectTypeOf<keyof DataUseEvents>().toEqualTypeOf<'grantsChanged' | 'contribution'>()
provider.on('grantsChanged', (grants) => {
  expectTypeOf(grants).toEqualTypeOf<readonly PublicGrant[]>()
})
provider.removeListener('contribution', ({ state }) => {
  expectTypeOf(state).toEqualTypeOf<'training' | 'sent' | 'accepted'>()
})
// @ts-expect-error wallets have that event, data use has not
provider.on('accountsChanged', () => undefined)
// @ts-expect-error a contribution is not a list of grants
provider.on('contribution', (grants: readonly PublicGrant[]) => grants)

// Errors: a class narrows, and with it the code, which is the protocol's.
declare const caught: unknown
expectTypeOf(toDataUseError(caught)).toEqualTypeOf<DataUseError>()
if (caught instanceof DataUseError) {
  expectTypeOf(caught.code).toEqualTypeOf<number>()
  expectTypeOf(caught.message).toEqualTypeOf<string>()
  expectTypeOf(caught.data).toEqualTypeOf<unknown>()
}
if (caught instanceof RefusedError) expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.refused>()
if (caught instanceof UnauthorizedError)
  expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.unauthorized>()
if (caught instanceof UnsupportedMethodError)
  expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.unsupported>()
if (caught instanceof DisconnectedError)
  expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.disconnected>()
if (caught instanceof InvalidParamsError)
  expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.invalidParams>()
if (caught instanceof AlreadyPendingError) expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.pending>()
if (caught instanceof RateLimitedError)
  expectTypeOf(caught.code).toEqualTypeOf<typeof ErrorCode.rateLimited>()

declare const known: RefusedError | RateLimitedError | DisconnectedError
if (known.code === 4001) expectTypeOf(known).toEqualTypeOf<RefusedError>()
else if (known.code === -32005) expectTypeOf(known).toEqualTypeOf<RateLimitedError>()
else expectTypeOf(known).toEqualTypeOf<DisconnectedError>()

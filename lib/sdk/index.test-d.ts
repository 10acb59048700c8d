import { expectTypeOf } from 'vitest'
import {
  type Capabilities,
  type ContributionEvent,
  type DataUseProvider,
  findDataUseProvider,
  getGrants,
  onContribution,
  type PublicGrant,
  requestDataUse,
  type SignedTask,
} from './index.ts'

declare const provider: DataUseProvider
declare const task: SignedTask

expectTypeOf(findDataUseProvider()).resolves.toEqualTypeOf<DataUseProvider | undefined>()
expectTypeOf(requestDataUse(provider, task)).resolves.toEqualTypeOf<PublicGrant>()
expectTypeOf(
  requestDataUse(provider, { url: '/task.json', termsHash: '0x00' }),
).resolves.toEqualTypeOf<PublicGrant>()
expectTypeOf(getGrants(provider)).resolves.toEqualTypeOf<readonly PublicGrant[]>()

expectTypeOf(provider.request({ method: 'dataUse_getCapabilities' })).resolves.toEqualTypeOf<Capabilities>()
expectTypeOf(
  provider.request({ method: 'dataUse_relinquish', params: ['id'] }),
).resolves.toEqualTypeOf<null>()
// @ts-expect-error a wallet method is not a data-use method
provider.request({ method: 'eth_accounts' })
// @ts-expect-error a request needs its task
provider.request({ method: 'dataUse_request' })
// @ts-expect-error an address needs the hash of the terms behind it
requestDataUse(provider, { url: '/task.json' })

onContribution(provider, (contribution) => {
  expectTypeOf(contribution).toEqualTypeOf<ContributionEvent>()
})
expectTypeOf(onContribution).returns.toEqualTypeOf<() => void>()

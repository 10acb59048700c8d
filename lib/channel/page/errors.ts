import { getOwnPropertyDescriptor } from '../../intercept/realm.ts'
import type { ProviderRpcError } from '../../protocol/errors.ts'

/** What lies on the object itself, not on a prototype that the page may have changed. */
export const ownValue = (object: object, name: string): unknown =>
  getOwnPropertyDescriptor(object, name)?.value

/** What the page catches: an `Error` shaped as EIP-1193 says. */
export class DataUseRpcError extends Error implements ProviderRpcError {
  override name = 'ProviderRpcError'
  readonly code: number
  declare readonly data?: unknown

  constructor(error: ProviderRpcError) {
    super(error.message)
    this.code = error.code
    const data = ownValue(error, 'data')
    if (data !== undefined) this.data = data
  }
}

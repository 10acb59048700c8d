import type { ProviderRpcError } from '../../protocol/errors.ts'

/** What the page catches: an `Error` shaped as EIP-1193 says. */
export class DataUseRpcError extends Error implements ProviderRpcError {
  override name = 'ProviderRpcError'
  readonly code: number
  declare readonly data?: unknown

  constructor({ code, message, data }: ProviderRpcError) {
    super(message)
    this.code = code
    if (data !== undefined) this.data = data
  }
}

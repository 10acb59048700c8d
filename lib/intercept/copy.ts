import { DataUseRpcError } from '../channel/page/errors.ts'
import { ErrorCode } from '../protocol/errors.ts'
import { parse, stringify } from './realm.ts'

const clone = structuredClone

/**
 * The params as they are now: wallets read them later, and what was decided about must be what they get. Proxies, in which some
 * frameworks keep their state, cannot be cloned; there it is what JSON sees, as for most wallets. Throws -32602.
 */
export const copyOf = (params: unknown): unknown => {
  try {
    return clone(params)
  } catch {
    try {
      return parse(stringify(params))
    } catch {
      throw new DataUseRpcError({ code: ErrorCode.invalidParams, message: 'params cannot be copied.' })
    }
  }
}

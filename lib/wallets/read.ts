import * as v from 'valibot'
import type { FromPlace } from './messages.ts'

const MAX_WALLETS = 32
/** Wallets show small icons; a larger one is left out, not the wallet. */
const MAX_ICON_CHARS = 65_536

const icon = v.pipe(
  v.string(),
  v.transform((uri) => (/^data:image\//.test(uri) && uri.length <= MAX_ICON_CHARS ? uri : '')),
)
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64))
const rdns = v.pipe(v.string(), v.maxLength(128))

const FromPlaceSchema = v.variant('type', [
  v.strictObject({
    type: v.literal('wallets'),
    wallets: v.pipe(v.array(v.strictObject({ id, rdns, name, icon })), v.maxLength(MAX_WALLETS)),
  }),
  v.strictObject({
    type: v.literal('outcome'),
    outcome: v.union([
      v.strictObject({ id, error: v.strictObject({ code: v.number(), message: v.string() }) }),
      v.strictObject({ id, result: v.unknown() }),
    ]),
  }),
  v.strictObject({
    type: v.literal('accounts'),
    wallet: v.strictObject({ id, rdns }),
    accounts: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(256)),
  }),
  v.strictObject({
    type: v.literal('chain'),
    wallet: v.strictObject({ id, rdns }),
    chainId: v.pipe(v.string(), v.maxLength(66)),
  }),
])

/** A message of the page that reaches a wallet: other extensions' scripts run on the bridge page. Undefined where it is none of ours. */
export const readFromPlace = (value: unknown): FromPlace | undefined => {
  const result = v.safeParse(FromPlaceSchema, value)
  return result.success ? (result.output as FromPlace) : undefined
}

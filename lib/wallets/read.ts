import * as v from 'valibot'
import type { FromBridge } from './messages.ts'

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

const FromBridgeSchema = v.variant('type', [
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
])

/** A message of the bridge page, where other extensions' scripts run too; undefined where it is none of ours. */
export const readFromBridge = (value: unknown): FromBridge | undefined => {
  const result = v.safeParse(FromBridgeSchema, value)
  return result.success ? (result.output as FromBridge) : undefined
}

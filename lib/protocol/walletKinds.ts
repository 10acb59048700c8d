import type { WalletCallKind } from './walletCalls.ts'

// Runs in pages too, beside scripts that may replace what this language has: what is needed is taken at the start.
const uncurry = Function.prototype.bind.bind(Function.prototype.call) as <Args extends unknown[], Result>(
  method: (this: string, ...args: Args) => Result,
) => (self: string, ...args: Args) => Result
const includes = uncurry(String.prototype.includes)
const toLowerCase = uncurry(String.prototype.toLowerCase)
const { isArray } = Array
const { parse } = JSON

const TEXT = 'text'
const TYPED_DATA = 'typedData'

/** By method: its kind, whatever it carries, or where to look for it. */
const METHODS = {
  __proto__: null,
  eth_accounts: 'identity',
  eth_coinbase: 'identity',
  eth_requestAccounts: 'identity',
  wallet_connect: 'identity',
  wallet_getPermissions: 'identity',
  wallet_requestPermissions: 'identity',
  metamask_getProviderState: 'identity',
  eth_getEncryptionPublicKey: 'dataKeys',
  eth_decrypt: 'dataKeys',
  wallet_grantPermissions: 'permissions',
  wallet_requestExecutionPermissions: 'permissions',
  personal_sign: TEXT,
  eth_signTypedData: TYPED_DATA,
  eth_signTypedData_v3: TYPED_DATA,
  eth_signTypedData_v4: TYPED_DATA,
} as unknown as Readonly<Record<string, WalletCallKind | typeof TEXT | typeof TYPED_DATA | undefined>>

/**
 * ERC-4361: wallets should take every message for a login in which these words stand. A ReCap (ERC-5573) is one with
 * `urn:recap:` among its resources: those of Lit, Ceramic and Kepler are.
 */
const LOGIN = ' wants you to sign in with your Ethereum account'
/** The same as UTF-8 in hexadecimal, which is how `personal_sign` mostly comes. */
const LOGIN_HEX =
  '2077616e747320796f7520746f207369676e20696e207769746820796f757220457468657265756d206163636f756e74'

interface Shape {
  readonly kind: WalletCallKind
  /** Primary types; without them, all of the domain. */
  readonly types?: Readonly<Record<string, true | undefined>>
}

const LICENCE: Shape = { kind: 'licence' }
const types = (...names: string[]): Shape['types'] =>
  ({ __proto__: null, ...Object.fromEntries(names.map((name) => [name, true])) }) as unknown as Shape['types']

/** Typed data that licenses data or hands out the key to it, by the name of its domain. */
const SHAPES = {
  __proto__: null,
  // lib/protocol/statements.ts
  Proviso: LICENCE,
  // @ethereum-attestation-service/eas-sdk, src/offchain/offchain.ts: a consent is an attestation under some schema.
  'EAS Attestation': { kind: 'licence', types: types('Attest', 'Attestation') },
  // @ethereum-attestation-service/eas-sdk, src/offchain/delegated.ts: attested on chain by somebody else.
  EAS: { kind: 'licence', types: types('Attest') },
  // vana-com/vana-sdk, first version of the protocol: Permission, ServerFilesAndPermission.
  VanaDataPortabilityPermissions: LICENCE,
  // vana-com/vana-sdk, the same: TrustServer, AddServer.
  VanaDataPortabilityServers: LICENCE,
  // vana-com/vana-sdk, packages/vana-sdk/src/protocol/eip712.ts: GrantRegistration, FileRegistration, ServerRegistration.
  'Vana Data Portability': LICENCE,
  // iExecBlockchainComputing/iexec-sdk: who may use a dataset, at which price.
  iExecODB: { kind: 'licence', types: types('DatasetOrder') },
  // zama-ai/relayer-sdk: a key of the page's own for what is encrypted for this account.
  Decryption: {
    kind: 'dataKeys',
    types: types('UserDecryptRequestVerification', 'DelegatedUserDecryptRequestVerification'),
  },
} as unknown as Readonly<Record<string, Shape | undefined>>

const kindOfText = (param: unknown): WalletCallKind | undefined =>
  typeof param === 'string' && (includes(param, LOGIN) || includes(toLowerCase(param), LOGIN_HEX))
    ? 'login'
    : undefined

const kindOfTypedData = (param: unknown): WalletCallKind | undefined => {
  const { domain, primaryType } = (typeof param === 'string' ? parse(param) : param) as {
    domain?: { name?: unknown }
    primaryType?: unknown
  }
  const name = domain?.name
  const shape = typeof name === 'string' ? SHAPES[name] : undefined
  if (shape?.types === undefined) return shape?.kind
  return typeof primaryType === 'string' && shape.types[primaryType] ? shape.kind : undefined
}

/** Nothing that can be handed in makes it throw: what cannot be read is of no kind. */
const kindOfParam = (where: string, param: unknown): WalletCallKind | undefined => {
  try {
    return where === TEXT ? kindOfText(param) : kindOfTypedData(param)
  } catch {
    return undefined
  }
}

/** Whether a call of this method may be of a kind, by its name alone. */
export const concernsKinds = (method: unknown): method is string =>
  typeof method === 'string' && METHODS[method] !== undefined

/** Wallets differ in which of the params is the message and which the account. */
const MAX_PARAMS = 4

/** The kind of a question to a wallet; undefined for those that Proviso never stands in front of. */
export const kindOf = (method: string, params: unknown): WalletCallKind | undefined => {
  const where = METHODS[method]
  if (where !== TEXT && where !== TYPED_DATA) return where
  if (!isArray(params)) return undefined
  for (let index = 0; index < params.length && index < MAX_PARAMS; index += 1) {
    const kind = kindOfParam(where, params[index])
    if (kind !== undefined) return kind
  }
  return undefined
}

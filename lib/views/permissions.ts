import { inert } from '../i18n/untrusted.ts'
import { asList, asRecord, asText, type Fields, fieldsOf } from './fields.ts'

/** One permission that a page asks a wallet to grant (ERC-7715), in either of its forms. */
export interface PermissionView {
  /** As the page calls it: one of `PERMISSION_TYPES`, or something we have no words for. */
  readonly type: string
  readonly chainId?: number
  /** Who may use it. */
  readonly to?: string
  /** Milliseconds since 1970. */
  readonly expiresAt?: number
  readonly fields: Fields
}

/** What wallets grant today, each with its words in the catalogue. */
export const PERMISSION_TYPES = [
  'native-token-periodic',
  'native-token-stream',
  'native-token-transfer',
  'erc20-token-periodic',
  'erc20-token-stream',
  'erc20-token-transfer',
  'erc20-token-revocation',
  'contract-call',
] as const

const MOST = 8

const typeOf = (type: unknown): string => inert((asText(type) ?? '').slice(0, 80), 60)

/** Amounts come in hexadecimal; a person reads digits. An address is no amount. */
const readable = ({ rows, isCut }: Fields): Fields => ({
  rows: rows.map(({ name, value }) => ({
    name,
    value: /^0x[\da-f]{1,32}$/i.test(value) ? `${BigInt(value)} (${value})` : value,
  })),
  isCut,
})

const chainOf = (chainId: unknown): number | undefined => {
  const id = Number(asText(chainId))
  return Number.isSafeInteger(id) && id > 0 ? id : undefined
}

const momentOf = (seconds: unknown): number | undefined => {
  const at = Number(asText(seconds)) * 1000
  return at > 0 && at <= 8.64e15 ? at : undefined
}

const expiryOf = (request: Readonly<Record<string, unknown>>): number | undefined => {
  const rule = asList(request.rules)
    .map(asRecord)
    .find(({ type }) => type === 'expiry')
  return momentOf(request.expiry) ?? momentOf(asRecord(rule?.data).timestamp)
}

const receiverOf = ({ to, signer }: Readonly<Record<string, unknown>>): string | undefined => {
  const { address, id } = asRecord(asRecord(signer).data)
  return asText(to) ?? asText(address) ?? asText(id)
}

/** What the parameters of a permission request ask for, whatever their shape; nothing where they ask for nothing known. */
export const permissionsOf = (params: unknown): readonly PermissionView[] =>
  asList(params)
    .map(asRecord)
    .flatMap((request) => {
      const asked = request.permissions === undefined ? [request.permission] : asList(request.permissions)
      const chainId = chainOf(request.chainId)
      const to = receiverOf(request)
      const expiresAt = expiryOf(request)
      return asked.map(asRecord).map(
        ({ type, data }): PermissionView => ({
          type: typeOf(type),
          fields: readable(fieldsOf(data)),
          ...(chainId === undefined ? {} : { chainId }),
          ...(to === undefined ? {} : { to: inert(to.slice(0, 200), 80) }),
          ...(expiresAt === undefined ? {} : { expiresAt }),
        }),
      )
    })
    .filter(({ type }) => type !== '')
    .slice(0, MOST)

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { stringToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { LOGIN_EXAMPLE } from './siwe.fixture.ts'
import { delegationTypedData, SCOPE_CONTRIBUTE } from './statements.ts'
import { WALLET_CALL_KINDS } from './walletCalls.ts'
import { concernsKinds, kindOf } from './walletKinds.ts'

const ACCOUNT = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'
const typed = (name: unknown, primaryType: unknown) => ({
  domain: { name },
  primaryType,
  types: {},
  message: {},
})

describe('kindOf', () => {
  it.each([
    ['eth_accounts', 'identity'],
    ['eth_coinbase', 'identity'],
    ['eth_requestAccounts', 'identity'],
    ['wallet_connect', 'identity'],
    ['wallet_getPermissions', 'identity'],
    ['wallet_requestPermissions', 'identity'],
    ['metamask_getProviderState', 'identity'],
    ['eth_getEncryptionPublicKey', 'dataKeys'],
    ['eth_decrypt', 'dataKeys'],
    ['wallet_grantPermissions', 'permissions'],
    ['wallet_requestExecutionPermissions', 'permissions'],
  ])('%s is %s, whatever it carries', (method, kind) => {
    for (const params of [undefined, [], [{}], 'odd']) expect(kindOf(method, params)).toBe(kind)
  })

  it.each([
    ['text', LOGIN_EXAMPLE],
    ['text with a scheme', `https://${LOGIN_EXAMPLE}`],
    ['hexadecimal', stringToHex(LOGIN_EXAMPLE)],
    ['capital hexadecimal', stringToHex(LOGIN_EXAMPLE).toUpperCase().replace('0X', '0x')],
    ['hexadecimal without its mark', stringToHex(LOGIN_EXAMPLE).slice(2)],
  ])('a login in personal_sign is one as %s, with the params in either order', (_, message) => {
    expect(kindOf('personal_sign', [message, ACCOUNT])).toBe('login')
    expect(kindOf('personal_sign', [ACCOUNT, message])).toBe('login')
  })

  it.each([
    ['licence', 'Proviso', 'ContributionKey'],
    ['licence', 'EAS Attestation', 'Attest'],
    ['licence', 'EAS Attestation', 'Attestation'],
    ['licence', 'EAS', 'Attest'],
    ['licence', 'VanaDataPortabilityPermissions', 'Permission'],
    ['licence', 'VanaDataPortabilityServers', 'TrustServer'],
    ['licence', 'Vana Data Portability', 'GrantRegistration'],
    ['licence', 'iExecODB', 'DatasetOrder'],
    ['dataKeys', 'Decryption', 'UserDecryptRequestVerification'],
    [undefined, 'iExecODB', 'AppOrder'],
    [undefined, 'EAS', 'Revoke'],
    [undefined, 'Permit2', 'PermitSingle'],
    [undefined, 'toString', 'Mail'],
    [undefined, 'Decryption', 'constructor'],
  ])('typed data is %s: %s %s', (kind, name, primaryType) => {
    const data = typed(name, primaryType)
    for (const method of ['eth_signTypedData', 'eth_signTypedData_v3', 'eth_signTypedData_v4']) {
      expect(kindOf(method, [ACCOUNT, data])).toBe(kind)
      expect(kindOf(method, [ACCOUNT, JSON.stringify(data)])).toBe(kind)
      expect(kindOf(method, [JSON.stringify(data), ACCOUNT])).toBe(kind)
    }
  })

  it('our own delegation is a licence', () => {
    const { domain, primaryType } = delegationTypedData({
      account: ACCOUNT,
      key: ACCOUNT,
      chainId: '1',
      notBefore: 0,
      notAfter: 1,
      scope: SCOPE_CONTRIBUTE,
      payee: ACCOUNT,
    })
    expect(kindOf('eth_signTypedData_v4', [ACCOUNT, { domain, primaryType }])).toBe('licence')
  })

  it.each([
    ['eth_chainId', []],
    ['eth_sendTransaction', [{}]],
    ['personal_sign', ['0x48656c6c6f', ACCOUNT]],
    ['personal_sign', undefined],
    ['personal_sign', 'text'],
    ['eth_signTypedData_v4', [ACCOUNT, '{"domain":']],
    ['eth_signTypedData_v4', [ACCOUNT, 'null']],
    ['toString', []],
    ['__proto__', []],
    ['', []],
  ])('%s of %o is of no kind', (method, params) => {
    expect(kindOf(method, params)).toBeUndefined()
  })

  it('never throws, and says nothing but a kind', () => {
    const methods = fc.oneof(
      fc.constantFrom('personal_sign', 'eth_signTypedData_v4', 'eth_signTypedData', 'eth_accounts'),
      fc.string(),
    )
    const anything = fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true })
    const odd = fc.oneof(
      anything,
      fc.array(fc.oneof(anything, fc.json(), fc.constant(typed('Proviso', 'x')), fc.string())),
    )
    fc.assert(
      fc.property(methods, odd, (method, params) => {
        const kind = kindOf(method, params)
        expect(kind === undefined || WALLET_CALL_KINDS.includes(kind)).toBe(true)
        if (kind !== undefined) expect(concernsKinds(method)).toBe(true)
      }),
    )
  })

  it('does not throw where a getter does', () => {
    const hostile = {
      get domain() {
        throw new Error('no')
      },
    }
    expect(kindOf('eth_signTypedData_v4', [hostile, typed('Proviso', 'Task')])).toBe('licence')
  })
})

describe('concernsKinds', () => {
  it.each([undefined, null, 1, {}, 'eth_chainId', 'toString', '__proto__'])(
    '%s is no such method',
    (method) => {
      expect(concernsKinds(method)).toBe(false)
    },
  )
})

describe('docs/interception.md', () => {
  const text = readFileSync(new URL('../../docs/interception.md', import.meta.url), 'utf8')

  it('names every method and every shape', () => {
    const source = readFileSync(new URL('./walletKinds.ts', import.meta.url), 'utf8')
    const tables = [...source.matchAll(/const (?:METHODS|SHAPES) = \{([\s\S]*?)\n\}/g)].map(
      ([, body]) => body!,
    )
    expect(tables).toHaveLength(2)
    const names = tables.flatMap((body) =>
      [...body.matchAll(/^ {2}'?([A-Za-z][\w ]*)'?:/gm)].map(([, name]) => name!),
    )
    expect(names).toContain('eth_decrypt')
    expect(names).toContain('EAS Attestation')
    for (const name of names) expect(text).toContain(`\`${name}\``)
  })

  it('has a row for every kind', () => {
    for (const kind of WALLET_CALL_KINDS) expect(text).toContain(`| \`${kind}\``)
  })
})

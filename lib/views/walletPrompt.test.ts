import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WalletCallRecord } from '../db/schema.ts'
import { WALLET_CALL_KINDS } from '../protocol/walletCalls.ts'
import { ACCOUNT, walletCallFixture } from './views.fixture.ts'
import { walletPrompt } from './walletPrompt.ts'

const show = (changes: Partial<WalletCallRecord>) => walletPrompt(walletCallFixture(changes))
const stringsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(stringsIn)
      : []

describe('a question to the wallet', () => {
  it('for an account says what else is asked for', () => {
    expect(show({}).question).toEqual({ kind: 'identity', asks: [] })
    const params = [{ eth_accounts: {}, wallet_snap: { 'npm:x': {} } }]
    expect(show({ method: 'wallet_requestPermissions', params }).question).toEqual({
      kind: 'identity',
      asks: ['eth_accounts', 'wallet_snap'],
    })
  })

  it('for a key tells giving it from using it, and names an account only where there is one', () => {
    const kind = 'dataKeys'
    expect(show({ kind, method: 'eth_getEncryptionPublicKey', params: [ACCOUNT] }).question).toEqual({
      kind,
      what: 'publicKey',
      account: ACCOUNT,
    })
    expect(show({ kind, method: 'eth_decrypt', params: ['0x12', ACCOUNT] }).question).toEqual({
      kind,
      what: 'decrypt',
      account: ACCOUNT,
    })
    expect(show({ kind, method: 'eth_decrypt', params: ['0x12', 'your account'] }).question).toEqual({
      kind,
      what: 'decrypt',
    })
  })

  it('for a key of the page’s own shows the typed data that it is about', () => {
    const data = {
      domain: { name: 'Decryption' },
      primaryType: 'UserDecryptRequestVerification',
      message: { days: 7 },
    }
    expect(
      show({ kind: 'dataKeys', method: 'eth_signTypedData_v4', params: [ACCOUNT, data] }).question,
    ).toEqual({
      kind: 'dataKeys',
      what: 'session',
      account: ACCOUNT,
      type: 'UserDecryptRequestVerification',
      issuer: 'Decryption',
      fields: { rows: [{ name: 'days', value: '7' }], isCut: false },
    })
  })

  it('for a login warns of another site, of an end that has passed and of what else it allows', () => {
    const lines = [
      '',
      'URI: did:key:z6Mk',
      'Version: 1',
      'Chain ID: 1',
      'Nonce: 32891756',
      'Issued At: 2026-11-23T16:25:24Z',
    ]
    const end = 'Expiration Time: 2026-11-24T00:00:00Z'
    const recap = `urn:recap:${btoa(JSON.stringify({ att: { 'https://f.example': { 'crud/read': [{}] } } }))}`
    const text = [
      'bank.example wants you to sign in with your Ethereum account:',
      ACCOUNT,
      '',
      ...lines,
      end,
      'Resources:',
      `- ${recap}`,
    ]
    const call = walletCallFixture({
      kind: 'login',
      method: 'personal_sign',
      params: [text.join('\n'), ACCOUNT],
    })
    const at = Date.UTC(2026, 10, 24)
    expect(walletPrompt(call, at).warnings).toEqual([
      { kind: 'other-domain', domain: 'bank.example', origin: 'https://swap.example' },
      { kind: 'delegates', who: 'did:key:z6Mk' },
      { kind: 'expired', at },
    ])
    expect(walletPrompt(call, at - 1).warnings).toHaveLength(2)
  })

  it('for a licence reads typed data, as text or as an object', () => {
    const data = {
      domain: { name: 'Vana' },
      primaryType: 'Permission',
      message: { grant: 'ipfs://x', files: ['7'] },
    }
    for (const params of [
      [ACCOUNT, data],
      [ACCOUNT, JSON.stringify(data)],
      [data, ACCOUNT],
    ])
      expect(show({ kind: 'licence', method: 'eth_signTypedData_v4', params }).question).toEqual({
        kind: 'licence',
        account: ACCOUNT,
        type: 'Permission',
        issuer: 'Vana',
        fields: {
          rows: [
            { name: 'grant', value: 'ipfs://x' },
            { name: 'files › 1', value: '7' },
          ],
          isCut: false,
        },
      })
  })

  it('of a frame in another site has to be opened first', () => {
    const { asker } = walletCallFixture()
    expect(show({ asker: { ...asker, topOrigin: 'https://news.example' } }).warnings).toEqual([
      { kind: 'cross-origin', origin: asker.origin, topOrigin: 'https://news.example' },
    ])
    expect(show({}).warnings).toEqual([])
  })

  it('keeps what the page asked, inert and bounded, for whoever wants to see it', () => {
    const { raw } = show({ method: 'eth_requestAccounts', params: [{ note: 'a\u202eb\u0000' }] })
    expect(raw.text).toBe('[\n  {\n    "note": "ab\\u0000"\n  }\n]')
    expect(show({ params: ['x'.repeat(1_000_000)] }).raw.text.length).toBeLessThan(25_000)
  })

  it('is shown whatever the page passed, and nothing in it can turn a sentence round', () => {
    const methods = ['eth_decrypt', 'wallet_requestPermissions', 'personal_sign', 'eth_signTypedData_v4']
    fc.assert(
      fc.property(
        fc.constantFrom(...WALLET_CALL_KINDS),
        fc.constantFrom(...methods),
        fc.oneof(
          fc.jsonValue({ stringUnit: 'binary' }),
          fc.array(fc.string({ unit: 'binary' })),
          fc.constant(undefined),
        ),
        (kind, method, params) => {
          const shown = show({ kind, method, params })
          for (const text of stringsIn(shown))
            expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        },
      ),
    )
  })
})

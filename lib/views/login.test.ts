import { describe, expect, it } from 'vitest'
import { loginOf } from './login.ts'
import { ACCOUNT } from './views.fixture.ts'

const ORIGIN = 'https://swap.example'

interface Changes {
  readonly domain?: string
  readonly uri?: string
  readonly statement?: string
  readonly lines?: readonly string[]
}

const message = (changes: Changes = {}): string => {
  const { domain = 'swap.example', uri = 'https://swap.example/login', statement, lines = [] } = changes
  return [
    `${domain} wants you to sign in with your Ethereum account:`,
    ACCOUNT,
    '',
    ...(statement === undefined ? [] : [statement]),
    '',
    `URI: ${uri}`,
    'Version: 1',
    'Chain ID: 1',
    'Nonce: 32891756',
    'Issued At: 2026-11-23T16:25:24Z',
    ...lines,
  ].join('\n')
}

const hex = (text: string) => `0x${Buffer.from(text, 'utf8').toString('hex')}`
const show = (changes: Changes = {}, origin = ORIGIN) =>
  loginOf([hex(message(changes)), ACCOUNT], origin).login
const recap = (att: unknown) =>
  `- urn:recap:${Buffer.from(JSON.stringify({ att, prf: [] })).toString('base64url')}`

describe('a login', () => {
  it('says as whom, for how long and in which words', () => {
    const lines = ['Expiration Time: 2026-12-01T00:00:00Z', 'Not Before: 2026-11-24T00:00:00Z']
    expect(show({ statement: 'I accept the terms.', lines })).toEqual({
      domain: 'swap.example',
      isOtherSite: false,
      isSubjectSite: true,
      account: ACCOUNT,
      statement: 'I accept the terms.',
      expiresAt: Date.UTC(2026, 11, 1),
      notBefore: Date.UTC(2026, 10, 24),
      resources: [],
      more: 0,
      delegates: false,
      capabilities: [],
      hasHidden: false,
    })
  })

  it.each([
    ['swap.example', ORIGIN, false],
    ['SWAP.example', ORIGIN, false],
    ['https://swap.example', ORIGIN, false],
    ['swap.example:443', ORIGIN, false],
    ['swap.example:8080', 'http://swap.example:8080', false],
    ['http://swap.example', ORIGIN, true],
    ['swap.example', 'https://swap.example:8443', true],
    ['bank.example', ORIGIN, true],
    ['swap.example.evil.example', ORIGIN, true],
    ['app.swap.example', ORIGIN, true],
    ['swap.example@evil.example', ORIGIN, true],
    ['user@swap.example', ORIGIN, true],
  ])('to %s, asked by %s, is for another site: %s', (domain, origin, expected) => {
    expect(show({ domain }, origin)?.isOtherSite).toBe(expected)
  })

  it('names its subject where that is not the site', () => {
    expect(show()?.subject).toBeUndefined()
    expect(show({ uri: 'did:key:z6Mk' })?.subject).toBe('did:key:z6Mk')
    expect(show({ uri: 'https://other.example/' })?.subject).toBe('https://other.example/')
  })

  it('says what it lets others do, and keeps that apart from what it only names', () => {
    const att = { 'https://files.example/photos': { 'crud/read': [{}], 'crud/update': [{}] } }
    const login = show({ uri: 'did:key:z6Mk', lines: ['Resources:', '- ipfs://terms', recap(att)] })
    expect(login).toMatchObject({
      delegates: true,
      subject: 'did:key:z6Mk',
      isSubjectSite: false,
      resources: ['ipfs://terms'],
      capabilities: [{ resource: 'https://files.example/photos', actions: ['read (crud)', 'update (crud)'] }],
      hasHidden: false,
    })
  })

  it('says that it lets others do something also where that cannot be read', () => {
    expect(show({ lines: ['Resources:', '- urn:recap:not-json'] })).toMatchObject({
      delegates: true,
      capabilities: [],
      hasHidden: true,
    })
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`https://${i}.example`, { 'a/b': [{}] }]),
    )
    expect(show({ lines: ['Resources:', recap(many)] })).toMatchObject({ hasHidden: true })
  })

  it('counts the resources that it has no room for', () => {
    const lines = ['Resources:', ...Array.from({ length: 9 }, (_, i) => `- https://${i}.example`)]
    const login = show({ lines })
    expect(login?.resources).toHaveLength(6)
    expect(login?.more).toBe(3)
  })

  it('is shown as it stands where it does not follow the standard, or names a time that is none', () => {
    const odd = `swap.example wants you to sign in with your Ethereum account:\n\u202enobody`
    expect(loginOf([hex(odd), ACCOUNT], ORIGIN)).toEqual({
      text: 'swap.example wants you to sign in with your Ethereum account:\nnobody',
      characters: odd.length,
    })
    expect(show({ lines: ['Expiration Time: tomorrow'] })).toBeUndefined()
  })

  it('is found in either place, as text or in hexadecimal', () => {
    for (const params of [
      [message(), ACCOUNT],
      [ACCOUNT, message()],
      [ACCOUNT, hex(message())],
    ])
      expect(loginOf(params, ORIGIN)).toMatchObject({ text: message(), login: { domain: 'swap.example' } })
  })
})

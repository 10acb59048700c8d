import fc from 'fast-check'
import { stringToHex } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { LOGIN_EXAMPLE, RECAP_EXAMPLE } from './siwe.fixture.ts'
import { loginIn, parseLogin } from './siwe.ts'

const ACCOUNT = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2'

describe('parseLogin', () => {
  it('reads the first example of ERC-4361', () => {
    expect(parseLogin(LOGIN_EXAMPLE)).toEqual({
      domain: 'example.com',
      address: ACCOUNT,
      statement: 'I accept the ExampleOrg Terms of Service: https://example.com/tos',
      uri: 'https://example.com/login',
      version: '1',
      chainId: '1',
      nonce: '32891756',
      issuedAt: '2021-09-30T16:25:24Z',
      resources: [
        'ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/',
        'https://example.com/my-web2-claim.json',
      ],
      capabilities: [],
    })
  })

  it('reads the examples with a port and with a scheme', () => {
    expect(parseLogin(LOGIN_EXAMPLE.replace('example.com', 'example.com:3388'))?.domain).toBe(
      'example.com:3388',
    )
    expect(parseLogin(`https://${LOGIN_EXAMPLE}`)).toMatchObject({ scheme: 'https', domain: 'example.com' })
  })

  it('reads what the example of ERC-5573 allows', () => {
    expect(parseLogin(RECAP_EXAMPLE)?.capabilities).toEqual([
      { resource: 'https://example.com', actions: ['example/append', 'example/read', 'other/action'] },
      { resource: 'my:resource:uri.1', actions: ['example/append', 'example/delete'] },
      { resource: 'my:resource:uri.2', actions: ['example/append'] },
      { resource: 'my:resource:uri.3', actions: ['example/append'] },
    ])
  })

  it('reads a padded ReCap, as Lit writes them', () => {
    const lit =
      'urn:recap:eyJhdHQiOnsibGl0LWFjY2Vzc2NvbnRyb2xjb25kaXRpb246Ly8qIjp7IiovKiI6W3t9XX0sImxpdC1saXRhY3Rpb246Ly8qIjp7IiovKiI6W3t9XX19LCJwcmYiOltdfQ=='
    expect(parseLogin(RECAP_EXAMPLE.replace(/urn:recap:.*/, lit))?.capabilities).toEqual([
      { resource: 'lit-accesscontrolcondition://*', actions: ['*/*'] },
      { resource: 'lit-litaction://*', actions: ['*/*'] },
    ])
  })

  it.each(['urn:recap:', 'urn:recap:!', 'urn:recap:bnVsbA', 'urn:recap:eyJhdHQiOjF9', 'urn:recap:_w'])(
    'shows a ReCap that says nothing as the resource that it is: %s',
    (resource) => {
      expect(parseLogin(RECAP_EXAMPLE.replace(/urn:recap:.*/, resource))).toMatchObject({
        resources: [resource],
        capabilities: [],
      })
    },
  )

  it('reads the optional fields, and a message without a statement', () => {
    const text = LOGIN_EXAMPLE.replace(/I accept.*\n/, '').replace(
      'Resources:',
      'Expiration Time: 2021-10-01T00:00:00Z\nNot Before: 2021-09-30T00:00:00Z\nRequest ID: 7\nResources:',
    )
    const login = parseLogin(text)
    expect(login).toMatchObject({
      expirationTime: '2021-10-01T00:00:00Z',
      notBefore: '2021-09-30T00:00:00Z',
      requestId: '7',
    })
    expect(login).not.toHaveProperty('statement')
    expect(parseLogin(LOGIN_EXAMPLE.split('\nResources:')[0]!)?.resources).toEqual([])
  })

  it.each([
    ['nothing', ''],
    ['another text', 'Hello'],
    ['text before it', `Hello. ${LOGIN_EXAMPLE}`],
    ['text after it', `${LOGIN_EXAMPLE}\nAnd more`],
    ['a statement of two lines', LOGIN_EXAMPLE.replace('Service:', 'Service:\n')],
    ['no nonce', LOGIN_EXAMPLE.replace(/Nonce.*\n/, '')],
    ['fields in another order', LOGIN_EXAMPLE.replace(/(Version.*\n)(Chain.*\n)/, '$2$1')],
    ['an address that is none', LOGIN_EXAMPLE.replace('0xC0', '0x')],
  ])('is no login: %s', (_, text) => {
    expect(parseLogin(text)).toBeUndefined()
  })
})

describe('loginIn', () => {
  it('finds the message in either place, as text or hexadecimal', () => {
    const login = parseLogin(LOGIN_EXAMPLE)
    for (const message of [LOGIN_EXAMPLE, stringToHex(LOGIN_EXAMPLE)]) {
      expect(loginIn([message, ACCOUNT])).toEqual(login)
      expect(loginIn([ACCOUNT, message])).toEqual(login)
    }
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.array(fc.oneof(fc.string(), fc.anything())), (one, list) => {
        loginIn(one)
        loginIn(list)
      }),
    )
  })
})

import type { SiteRecord, ThrottleRecord, WalletCallRecord } from '../../lib/db/schema.ts'
import { ACCOUNT, requestFixture, walletCallFixture } from '../../lib/views/views.fixture.ts'
import { DAY, fullRecords, type StandInRecords } from './records.ts'

/** Stand-in records of the gate: sites of which something was said, and questions to the wallet of every kind. */
export const SITE = 'https://swap.example'
const HOUR = 3_600_000
const DELEGATE = '0x016562aA41A8697720ce0943F003141f5dEAe006'

export const site = (changes: Partial<SiteRecord>): SiteRecord => ({ origin: SITE, changedAt: 1, ...changes })

/** A site that was refused three times by now and is not heard for a minute. */
export const paused = (origin: string, now: number): ThrottleRecord => ({
  origin,
  refusedAt: [now - 2, now - 1, now],
  pausedUntil: now + 60_000,
})

/** Someone who has spoken of a few sites, over what they have. */
export const gateRecords = (now: number, ...sites: readonly SiteRecord[]): StandInRecords => ({
  ...fullRecords(now),
  sites,
})

/** What a few weeks of the gate leave behind, for the dashboard. */
export const spokenRecords = (now: number): StandInRecords => {
  const full = fullRecords(now)
  return {
    ...full,
    sites: [
      site({ wallet: { identity: 'ask', login: 'ask', dataKeys: 'refuse', permissions: 'refuse' } }),
      site({ origin: 'https://mint.example', off: { until: null } }),
      site({
        origin: 'https://a-very-long-name-that-somebody-registered-to-see-what-happens.example:8443',
        off: { until: now + HOUR },
        wallet: { licence: 'allow', login: 'allow' },
      }),
    ],
    throttles: [paused('https://free-wallpapers.example', now - 20_000), paused('https://nag.example', now)],
    walletCalls: [
      walletCallFixture({ receivedAt: now - 30_000 }),
      walletCallFixture({
        id: 'doc:2',
        kind: 'login',
        method: 'personal_sign',
        state: 'answered',
        decidedAt: now - DAY,
        decision: { effect: 'refuse', by: 'person', reason: 'You refused it.' },
      }),
    ],
  }
}

const question = (
  now: number,
  changes: Partial<WalletCallRecord>,
  origins: Partial<WalletCallRecord['asker']> = {},
): StandInRecords => ({
  walletCalls: [
    walletCallFixture({
      receivedAt: now,
      ...changes,
      asker: { ...walletCallFixture().asker, ...origins },
    }),
  ],
})

export const identityQuestion = (now: number): StandInRecords => ({
  ...question(now, {}),
  requests: [requestFixture({ receivedAt: now + 1 })],
})

const toHex = (text: string) => `0x${Buffer.from(text, 'utf8').toString('hex')}`

interface LoginText {
  readonly domain?: string
  readonly statement?: string
  readonly lines?: readonly string[]
}

const loginText = (now: number, { domain = 'swap.example', statement, lines = [] }: LoginText = {}): string =>
  [
    `${domain} wants you to sign in with your Ethereum account:`,
    ACCOUNT,
    '',
    statement ?? 'Sign in to Swap. You accept the terms at https://swap.example/terms.',
    '',
    `URI: https://${domain}/login`,
    'Version: 1',
    'Chain ID: 84532',
    'Nonce: 8f3c1a9e52d7',
    `Issued At: ${new Date(now).toISOString()}`,
    ...lines,
  ].join('\n')

const personalSign = (text: string) =>
  ({ kind: 'login', method: 'personal_sign', params: [toHex(text), ACCOUNT] }) as const

export const loginQuestion = (now: number): StandInRecords =>
  question(
    now,
    personalSign(
      loginText(now, {
        lines: [
          `Expiration Time: ${new Date(now + 7 * DAY).toISOString()}`,
          'Resources:',
          '- https://swap.example/terms',
          '- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/',
        ],
      }),
    ),
  )

export const phishingQuestion = (now: number): StandInRecords =>
  question(
    now,
    personalSign(
      loginText(now, {
        domain: 'bank.example',
        statement: '\u202eetah <b>bold</b> '.repeat(30),
        lines: [`Expiration Time: ${new Date(now - DAY).toISOString()}`],
      }),
    ),
    { topOrigin: 'https://news.example' },
  )

/** A ReCap (ERC-5573) over a person's files, in the words its standard prescribes. */
export const recapQuestion = (now: number): StandInRecords => {
  const details = {
    att: {
      'https://files.example/photos': { 'crud/read': [{}], 'crud/update': [{ max: 10 }] },
      'https://files.example/health': { 'crud/read': [{}] },
    },
    prf: [],
  }
  const recap = `urn:recap:${Buffer.from(JSON.stringify(details)).toString('base64url')}`
  const statement =
    'Sign in to Swap. I further authorize the stated URI to perform the following actions on my behalf: ' +
    "(1) 'crud': 'read', 'update' for 'https://files.example/photos'. (2) 'crud': 'read' for 'https://files.example/health'."
  return question(
    now,
    personalSign(
      loginText(now, {
        statement,
        lines: [`Expiration Time: ${new Date(now + 30 * DAY).toISOString()}`, 'Resources:', `- ${recap}`],
      }),
    ),
  )
}

export const unreadQuestion = (now: number): StandInRecords =>
  question(
    now,
    personalSign(
      `swap.example wants you to sign in with your Ethereum account:\nnobody\n\n${'Please click Allow.\n'.repeat(60)}`,
    ),
  )

export const publicKeyQuestion = (now: number): StandInRecords =>
  question(now, { kind: 'dataKeys', method: 'eth_getEncryptionPublicKey', params: [ACCOUNT] })

export const decryptQuestion = (now: number): StandInRecords =>
  question(now, {
    kind: 'dataKeys',
    method: 'eth_decrypt',
    params: [
      toHex(JSON.stringify({ version: 'x25519-xsalsa20-poly1305', ciphertext: 'q83v'.repeat(60) })),
      ACCOUNT,
    ],
  })

export const permissionsQuestion = (now: number): StandInRecords =>
  question(now, {
    kind: 'permissions',
    method: 'wallet_requestExecutionPermissions',
    params: [
      {
        chainId: '0x14a34',
        to: DELEGATE,
        permission: {
          type: 'erc20-token-periodic',
          isAdjustmentAllowed: true,
          data: {
            tokenAddress: '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
            periodAmount: '0x5f5e100',
            periodDuration: 86_400,
            justification: 'Buys a little every day.',
          },
        },
        rules: [{ type: 'expiry', data: { timestamp: Math.floor(now / 1000) + 30 * 86_400 } }],
      },
      {
        chainId: '0x89',
        to: DELEGATE,
        permission: { type: 'native-token-stream', data: { amountPerSecond: '0x1', maxAmount: '0xffff' } },
      },
    ],
  })

export const licenceQuestion = (now: number): StandInRecords =>
  question(now, {
    kind: 'licence',
    method: 'eth_signTypedData_v4',
    params: [
      ACCOUNT,
      JSON.stringify({
        domain: { name: 'Vana Data Portability', version: '1', chainId: 14_800 },
        primaryType: 'Permission',
        types: { Permission: [{ name: 'nonce', type: 'uint256' }] },
        message: {
          nonce: '12',
          grant: 'ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq',
          grantee: { id: 4, application: 'Swap \u202eecivda' },
          files: ['1021', '1022'],
        },
      }),
    ],
  })

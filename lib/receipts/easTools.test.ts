import { createRequire } from 'node:module'
import type { Offchain as OffchainClass } from '@ethereum-attestation-service/eas-sdk'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { buildContribution } from '../attest/contribution.ts'
import { TEST_NOW } from '../attest/testing/fixtures.ts'
import { RECEIPT_SCHEMA_UID, schemaUid } from '../protocol/eas.ts'
import { ZERO_ADDRESS, ZERO_BYTES32 } from '../protocol/hex.ts'
import { receiptBundle } from './bundle.ts'
import type { AttestationWords } from './checks.ts'
import { type EasPackage, toEasPackage } from './easJson.ts'
import { given, key, wallet } from './testing/fixtures.ts'
import { verifyLoneAttestation } from './verifyAttestation.ts'

// The SDK's ESM build does not load in Node (named imports from lodash); its CommonJS build does.
const require = createRequire(import.meta.url)
const sdk: { Offchain: typeof OffchainClass } = require('@ethereum-attestation-service/eas-sdk')

const asFile = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)))

const offchainFor = ({ sig }: EasPackage, version = 2) =>
  new sdk.Offchain(
    {
      address: sig.domain.verifyingContract,
      version: sig.domain.version,
      chainId: BigInt(sig.domain.chainId),
    },
    version,
    // Only on-chain simulation would use the contract.
    undefined as never,
  )

/** What the SDK needs of an ethers signer. */
const account = privateKeyToAccount(`0x${'9'.padStart(64, '0')}`)
const ethersSigner = {
  getAddress: async () => account.address,
  signTypedData: (domain: object, types: Record<string, { name: string; type: string }[]>, value: object) => {
    const [primaryType = ''] = Object.keys(types)
    return account.signTypedData({ domain, types, primaryType, message: { ...value } })
  },
}

const receiptFile = async (): Promise<EasPackage> => asFile(receiptBundle(await given()).receipt)
const contributionFile = async (): Promise<EasPackage> => {
  const parts = await given()
  const contribution = await buildContribution({
    manifest: parts.task.manifest,
    delegation: parts.delegation,
    receipt: parts.receipt,
    round: 1,
    roundHash: `0x${'0a'.repeat(32)}`,
    updateHash: `0x${'0b'.repeat(32)}`,
    domain: parts.receipt.domain,
    signer: key,
    now: TEST_NOW,
  })
  return asFile(toEasPackage(contribution, key.address))
}

const FILES = [
  ['receipt', receiptFile],
  ['contribution', contributionFile],
] as const

/** The SDK throws where a value does not even fit its type. */
const isFine = (file: EasPackage, sig: unknown): boolean => {
  try {
    return offchainFor(file).verifyOffchainAttestationSignature(file.signer, sig as never)
  } catch {
    return false
  }
}

describe('the EAS SDK', () => {
  it.each(FILES)('verifies our %s, straight from its file', async (_, make) => {
    const file = await make()
    const verify = (signer: string, sig: unknown) =>
      offchainFor(file).verifyOffchainAttestationSignature(signer, sig as never)
    expect(verify(file.signer, file.sig)).toBe(true)
    expect(verify(wallet.address, file.sig)).toBe(false)
  })

  it.each(FILES)('agrees with us that our %s is broken, whichever field is altered', async (_, make) => {
    const file = await make()
    const { message } = file.sig
    const other = (value: unknown) =>
      typeof value === 'boolean'
        ? !value
        : typeof value === 'number'
          ? value - 1
          : String(value).replace(/.$/, (last) => (last === '0' ? '1' : '0'))
    for (const name of Object.keys(message)) {
      const sig = { ...file.sig, message: { ...message, [name]: other(message[name]) } }
      // The SDK reads the version from its own settings, we from the file.
      if (name !== 'version') expect(isFine(file, sig), name).toBe(false)
      expect((await verifyLoneAttestation({ ...file, sig })).verdict, name).toBe('failed')
    }
  })
})

const SCHEMA = schemaUid('string words', true)
const words = {
  schema: SCHEMA,
  recipient: wallet.address,
  time: 1_780_000_000n,
  expirationTime: 0n,
  revocable: true,
  refUID: ZERO_BYTES32,
  data: '0x0102',
}

const madeBySdk = async (version: number, changes: object = {}) => {
  const offchain = offchainFor(await receiptFile(), version)
  return asFile(await offchain.signOffchainAttestation({ ...words, ...changes }, ethersSigner as never))
}

const statesOf = async (value: unknown) => {
  const { checks } = await verifyLoneAttestation(value)
  return Object.fromEntries(checks.map(({ id, state }) => [id, state]))
}

const SOUND = { form: 'passed', uid: 'passed', signer: 'passed', eas: 'passed', meaning: 'unchecked' }

describe('an attestation that another tool made', () => {
  it.each([0, 1, 2])(
    'with version %i of the EAS SDK is verified, alone and as a package',
    async (version) => {
      const sig = await madeBySdk(version)
      expect(await statesOf(sig)).toEqual(SOUND)
      expect(await statesOf({ sig, signer: account.address })).toEqual(SOUND)
      const { words: said } = await verifyLoneAttestation(sig)
      expect(said).toMatchObject({ signer: account.address, kind: 'other', schema: SCHEMA, chainId: 31_337 })
      expect(await statesOf({ sig, signer: wallet.address })).toMatchObject({ signer: 'failed' })
    },
  )

  it.each([0, 1, 2])('with version %i and then altered is not', async (version) => {
    const sig = await madeBySdk(version)
    const message = { ...sig.message, data: '0x0103' }
    expect(await statesOf({ ...sig, message })).toMatchObject({ uid: 'failed' })
    const r = `${sig.signature.r.slice(0, -1)}${sig.signature.r.endsWith('0') ? '1' : '0'}`
    const signed = { ...sig, signature: { ...sig.signature, r } }
    expect(await statesOf({ sig: signed, signer: account.address })).toMatchObject({ signer: 'failed' })
    for (const broken of [
      { ...sig, note: 1 },
      { ...sig, version: 1 - version },
      { ...sig, types: {} },
    ])
      expect(await statesOf(broken)).toEqual({ form: 'failed' })
  })

  it('for another EAS on a chain that we know is not taken for one of it', async () => {
    const sig = await madeBySdk(2)
    const domain = { ...sig.domain, verifyingContract: ZERO_ADDRESS }
    expect(await statesOf({ ...sig, domain })).toMatchObject({ eas: 'failed' })
    expect(await statesOf({ ...sig, domain: { ...sig.domain, chainId: '424242' } })).toMatchObject({
      eas: 'unchecked',
    })
  })

  it('with our schema and other data is not taken for a receipt', async () => {
    expect(await statesOf(await madeBySdk(2, { schema: RECEIPT_SCHEMA_UID }))).toEqual({
      ...SOUND,
      meaning: 'failed',
    })
  })

  it('of easscan.org is verified: the example of its documentation', async () => {
    const file = {
      sig: {
        domain: {
          name: 'EAS Attestation',
          version: '0.26',
          chainId: 11155111,
          verifyingContract: '0xC2679fBD37d54388Ce493F1DB75320D236e1815e',
        },
        primaryType: 'Attest',
        types: {
          Attest: [
            { name: 'version', type: 'uint16' },
            { name: 'schema', type: 'bytes32' },
            { name: 'recipient', type: 'address' },
            { name: 'time', type: 'uint64' },
            { name: 'expirationTime', type: 'uint64' },
            { name: 'revocable', type: 'bool' },
            { name: 'refUID', type: 'bytes32' },
            { name: 'data', type: 'bytes' },
          ],
        },
        signature: {
          r: '0x96148fae1b641d7c0750a46aa5775c1840433d69705ae6edfbd7740eff49cc55',
          s: '0x0e0283146242cdafb137b704b7ded3496b90241455b2ececc33c344515c364ce',
          v: 28,
        },
        uid: '0x268702f425d0704c4ad4677c6aded987827b0e74d33029162dbf245e0297c15f',
        message: {
          version: 1,
          schema: '0x3969bb076acfb992af54d51274c5c868641ca5344e1aacd0b1f5e4f80ac0822f',
          recipient: '0x0000000000000000000000000000000000000000',
          time: 1694196775,
          expirationTime: 0,
          refUID: '0x0000000000000000000000000000000000000000000000000000000000000000',
          revocable: true,
          data: '0x0000000000000000000000000000000000000000000000000000000000000020000000000000000000000000000000000000000000000000000000000000003c5468697320697320612073616d706c65206f6666636861696e206174746573746174696f6e20746861742063616e206265207665726966696564212000000000',
          nonce: 0,
        },
      },
      signer: '0xeee68aECeB4A9e9f328a46c39F50d83fA0239cDF',
    }
    expect(await statesOf(file)).toEqual({ ...SOUND, eas: 'unchecked' })
    const { sig } = file
    expect(await statesOf({ ...file, sig: { ...sig, message: { ...sig.message, nonce: 1 } } })).toEqual({
      form: 'failed',
    })
    const message = { ...sig.message, time: sig.message.time + 1 }
    expect(await statesOf({ ...file, sig: { ...sig, message } })).toMatchObject({
      uid: 'failed',
      signer: 'failed',
    })
  })
})

describe('our attestation alone', () => {
  it.each(FILES)('%s: is verified, and read', async (kind, make) => {
    const { verdict, words: said } = await verifyLoneAttestation(await make())
    expect(verdict).toBe('proven')
    expect((said as AttestationWords).kind).toBe(kind)
  })
})

import { createRequire } from 'node:module'
import type { Offchain as OffchainClass } from '@ethereum-attestation-service/eas-sdk'
import { privateKeyToAccount } from 'viem/accounts'
import { hexToNumber, slice } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { ATTEST_TYPES, CONTRIBUTION_SCHEMA_UID, type OffchainAttestation } from '../protocol/eas.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { signAttestation, verifyAttestation } from './attestation.ts'
import { testDomain, testSigner } from './testing/fixtures.ts'

// The SDK's ESM build does not load in Node (named imports from lodash); its CommonJS build does.
const require = createRequire(import.meta.url)
const sdk: { Offchain: typeof OffchainClass } = require('@ethereum-attestation-service/eas-sdk')

const offchain = () =>
  new sdk.Offchain(
    { address: testDomain.verifyingContract, version: testDomain.version, chainId: 31337n },
    2,
    // Only on-chain simulation would use the contract.
    undefined as never,
  )

const message = {
  version: 2,
  schema: CONTRIBUTION_SCHEMA_UID,
  recipient: testSigner(5).address,
  time: 1_780_000_000,
  expirationTime: 0,
  revocable: false,
  refUID: `0x${'ab'.repeat(32)}`,
  data: '0x0102030405',
  salt: `0x${'cd'.repeat(32)}`,
} as const

const signer = testSigner(7)
const account = privateKeyToAccount(`0x${'8'.padStart(64, '0')}`)
/** What the SDK needs of an ethers signer. */
const ethersSigner = {
  getAddress: async () => account.address,
  signTypedData: (domain: object, types: Record<string, { name: string; type: string }[]>, value: object) =>
    account.signTypedData({ domain, types, primaryType: 'Attest', message: { ...value } }),
}

const asSdk = (attestation: OffchainAttestation) => {
  const { signature } = attestation
  return {
    version: 2,
    uid: attestation.uid,
    domain: { ...attestation.domain, chainId: BigInt(attestation.domain.chainId) },
    primaryType: 'Attest',
    types: { Attest: [...ATTEST_TYPES.Attest] },
    message: {
      ...attestation.message,
      time: BigInt(attestation.message.time),
      expirationTime: BigInt(attestation.message.expirationTime),
    },
    signature: {
      r: slice(signature, 0, 32),
      s: slice(signature, 32, 64),
      v: hexToNumber(slice(signature, 64)),
    },
  }
}

describe('EAS off-chain attestations, version 2', () => {
  it('are verified by the EAS SDK', async () => {
    const attestation = await signAttestation(testDomain, message, signer)
    const verified = offchain().verifyOffchainAttestationSignature(
      signer.address,
      asSdk(attestation) as never,
    )
    expect(verified).toBe(true)
    const other = testSigner(8).address
    expect(offchain().verifyOffchainAttestationSignature(other, asSdk(attestation) as never)).toBe(false)
  })

  it('of the EAS SDK are verified here, with the same UID and the same signature', async () => {
    expect(account.address).toBe(signer.address)
    const theirs = await offchain().signOffchainAttestation(
      { ...message, time: BigInt(message.time), expirationTime: 0n },
      ethersSigner as never,
    )
    const ours = await signAttestation(testDomain, message, signer)
    expect(theirs.uid).toBe(ours.uid)
    expect(theirs.signature.r).toBe(slice(ours.signature, 0, 32))
    const { r, s, v } = theirs.signature
    const signature = `${r}${s.slice(2)}${v.toString(16)}` as `0x${string}`
    await verifyAttestation({ ...ours, signature }, { key: signer.address, domain: testDomain })
  })

  const altered: readonly [string, Partial<OffchainAttestation['message']>][] = [
    ['schema', { schema: ZERO_BYTES32 }],
    ['recipient', { recipient: testSigner(6).address }],
    ['time', { time: message.time + 1 }],
    ['expirationTime', { expirationTime: 1 }],
    ['revocable', { revocable: true }],
    ['refUID', { refUID: ZERO_BYTES32 }],
    ['data', { data: '0x0102030406' }],
    ['salt', { salt: ZERO_BYTES32 }],
  ]
  it.each(altered)('refuse an altered %s, with the old UID or one made to fit', async (_, change) => {
    const attestation = await signAttestation(testDomain, message, signer)
    const changed = { ...attestation, message: { ...message, ...change } }
    const expected = { key: signer.address, domain: testDomain }
    await expect(verifyAttestation(changed, expected)).rejects.toMatchObject({
      code: 'attestation/wrong-uid',
    })
    const { uid } = await signAttestation(testDomain, changed.message, testSigner(1))
    await expect(verifyAttestation({ ...changed, uid }, expected)).rejects.toMatchObject({
      code: 'attestation/wrong-key',
    })
  })

  it('refuse another domain, and a schema in upper case', async () => {
    const attestation = await signAttestation(testDomain, message, signer)
    for (const change of [{ chainId: 1 }, { version: '1.3.0' }, { verifyingContract: signer.address }])
      await expect(
        verifyAttestation(attestation, { key: signer.address, domain: { ...testDomain, ...change } }),
      ).rejects.toMatchObject({ code: 'attestation/wrong-domain' })
    const schema = `0x${message.schema.slice(2).toUpperCase()}` as const
    const shouted = await signAttestation(testDomain, { ...message, schema }, signer)
    // The SDK hashes the string: the same signature would go with two UIDs. The parser refuses upper case.
    expect(shouted.signature).toBe(attestation.signature)
    expect(shouted.uid).not.toBe(attestation.uid)
  })
})

import { describe, expect, it } from 'vitest'
import { encodeContributionData, encodeReceiptData, type OffchainAttestation } from '../protocol/eas.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { MAX_DELEGATION_SECONDS } from '../protocol/statements.ts'
import { taskIdOf } from '../protocol/task.ts'
import { signAttestation } from './attestation.ts'
import { buildContribution, decodeContribution, verifyContribution } from './contribution.ts'
import { newDelegation, verifyDelegation } from './delegation.ts'
import { buildReceipt, decodeReceipt, verifyReceipt } from './receipt.ts'
import { signSeatAccess, verifySeatAccess } from './seatAccess.ts'
import { verifyEoa } from './signature.ts'
import { TEST_NOW as now, testDelegation, testDomain, testManifest, testSigner } from './testing/fixtures.ts'

const wallet = testSigner(10)
const key = testSigner(11)
const manifest = testManifest()
const roundHash = `0x${'0a'.repeat(32)}` as const
const updateHash = `0x${'0b'.repeat(32)}` as const

const chain = async () => {
  const delegation = await testDelegation(wallet, key, now)
  const receipt = await buildReceipt({
    manifest,
    delegation,
    origin: 'https://digits.example',
    expires: now / 1000 + 3600,
    datasetCommitment: `0x${'dc'.repeat(32)}`,
    domain: testDomain,
    signer: key,
    now,
  })
  const contribution = await buildContribution({
    manifest,
    delegation,
    receipt,
    round: 1,
    roundHash,
    updateHash,
    domain: testDomain,
    signer: key,
    now,
  })
  const expected = {
    manifest,
    delegation,
    receipt,
    round: 1,
    roundHash,
    domain: testDomain,
    now,
    verify: verifyEoa,
  }
  return { delegation, receipt, contribution, expected }
}

describe('delegation', () => {
  it('holds from when it is signed, for 30 days', async () => {
    const signed = await testDelegation(wallet, key, now)
    await verifyDelegation(signed, { now, verify: verifyEoa })
    expect(signed.statement.notAfter - signed.statement.notBefore).toBe(MAX_DELEGATION_SECONDS)
  })

  const start = newDelegation({
    account: wallet.address,
    key: key.address,
    chainId: 1,
    payee: wallet.address,
    now,
  }).notBefore
  const bad = [
    ['delegation/lapsed', { notBefore: now / 1000 - MAX_DELEGATION_SECONDS, notAfter: now / 1000 - 1 }],
    ['delegation/not-yet-valid', { notBefore: now / 1000 + 1 }],
    ['delegation/too-long', { notAfter: start + MAX_DELEGATION_SECONDS + 1 }],
    ['delegation/wrong-scope', { scope: ZERO_BYTES32 }],
  ] as const
  it.each(bad)('is refused with %s', async (code, change) => {
    const signed = await testDelegation(wallet, key, now, change)
    await expect(verifyDelegation(signed, { now, verify: verifyEoa })).rejects.toMatchObject({ code })
  })

  it('is refused where any field was altered after signing', async () => {
    const signed = await testDelegation(wallet, key, now)
    const other = testSigner(12).address
    for (const change of [
      { account: other },
      { key: other },
      { chainId: '1' },
      { notBefore: signed.statement.notBefore + 1 },
      { notAfter: signed.statement.notAfter - 1 },
      { payee: other },
    ])
      await expect(
        verifyDelegation(
          { ...signed, statement: { ...signed.statement, ...change } },
          { now, verify: verifyEoa },
        ),
      ).rejects.toMatchObject({ code: 'delegation/bad-signature' })
  })
})

describe('receipt', () => {
  it('says what was granted, and is verified against task and delegation', async () => {
    const { receipt, delegation } = await chain()
    const data = await verifyReceipt(receipt, { manifest, delegation, domain: testDomain, now })
    expect(data).toMatchObject({ task: taskIdOf(manifest), origin: 'https://digits.example' })
  })

  it('is refused for other terms, another account, another delegation, or when expired', async () => {
    const { receipt, delegation } = await chain()
    const sign = (change: object, message: object = {}) =>
      signAttestation(
        testDomain,
        {
          ...receipt.message,
          ...message,
          data: encodeReceiptData({ ...decodeReceipt(receipt), ...change }),
        },
        key,
      )
    const codeOf = async (attestation: OffchainAttestation, at = now) =>
      verifyReceipt(attestation, { manifest, delegation, domain: testDomain, now: at }).then(
        () => 'verified',
        (error: { code: string }) => error.code,
      )
    expect(await codeOf(await sign({}))).toBe('verified')
    expect(await codeOf(await sign({ task: ZERO_BYTES32 }))).toBe('receipt/wrong-task')
    expect(await codeOf(await sign({ termsHash: ZERO_BYTES32 }))).toBe('receipt/wrong-task')
    expect(await codeOf(await sign({ account: key.address }))).toBe('receipt/wrong-account')
    expect(await codeOf(await sign({ delegation: ZERO_BYTES32 }))).toBe('receipt/wrong-delegation')
    expect(await codeOf(await sign({}, { recipient: key.address }))).toBe('receipt/wrong-recipient')
    expect(await codeOf(await sign({ record: ZERO_BYTES32 }))).toBe('receipt/wrong-record')
    expect(await codeOf(await sign({ origin: 'https://other.example' }))).toBe('receipt/wrong-record')
    expect(await codeOf(await sign({}, { time: receipt.message.time + 1 }))).toBe('receipt/wrong-record')
    expect(await codeOf(await sign({ expires: 0 }))).toBe('receipt/malformed')
    expect(await codeOf(receipt, now + 3_601_000)).toBe('receipt/expired')
    const padded = { ...receipt.message, data: `${receipt.message.data}00` as const }
    expect(await codeOf(await signAttestation(testDomain, padded, key))).toBe('receipt/malformed')
  })
})

describe('contribution', () => {
  it('is verified from delegation to receipt to contribution', async () => {
    const { contribution, expected } = await chain()
    expect(await verifyContribution(contribution, expected)).toMatchObject({ round: 1, updateHash })
  })

  it('is refused with its own code, whatever does not fit', async () => {
    const { contribution, receipt, expected } = await chain()
    const sign = (change: object, message: object = {}, signer = key) =>
      signAttestation(
        testDomain,
        {
          ...contribution.message,
          ...message,
          data: encodeContributionData({ ...decodeContribution(contribution), ...change }),
        },
        signer,
      )
    const codeOf = async (attestation: OffchainAttestation, change = {}) =>
      verifyContribution(attestation, { ...expected, ...change }).then(
        () => 'verified',
        (error: { code: string }) => error.code,
      )
    expect(await codeOf(await sign({}))).toBe('verified')
    expect(await codeOf(await sign({ task: ZERO_BYTES32 }))).toBe('contribution/wrong-task')
    expect(await codeOf(await sign({ round: 2 }))).toBe('contribution/wrong-round')
    expect(await codeOf(await sign({ roundHash: ZERO_BYTES32 }))).toBe('contribution/wrong-round-hash')
    expect(await codeOf(await sign({ account: key.address }))).toBe('contribution/wrong-account')
    expect(await codeOf(await sign({ delegation: ZERO_BYTES32 }))).toBe('contribution/wrong-delegation')
    expect(await codeOf(await sign({}, { refUID: ZERO_BYTES32 }))).toBe('contribution/wrong-receipt')
    expect(await codeOf(await sign({}, { recipient: key.address }))).toBe('contribution/wrong-recipient')
    expect(await codeOf(await sign({}, { revocable: true }))).toBe('contribution/malformed')
    expect(await codeOf(receipt)).toBe('contribution/malformed')
    expect(await codeOf(await sign({}, {}, testSigner(12)))).toBe('attestation/wrong-key')
    expect(await codeOf(await sign({}, {}, wallet))).toBe('attestation/wrong-key')
    const later = (MAX_DELEGATION_SECONDS + 1) * 1000
    expect(await codeOf(contribution, { now: now + later })).toBe('delegation/lapsed')
    expect(await codeOf(contribution, { now: now + 3_601_000 })).toBe('receipt/expired')
  })
})

describe('seat access', () => {
  it("is the contribution key's, for one seat, for five minutes", async () => {
    const task = taskIdOf(manifest)
    const access = await signSeatAccess(key, { task, seat: 3, now })
    const expected = { task, seat: 3, key: key.address, now }
    await verifySeatAccess(access, expected)
    for (const change of [
      { seat: 4 },
      { task: ZERO_BYTES32 },
      { key: wallet.address },
      { now: now + 301_000 },
      { now: now - 301_000 },
    ])
      await expect(verifySeatAccess(access, { ...expected, ...change })).rejects.toMatchObject({
        code: 'seat/unauthorized',
      })
  })
})

import { describe, expect, it } from 'vitest'
import { signAttestation } from '../attest/attestation.ts'
import { signSeatAccess } from '../attest/seatAccess.ts'
import { TEST_NOW, testDelegation, testDomain, testManifest, testSigner } from '../attest/testing/fixtures.ts'
import { RECEIPT_SCHEMA_UID } from './eas.ts'
import {
  decodeAttestationHeader,
  decodeSeatToken,
  encodeAttestationHeader,
  encodeSeatToken,
} from './header.ts'
import { ZERO_BYTES32 } from './hex.ts'
import * as wire from './wire.ts'

const attestation = () =>
  signAttestation(
    testDomain,
    {
      version: 2,
      schema: RECEIPT_SCHEMA_UID,
      recipient: testSigner(0).address,
      time: 1,
      expirationTime: 0,
      revocable: true,
      refUID: ZERO_BYTES32,
      data: '0x',
      salt: ZERO_BYTES32,
    },
    testSigner(1),
  )
const round = {
  statement: { task: ZERO_BYTES32, round: 1, baseWeights: ZERO_BYTES32, prevRound: ZERO_BYTES32, closes: 1 },
  signature: '0x00',
}
const acceptance = {
  statement: {
    task: ZERO_BYTES32,
    round: 1,
    seat: 0,
    account: testSigner(0).address,
    contribution: ZERO_BYTES32,
    cumulative: '20000',
  },
  signature: '0x00',
}

/** Every object inside `value`, as a path of keys. */
const objects = (value: unknown, path: readonly string[] = []): (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [
        ...(Array.isArray(value) ? [] : [path]),
        ...Object.entries(value).flatMap(([key, inner]) => objects(inner, [...path, key])),
      ]
    : []

const withExtraField = (value: unknown, path: readonly string[]): unknown => {
  const copy = structuredClone(value) as Record<string, never>
  const target = path.reduce<Record<string, unknown>>(
    (inner, key) => inner[key] as Record<string, unknown>,
    copy,
  )
  target.unexpected = 1
  return copy
}

describe('wire', () => {
  it('reads what the other side writes, and refuses an unknown field at every level', async () => {
    const delegation = await testDelegation(testSigner(2), testSigner(3), TEST_NOW)
    const receipt = await attestation()
    const values: readonly [(value: unknown) => unknown, unknown][] = [
      [wire.parseSignedDelegation, delegation],
      [wire.parseSignedRound, round],
      [wire.parseSignedAcceptance, acceptance],
      [
        wire.parseSignedRevocation,
        { statement: { receipt: ZERO_BYTES32, account: testSigner(0).address, time: 1 }, signature: '0x' },
      ],
      [wire.parseAttestation, receipt],
      [wire.parseEnrolmentRequest, { delegation, receipt }],
      [wire.parseEnrolmentAnswer, { state: 'pending', seat: 3 }],
      [wire.parseEnrolmentAnswer, { state: 'seated', seat: 3, rootIndex: 0, proof: [ZERO_BYTES32] }],
      [wire.parseRoundAnswer, { state: 'open', round }],
      [wire.parseRoundAnswer, { state: 'waiting', nextRound: 2 }],
      [wire.parseRoundAnswer, { state: 'finished' }],
      [wire.parseContributionAnswer, { uid: ZERO_BYTES32, acceptance }],
      [wire.parseAcceptancesAnswer, { acceptances: [acceptance] }],
      [wire.parsePayoutProofAnswer, { state: 'none' }],
      [
        wire.parsePayoutProofAnswer,
        { state: 'posted', round: 1, cumulative: '5', proof: [], account: testSigner(0).address },
      ],
      [wire.parseTaskAnswer, { task: { manifest: testManifest(), signature: '0x00' }, state: 'open' }],
      [wire.parseApiError, { error: { code: 'a/b', message: 'c' } }],
    ]
    for (const [parse, value] of values) {
      expect(parse(structuredClone(value))).toEqual(value)
      for (const path of objects(value))
        expect(() => parse(withExtraField(value, path)), path.join('.')).toThrow()
    }
  })

  it('names the field that is wrong', async () => {
    const value = await attestation()
    const shouted = `0x${RECEIPT_SCHEMA_UID.slice(2).toUpperCase()}`
    expect(() => wire.parseAttestation({ ...value, message: { ...value.message, schema: shouted } })).toThrow(
      expect.objectContaining({ code: 'wire/invalid', details: expect.stringContaining('message.schema') }),
    )
  })

  it('carries attestations and seat tokens in headers, and refuses anything else there', async () => {
    const value = await attestation()
    const header = encodeAttestationHeader(value)
    expect(header).toMatch(/^[A-Za-z0-9_-]+$/)
    expect(decodeAttestationHeader(header)).toEqual(value)
    const access = await signSeatAccess(testSigner(3), { task: ZERO_BYTES32, seat: 1, now: TEST_NOW })
    expect(decodeSeatToken(encodeSeatToken(access))).toEqual(access)
    for (const bad of ['', '!', 'e30', `${header}=`, 'a'.repeat(40_000)])
      expect(() => decodeAttestationHeader(bad)).toThrow(expect.objectContaining({ code: 'wire/invalid' }))
    expect(() => decodeSeatToken(header)).toThrow(expect.objectContaining({ code: 'wire/invalid' }))
  })
})

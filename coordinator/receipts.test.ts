import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { signAttestation } from '../lib/attest/attestation.ts'
import { decodeReceipt } from '../lib/attest/receipt.ts'
import { encodeReceiptData } from '../lib/protocol/eas.ts'
import { parseEnrolmentAnswer } from '../lib/protocol/wire.ts'
import { recordHash } from '../lib/receipts/consentRecord.ts'
import { endedConsentRecord } from '../lib/receipts/endedRecord.ts'
import { domainOf } from './domain.ts'
import { type ReceiptRecord, receiptKey } from './store/records.ts'
import { call, SyntheticContributor } from './testing/contributor.ts'
import { startWorld, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterEach(() => world.rest())
afterAll(() => world.stop())

const seated = async (config = {}) => {
  const { id, manifest } = await world.task({ minCohort: 2 })
  const url = await (await world.coordinator(config)).listen(0)
  const contributor = new SyntheticContributor(url, id, manifest)
  return { contributor, manifest, seat: (await contributor.enrol()).seat }
}

/** What the device keeps of its grant. */
const grantOf = async (contributor: SyntheticContributor) => ({
  account: contributor.wallet.address,
  receipt: await contributor.receipt(),
  consentRecord: await contributor.record(),
})

describe('the consent record of a grant', () => {
  it('given: is the same bytes on both sides, and those that the receipt commits to', async () => {
    const { contributor, seat } = await seated()
    const held = await contributor.held(seat)
    expect(held.record).toBe(await contributor.record())
    expect(recordHash(held.record)).toBe(decodeReceipt(await contributor.receipt()).record)
    expect(held.ended).toBeUndefined()
    expect(held.receipt).toEqual(await contributor.receipt())
    expect(held.delegation).toEqual(await contributor.delegation())
  })

  it('withdrawn: is the same bytes on both sides, of the same statement', async () => {
    const { contributor, seat } = await seated()
    const endedAt = Date.now()
    const revocation = await contributor.withdraw(Math.floor(endedAt / 1000))
    const held = await contributor.held(seat)
    expect(held.revocation).toEqual(revocation)
    expect(held.ended).toBe(endedConsentRecord(await grantOf(contributor), 'revoked', endedAt))
    expect(held.ended).toContain('"dpv:ConsentWithdrawn"')
    // Said again, later: what was recorded stands.
    await contributor.withdraw(Math.floor(endedAt / 1000) + 60, contributor.wallet)
    expect(await contributor.held(seat)).toEqual(held)
  })

  it('expired: is the same bytes on both sides, of the record alone, and is kept', async () => {
    let time = Date.now()
    const { contributor, manifest, seat } = await seated({ clock: () => time })
    const expires = Math.floor(time / 1000) + 60
    contributor.now = () => time + 1000
    const delegation = await contributor.delegation()
    const receipt = await contributor.newReceipt(delegation, { expires })
    await call(`${contributor.path}/enrolments`, parseEnrolmentAnswer, {
      method: 'POST',
      body: JSON.stringify({ delegation, receipt }),
    })
    const before = await contributor.held(seat, receipt.uid)
    expect(before.ended).toBeUndefined()
    time = expires * 1000
    const held = await contributor.held(seat, receipt.uid)
    const grant = { account: contributor.wallet.address, receipt, consentRecord: before.record }
    expect(held.ended).toBe(endedConsentRecord(grant, 'expired', time))
    expect(held.ended).toContain('"dpv:ConsentExpired"')
    expect((await world.engine.get<ReceiptRecord>(receiptKey(receipt.uid)))?.value.ended).toBe(held.ended)
    expect(manifest.publisher.name).toBe('Test Lab')
  })

  it('is refused where the receipt commits to another one', async () => {
    const { contributor, manifest } = await seated()
    const stranger = new SyntheticContributor(contributor.url, contributor.task, manifest)
    const delegation = await stranger.delegation()
    const honest = await stranger.receipt()
    const data = encodeReceiptData({ ...decodeReceipt(honest), record: `0x${'0e'.repeat(32)}` })
    const receipt = await signAttestation(domainOf(manifest), { ...honest.message, data }, stranger.key)
    const sent = call(`${stranger.path}/enrolments`, parseEnrolmentAnswer, {
      method: 'POST',
      body: JSON.stringify({ delegation, receipt }),
    })
    await expect(sent).rejects.toMatchObject({ code: 'receipt/wrong-record' })
  })

  it("is its contribution key's to read", async () => {
    const { contributor, manifest, seat } = await seated()
    const { uid } = await contributor.receipt()
    const other = new SyntheticContributor(contributor.url, contributor.task, manifest)
    await expect(other.held(seat, uid)).rejects.toMatchObject({ code: 'seat/unauthorized', status: 401 })
    const path = `${contributor.url}/grants/${uid}/receipt`
    expect((await fetch(path)).status).toBe(401)
    await expect(contributor.held(seat, `0x${'00'.repeat(32)}`)).rejects.toMatchObject({ status: 404 })
  })
})

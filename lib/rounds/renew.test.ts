import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { contributionSigner, createContributionKey } from '../attest/contributionKey.ts'
import { newDelegation } from '../attest/delegation.ts'
import { buildReceipt, decodeReceipt, recordOf, verifyReceipt } from '../attest/receipt.ts'
import { newPrivateKey, type Signer, signerFromPrivateKey } from '../attest/signer.ts'
import { signedTask } from '../consent/task.fixture.ts'
import { closeDatabase, database } from '../db/database.ts'
import type { GrantRecord } from '../db/schema.ts'
import { easDomain } from '../protocol/chains.ts'
import { schemaUid } from '../protocol/eas.ts'
import { ZERO_BYTES32 } from '../protocol/hex.ts'
import { delegationTypedData, type SignedDelegation } from '../protocol/statements.ts'
import { taskIdOf } from '../protocol/task.ts'
import { datasetCommitment } from '../receipts/datasetCommitment.ts'
import { withCurrentDelegation } from './renew.ts'

const DAY_MS = 24 * 3600_000
const wallet = signerFromPrivateKey(newPrivateKey())
const domain = easDomain(84_532)!

const delegate = async (account: Signer, now: number): Promise<SignedDelegation> => {
  const key = await createContributionKey()
  const statement = newDelegation({
    account: account.address,
    key,
    chainId: 84_532,
    payee: account.address,
    now,
  })
  return { statement, signature: await account.signTypedData(delegationTypedData(statement)) }
}

const grantOf = async (now: number): Promise<GrantRecord> => {
  const task = await signedTask()
  const delegation = await delegate(wallet, now)
  const receipt = await buildReceipt({
    manifest: task.manifest,
    delegation,
    origin: 'https://digits.example',
    expires: 0,
    datasetCommitment: `0x${'0c'.repeat(32)}`,
    domain,
    signer: await contributionSigner(),
    now,
  })
  const grant: GrantRecord = {
    id: 'G',
    origin: 'https://digits.example',
    taskId: taskIdOf(task.manifest),
    termsHash: ZERO_BYTES32,
    task,
    datasetId: 'handwriting',
    datasetSalt: ZERO_BYTES32,
    account: wallet.address,
    createdAt: now,
    expiresAt: now + 90 * DAY_MS,
    state: 'active',
    receipt,
    delegation,
    enrolment: { seat: 0, rootIndex: 0, proof: [], verifiedAt: now },
  }
  await (await database()).put('grants', grant)
  return grant
}

const connect = async (delegation: SignedDelegation): Promise<void> => {
  const found = { id: 'w', rdns: 'com.coinbase.wallet', name: 'Coinbase Wallet', icon: '' }
  const account = delegation.statement.account
  await (await database()).put(
    'state',
    { state: 'connected', wallet: found, account, chainId: 84_532, delegation },
    'wallet',
  )
}

beforeEach(async () => {
  await closeDatabase()
  globalThis.indexedDB = new IDBFactory()
})

describe('a grant and its delegation', () => {
  const now = Date.parse('2030-01-01T00:00:00Z')

  it('goes on as it is while the delegation holds', async () => {
    const grant = await grantOf(now)
    expect(await withCurrentDelegation(grant, now + 29 * DAY_MS)).toBe(grant)
  })

  it('stops, and says what to do, when it lapses and nobody renewed', async () => {
    const grant = await grantOf(now)
    await expect(withCurrentDelegation(grant, now + 30 * DAY_MS)).rejects.toMatchObject({
      code: 'delegation/lapsed',
    })
    await connect(await delegate(signerFromPrivateKey(newPrivateKey()), now + 30 * DAY_MS))
    await expect(withCurrentDelegation(grant, now + 30 * DAY_MS)).rejects.toMatchObject({
      code: 'delegation/lapsed',
    })
  })

  it('is restated under a renewed one: a receipt that verifies, the same dataset, the seat to be confirmed again', async () => {
    const grant = await grantOf(now)
    const later = now + 30 * DAY_MS
    await connect(await delegate(wallet, later))
    const renewed = await withCurrentDelegation(grant, later)
    expect(renewed.enrolment).toBeUndefined()
    const { manifest } = grant.task
    const receipt = await verifyReceipt(renewed.receipt, {
      manifest,
      delegation: renewed.delegation,
      domain,
      now: later,
    })
    expect(receipt.datasetCommitment).toBe(`0x${'0c'.repeat(32)}`)
    expect(renewed.consentRecord).toBe(recordOf(manifest, renewed.receipt))
    expect(await (await database()).get('grants', 'G')).toEqual(renewed)
  })

  it('is restated where an earlier version made its receipt, with the consent record that it lacked', async () => {
    const grant = await grantOf(now)
    const message = {
      ...grant.receipt.message,
      schema: schemaUid('bytes32 task', true),
      data: '0x01',
    } as const
    const renewed = await withCurrentDelegation({ ...grant, receipt: { ...grant.receipt, message } }, now)
    const { manifest } = grant.task
    await verifyReceipt(renewed.receipt, { manifest, delegation: grant.delegation, domain, now })
    expect(renewed.delegation).toEqual(grant.delegation)
    expect(decodeReceipt(renewed.receipt)).toMatchObject({
      origin: grant.origin,
      datasetCommitment: await datasetCommitment(grant.datasetId, grant.datasetSalt),
    })
    expect(renewed.consentRecord).toBe(recordOf(manifest, renewed.receipt))
    expect(await withCurrentDelegation(renewed, now)).toBe(renewed)
  })

  it('is restated where the person changed its end: the publisher then holds what holds', async () => {
    const grant = await grantOf(now)
    const { message } = grant.receipt
    const expiresAt = now + 5 * DAY_MS
    // Its receipt names the task's end; the person has set an earlier one since.
    const until = {
      ...grant,
      expiresAt,
      receipt: { ...grant.receipt, message: { ...message, expirationTime: 1 } },
    }
    await (await database()).put('grants', until)
    const restated = await withCurrentDelegation(until, now)
    expect(restated.receipt.message.expirationTime).toBe(expiresAt / 1000)
    expect(restated.delegation).toEqual(grant.delegation)
    expect(restated.enrolment).toBeUndefined()
    expect(restated.earlierReceipts).toEqual([grant.receipt.uid])
    expect(restated.consentRecord).toBe(recordOf(grant.task.manifest, restated.receipt))
    expect(await withCurrentDelegation(restated, now)).toBe(restated)
  })

  it('is never restated once it has ended', async () => {
    const grant = await grantOf(now)
    const later = now + 30 * DAY_MS
    await connect(await delegate(wallet, later))
    await (await database()).put('grants', { ...grant, state: 'revoked' })
    await expect(withCurrentDelegation(grant, later)).rejects.toMatchObject({ code: 'grant/withheld' })
    expect((await (await database()).get('grants', 'G'))?.receipt).toEqual(grant.receipt)
  })
})

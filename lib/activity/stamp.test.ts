import 'fake-indexeddb/auto'
import { deleteDB } from 'idb'
import { privateKeyToAccount } from 'viem/accounts'
import { sendTransaction, waitForTransactionReceipt } from 'viem/actions'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type LocalChain, startLocalChain } from '../../scripts/local/chain.ts'
import { type ChainClient, chainClient } from '../chain/client.ts'
import { readTimestamp } from '../chain/eas.ts'
import { closeDatabase, DATABASE_NAME, database, write } from '../db/database.ts'
import type { WalletState } from '../db/schema.ts'
import { writeSettings } from '../db/settings.ts'
import type { TransactionSender } from '../earnings/claim.ts'
import { exportLog, verifyExport } from './export.ts'
import { appendActivity, verifyLog } from './log.ts'
import { checkStamps, stampFee, stampLog } from './stamp.ts'

let chain: LocalChain
let client: ChainClient
let sent = 0

/** A stand-in for the wallet flow: the person agrees, and the account's real transaction goes to the real chain. */
const standInWallet: TransactionSender = {
  sendTransaction: async ({ to, data }) => {
    sent += 1
    const account = privateKeyToAccount(chain.accounts[1]!.privateKey)
    const hash = await sendTransaction(client, { account, to, data })
    await waitForTransactionReceipt(client, { hash })
    return hash
  },
}
const refusing: TransactionSender = {
  sendTransaction: () => Promise.reject(new Error('The person declined.')),
}

const append = () =>
  write(['activity'], (transaction) =>
    appendActivity(transaction, { kind: 'round', text: 'began', data: { id: crypto.randomUUID() } }),
  )
const head = async () => `0x${(await (await database()).getAll('activity')).at(-1)!.hash}` as const

beforeAll(async () => {
  chain = await startLocalChain()
  client = chainClient({ chainId: chain.chainId, rpcUrl: chain.rpcUrl, pollingMs: 10 })
})
afterAll(() => chain.stop())

beforeEach(async () => {
  await closeDatabase()
  await deleteDB(DATABASE_NAME)
  sent = 0
  await writeSettings({ rpcUrls: { [chain.chainId]: chain.rpcUrl } })
  const wallet = { state: 'connected', account: chain.accounts[1]!.address } as WalletState
  await (await database()).put('state', wallet, 'wallet')
  await append()
  await append()
})

it("puts the newest entry's hash on chain, remembers it, and finds it there", async () => {
  const hash = await head()
  expect(await stampFee(chain.chainId)).toBeGreaterThan(0n)
  await stampLog(chain.chainId, standInWallet)
  const at = await readTimestamp(client, hash)
  const [stamp] = await (await database()).getAll('stamps')
  expect(stamp).toMatchObject({ seq: 2, hash, chainId: chain.chainId, confirmedAt: at! * 1000 })
  expect(await (await database()).getAll('activity')).toMatchObject([{}, {}, { kind: 'stamped' }])
  expect(await verifyLog()).toMatchObject({ ok: true, count: 3, stamps: 1 })
  expect(await checkStamps()).toEqual({ confirmed: 1, unseen: 0, unknown: 0 })
  expect(verifyExport(await (await exportLog()).text())).toMatchObject({ ok: true, stamps: 1 })
})

it('shows by the stamp that the end was cut off', async () => {
  await stampLog(chain.chainId, standInWallet)
  const db = await database()
  for (const seq of [2, 3]) await db.delete('activity', seq)
  expect(await verifyLog()).toEqual({ ok: false, firstBroken: 2, why: 'cut' })
})

it('sends nothing again where the answer to an earlier transaction was lost', async () => {
  const lossy: TransactionSender = {
    sendTransaction: async (transaction) => {
      await standInWallet.sendTransaction(transaction)
      throw new Error('The page was closed.')
    },
  }
  await expect(stampLog(chain.chainId, lossy)).rejects.toThrow('closed')
  expect(await (await database()).count('stamps')).toBe(0)
  await stampLog(chain.chainId, refusing)
  expect(sent).toBe(1)
  expect(await (await database()).getAll('stamps')).toMatchObject([
    { seq: 2, confirmedAt: expect.any(Number) },
  ])
})

it('remembers nothing where the person declines', async () => {
  await expect(stampLog(chain.chainId, refusing)).rejects.toThrow('declined')
  expect(await (await database()).count('stamps')).toBe(0)
  expect(await verifyLog()).toMatchObject({ count: 2 })
})

it('stamps no log that is broken or empty, and none without a wallet', async () => {
  const db = await database()
  const [first] = await db.getAll('activity')
  await db.put('activity', { ...first!, text: 'altered' })
  await expect(stampLog(chain.chainId, standInWallet)).rejects.toMatchObject({ code: 'activity/broken' })
  await db.clear('activity')
  await expect(stampLog(chain.chainId, standInWallet)).rejects.toMatchObject({ code: 'activity/empty' })
  await db.put('state', { state: 'none' }, 'wallet')
  await expect(stampFee(chain.chainId)).rejects.toMatchObject({ code: 'wallet/not-connected' })
  expect(sent).toBe(0)
})

it('says where a chain does not know a stamp, and where it cannot be asked', async () => {
  const stamp = { seq: 1, hash: `0x${'12'.repeat(32)}`, account: chain.accounts[1]!.address, at: 1 } as const
  const db = await database()
  await db.put('stamps', { ...stamp, chainId: chain.chainId, confirmedAt: 1 })
  await db.put('stamps', { ...stamp, chainId: 5, confirmedAt: 1 })
  expect(await checkStamps()).toEqual({ confirmed: 0, unseen: 1, unknown: 1 })
  expect((await db.get('stamps', [chain.chainId, 1]))?.confirmedAt).toBeUndefined()
  expect((await db.get('stamps', [5, 1]))?.confirmedAt).toBe(1)
})

import { deviceClient } from '../chain/deviceClient.ts'
import { readFee, readTimestamp, timestampTransaction } from '../chain/eas.ts'
import { database, write } from '../db/database.ts'
import type { StampRecord } from '../db/schema.ts'
import { connectionOf, readWallet } from '../db/settings.ts'
import type { TransactionSender } from '../earnings/claim.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import { appendActivity, verifyLog } from './log.ts'

/** A transaction that no block has taken after this long may be sent again: milliseconds. */
const LOST_MS = 15 * 60_000

interface Head {
  readonly seq: number
  readonly hash: Bytes32
  readonly account: Address
}

/**
 * The newest entry, if it may be stamped. Throws `wallet/not-connected`, `activity/empty`, `activity/broken`: a stamp must
 * not lend a broken log its weight; `activity/stamped`.
 */
const headFor = async (chainId: number): Promise<Head> => {
  const connection = connectionOf(await readWallet())
  if (connection === undefined)
    throw new ProvisoError('wallet/not-connected', 'No wallet is connected.', { todo: 'Connect one first.' })
  const found = await verifyLog()
  if (!found.ok)
    throw new ProvisoError('activity/broken', `The log is broken at entry ${found.firstBroken}.`, {
      todo: 'It is not time-stamped as it is.',
    })
  if (found.count === 0) throw new ProvisoError('activity/empty', 'There is nothing in the log yet.')
  const known = await (await database()).get('stamps', [chainId, found.count])
  if (known !== undefined && (known.confirmedAt !== undefined || Date.now() - known.at < LOST_MS))
    throw new ProvisoError('activity/stamped', 'The newest entry was time-stamped already.')
  return { seq: found.count, hash: `0x${found.head}`, account: connection.account }
}

/** What a stamp would cost the account, in wei, as the chain says now. */
export const stampFee = async (chainId: number): Promise<bigint> => {
  const { hash, account } = await headFor(chainId)
  return readFee(await deviceClient(chainId), account, timestampTransaction(chainId, hash))
}

const keep = (stamp: StampRecord): Promise<void> =>
  write(['stamps', 'activity'], async (transaction) => {
    await transaction.objectStore('stamps').put(stamp)
    const { seq, hash, chainId } = stamp
    await appendActivity(transaction, {
      kind: 'stamped',
      text: `You time-stamped the log up to entry ${seq}.`,
      data: { seq, hash, chain: chainId, transaction: stamp.transaction ?? 'unknown' },
    })
  })

/**
 * Has the account put the newest entry's hash on chain, with EAS, and remembers it. Resolves once the wallet has sent it; only
 * the chain says when it stands there. Where it stands there already, because the answer to an earlier transaction was
 * lost, nothing is sent.
 */
export const stampLog = async (chainId: number, wallet: TransactionSender): Promise<void> => {
  const { seq, hash, account } = await headFor(chainId)
  const seconds = await readTimestamp(await deviceClient(chainId), hash)
  if (seconds !== undefined) {
    const at = seconds * 1000
    return keep({ seq, hash, account, chainId, at, confirmedAt: at })
  }
  const transaction = await wallet.sendTransaction(timestampTransaction(chainId, hash))
  await keep({ seq, hash, account, chainId, transaction, at: Date.now() })
  await checkStamps()
}

/** What the chains say of the stamps that are remembered here. */
export interface StampsOnChain {
  readonly confirmed: number
  /** Sent, but not there, or not yet. */
  readonly unseen: number
  /** Their chain could not be read. */
  readonly unknown: number
}

/** Asks each stamp's chain for it, and remembers the time it says. Never rejects for a chain that cannot be read. */
export const checkStamps = async (): Promise<StampsOnChain> => {
  const found = { confirmed: 0, unseen: 0, unknown: 0 }
  for (const stamp of await (await database()).getAll('stamps')) {
    const answer = await deviceClient(stamp.chainId)
      .then((client) => readTimestamp(client, stamp.hash))
      .then(
        (seconds) => ({ seconds }),
        () => undefined,
      )
    if (answer === undefined) found.unknown += 1
    else if (answer.seconds === undefined) found.unseen += 1
    else found.confirmed += 1
    const confirmedAt = answer?.seconds === undefined ? undefined : answer.seconds * 1000
    if (answer === undefined || confirmedAt === stamp.confirmedAt) continue
    const { confirmedAt: _, ...rest } = stamp
    await write(['stamps'], (transaction) =>
      transaction.objectStore('stamps').put(confirmedAt === undefined ? rest : { ...rest, confirmedAt }),
    )
  }
  return found
}

import { ProvisoError } from '../protocol/errors.ts'
import type { Address, Bytes32 } from '../protocol/hex.ts'
import { type SignedSeatAccess, seatAccessTypedData } from '../protocol/statements.ts'
import { CLOCK_SKEW_SECONDS } from './delegation.ts'
import { verifyEoa } from './signature.ts'
import type { Signer } from './signer.ts'

/** Proof of being the seat's contribution key, for `Authorization: Proviso <token>`. `now`: milliseconds since 1970. */
export const signSeatAccess = async (
  signer: Signer,
  { task, seat, now }: { readonly task: Bytes32; readonly seat: number; readonly now: number },
): Promise<SignedSeatAccess> => {
  const statement = { task, seat, time: Math.floor(now / 1000) }
  return { statement, signature: await signer.signTypedData(seatAccessTypedData(statement)) }
}

/** Throws `seat/unauthorized` unless `key` signed for this seat within the last five minutes. */
export const verifySeatAccess = async (
  access: SignedSeatAccess,
  expected: {
    readonly task: Bytes32
    readonly seat: number
    readonly key: Address
    readonly now: number
  },
): Promise<void> => {
  const { statement, signature } = access
  const isForSeat = statement.task === expected.task && statement.seat === expected.seat
  const isRecent = Math.abs(expected.now / 1000 - statement.time) <= CLOCK_SKEW_SECONDS
  const typedData = seatAccessTypedData(statement)
  if (!isForSeat || !isRecent || !(await verifyEoa({ address: expected.key, typedData, signature })))
    throw new ProvisoError('seat/unauthorized', "This is not signed by the seat's contribution key.", {
      todo: 'Check the clock of this device and ask again.',
    })
}

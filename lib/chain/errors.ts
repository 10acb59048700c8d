import { BaseError } from 'viem'
import { ProvisoError } from '../protocol/errors.ts'

/** Something on a chain is not as it must be, or cannot be found out. */
export class ChainError extends ProvisoError {
  override name = 'ChainError'
}

const causedBy = (error: unknown, name: string): boolean =>
  error instanceof BaseError && error.walk((cause) => cause instanceof Error && cause.name === name) !== null

/** Of a failed call, the contract's own reason: the name of its custom error. */
const revertName = (error: unknown): string | undefined => {
  if (!(error instanceof BaseError)) return undefined
  const revert = error.walk(
    (cause) => cause instanceof Error && cause.name === 'ContractFunctionRevertedError',
  )
  const data: unknown = revert !== null && 'data' in revert ? revert.data : undefined
  return typeof data === 'object' && data !== null && 'errorName' in data ? String(data.errorName) : undefined
}

/**
 * What became of a request to a node, as one of ours. The node's address is left out: it may hold a key.
 * - `chain/no-contract`: nothing, or something else, lives at the address
 * - `chain/reverted`: the contract refused; `details` names its reason
 * - `chain/unreachable`: no answer, or not one that can be read
 */
const translated = (error: unknown): ChainError => {
  if (error instanceof ChainError) return error
  const reason = revertName(error)
  if (reason !== undefined)
    return new ChainError('chain/reverted', 'The contract refused.', {
      details: `Reason: ${reason}.`,
      cause: error,
    })
  if (causedBy(error, 'ContractFunctionZeroDataError') || causedBy(error, 'AbiDecodingDataSizeTooSmallError'))
    return new ChainError('chain/no-contract', 'No such contract lives at this address.', { cause: error })
  return new ChainError('chain/unreachable', 'The chain could not be read.', {
    todo: 'Check the connection, or the RPC address in Settings.',
    cause: error,
  })
}

/** Waits for a node's answer. Throws a `ChainError` only. */
export const answered = async <T>(request: Promise<T>): Promise<T> => {
  try {
    return await request
  } catch (error) {
    throw translated(error)
  }
}

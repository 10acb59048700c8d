import { BaseError } from 'viem'
import { ProvisoError } from '../protocol/errors.ts'

/** Something on a chain is not as it must be, or cannot be found out. */
export class ChainError extends ProvisoError {
  override name = 'ChainError'
}

/** The error in the chain of causes that has one of these names. By name: the classes would weigh on the bundle. */
const causeNamed = (error: unknown, ...names: string[]): unknown =>
  error instanceof BaseError
    ? error.walk((cause) => cause instanceof Error && names.includes(cause.name))
    : null

/** The contract's own reason for a revert: the name of its custom error. */
const reasonOf = (revert: unknown): string => {
  const data: unknown =
    typeof revert === 'object' && revert !== null && 'data' in revert ? revert.data : undefined
  return typeof data === 'object' && data !== null && 'errorName' in data
    ? String(data.errorName)
    : 'none given'
}

/**
 * What became of a request to a node, as one of ours. The node's address is left out: it may hold a key.
 * - `chain/reverted`: the contract refused; `details` names its reason
 * - `chain/unreachable`: no answer
 * - `chain/no-contract`: an answer that the expected contract would not give
 */
const translated = (cause: unknown): ChainError => {
  if (cause instanceof ChainError) return cause
  const revert = causeNamed(cause, 'ContractFunctionRevertedError', 'ExecutionRevertedError')
  if (revert !== null)
    return new ChainError('chain/reverted', 'The contract refused.', {
      details: `Reason: ${reasonOf(revert)}.`,
      cause,
    })
  const isLost = causeNamed(cause, 'HttpRequestError', 'TimeoutError', 'RpcRequestError') !== null
  if (!isLost && causeNamed(cause, 'ContractFunctionExecutionError') !== null)
    return new ChainError('chain/no-contract', 'No such contract lives at this address.', { cause })
  return new ChainError('chain/unreachable', 'The chain could not be read.', {
    todo: 'Check the connection, or the RPC address in Settings.',
    cause,
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

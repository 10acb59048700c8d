import { ErrorCode } from '../protocol/errors.ts'

/**
 * What a data-use call rejects with. One class per code, so that a dApp can say the right words; `code` is the
 * EIP-1193 or EIP-1474 number. Where two copies of this SDK share a page, compare `code`: each copy has its own classes.
 */
export class DataUseError extends Error {
  override name = 'DataUseError'
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.data = data
  }
}

/** 4001. No, or not now. The reason is the person's own: a page never learns it, and must not ask again at once. */
export class RefusedError extends DataUseError {
  override name = 'RefusedError'
  declare readonly code: 4001
}
/** 4100. This frame has no origin that a person could recognise, such as a sandboxed one. */
export class UnauthorizedError extends DataUseError {
  override name = 'UnauthorizedError'
  declare readonly code: 4100
}
/** 4200. This version of the extension does not know the method. */
export class UnsupportedMethodError extends DataUseError {
  override name = 'UnsupportedMethodError'
  declare readonly code: 4200
}
/** 4900. The extension was updated or removed: reload the page. */
export class DisconnectedError extends DataUseError {
  override name = 'DisconnectedError'
  declare readonly code: 4900
}
/** -32602. The task or another argument is not valid; the message says which field. */
export class InvalidParamsError extends DataUseError {
  override name = 'InvalidParamsError'
  declare readonly code: -32602
}
/** -32002. This document has asked already and the person has not answered yet. */
export class AlreadyPendingError extends DataUseError {
  override name = 'AlreadyPendingError'
  declare readonly code: -32002
}
/** -32005. Asked too often. */
export class RateLimitedError extends DataUseError {
  override name = 'RateLimitedError'
  declare readonly code: -32005
}

const CLASSES: ReadonlyMap<number, typeof DataUseError> = new Map<number, typeof DataUseError>([
  [ErrorCode.refused, RefusedError],
  [ErrorCode.unauthorized, UnauthorizedError],
  [ErrorCode.unsupported, UnsupportedMethodError],
  [ErrorCode.disconnected, DisconnectedError],
  [ErrorCode.invalidParams, InvalidParamsError],
  [ErrorCode.pending, AlreadyPendingError],
  [ErrorCode.rateLimited, RateLimitedError],
])

/** Any rejection of a provider as the class of its code; `DataUseError` with -32603 where it has none. */
export const toDataUseError = (error: unknown): DataUseError => {
  if (error instanceof DataUseError) return error
  const { code, message, data } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown
    message?: unknown
    data?: unknown
  }
  const number = typeof code === 'number' ? code : ErrorCode.internal
  const text = typeof message === 'string' ? message : 'The request failed.'
  return new (CLASSES.get(number) ?? DataUseError)(number, text, data, { cause: error })
}

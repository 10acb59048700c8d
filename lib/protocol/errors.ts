/**
 * EIP-1193 and EIP-1474 codes that a page can receive. A page never learns why it was refused: by the person,
 * by a rule, by an empty vault or by a spent budget, it is always `refused`.
 */
export const ErrorCode = {
  refused: 4001,
  unauthorized: 4100,
  unsupported: 4200,
  disconnected: 4900,
  invalidParams: -32602,
  pending: -32002,
  rateLimited: -32005,
  internal: -32603,
} as const
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode]

export interface ProvisoErrorOptions {
  /** What the person or developer can do about it. */
  readonly todo?: string
  /** Facts that help to find the cause. Never secrets, keys or records. */
  readonly details?: string
  readonly cause?: unknown
}

/**
 * The one base class. `shortMessage` says what happened in a sentence; `todo` says what to do next.
 * Subclasses name situations and set `name`, so that a log line tells them apart.
 */
export class ProvisoError extends Error {
  override name = 'ProvisoError'
  readonly shortMessage: string
  readonly details: string | undefined
  readonly todo: string | undefined
  /** A machine-readable situation such as `task/unknown-field`. Stable: documented in docs/errors.md. */
  readonly code: string

  constructor(code: string, shortMessage: string, options: ProvisoErrorOptions = {}) {
    const parts = [shortMessage, options.details, options.todo].filter((part) => part !== undefined)
    super(parts.join(' '), options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.shortMessage = shortMessage
    this.details = options.details
    this.todo = options.todo
  }
}

/** What a page receives: an EIP-1193 `ProviderRpcError`. */
export interface ProviderRpcError {
  readonly code: number
  readonly message: string
  readonly data?: unknown
}

export class ProviderError extends ProvisoError {
  override name = 'ProviderError'
  readonly data: unknown
  readonly rpcCode: number

  constructor(rpcCode: number, shortMessage: string, options: ProvisoErrorOptions & { data?: unknown } = {}) {
    super(`provider/${rpcCode}`, shortMessage, options)
    this.rpcCode = rpcCode
    this.data = options.data
  }

  toJSON(): ProviderRpcError {
    return {
      code: this.rpcCode,
      message: this.message,
      ...(this.data === undefined ? {} : { data: this.data }),
    }
  }
}

/** Any thrown value as one readable sentence, for logs and screens. */
export const describeError = (error: unknown): string =>
  error instanceof Error
    ? error.message
    : typeof error === 'string'
      ? error
      : 'Something unexpected went wrong.'

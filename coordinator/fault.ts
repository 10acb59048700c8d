import { ProvisoError, type ProvisoErrorOptions } from '../lib/protocol/errors.ts'

/** A refusal that the client hears: a stable code, a sentence, an HTTP status. */
export class ApiFault extends ProvisoError {
  override name = 'ApiFault'
  readonly status: number

  constructor(status: number, code: string, shortMessage: string, options: ProvisoErrorOptions = {}) {
    super(code, shortMessage, options)
    this.status = status
  }
}

/** Rooms whose errors are about what the client sent, with the status that says so. */
const STATUS_BY_ROOM: Readonly<Record<string, number>> = {
  wire: 400,
  attestation: 403,
  delegation: 403,
  receipt: 403,
  contribution: 422,
  aggregation: 422,
  seat: 401,
}

/** HTTP status of an error; 500 for what is our own failure. */
export const statusOf = (error: unknown): number => {
  if (error instanceof ApiFault) return error.status
  if (error instanceof ProvisoError) return STATUS_BY_ROOM[error.code.split('/')[0] ?? ''] ?? 500
  return 500
}

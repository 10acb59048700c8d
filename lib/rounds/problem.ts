import type { Problem } from '../db/schema.ts'
import { describeError, ProvisoError } from '../protocol/errors.ts'

/** What went wrong, as it is kept and shown. */
export const problemOf = (error: unknown, todo?: string): Problem => {
  const own = error instanceof ProvisoError ? error : undefined
  const advice = todo ?? own?.todo
  return {
    code: own?.code ?? 'internal/unexpected',
    message:
      own === undefined ? describeError(error) : [own.shortMessage, own.details].filter(Boolean).join(' '),
    ...(advice === undefined ? {} : { todo: advice }),
    at: Date.now(),
  }
}

/** Whether trying again later may help: a lost connection, a busy server. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ProvisoError && 'retryable' in error && error.retryable === true

import { ProvisoError } from '../protocol/errors.ts'

/**
 * A run that cannot go on: `trainer/no-examples`, `/bad-label`, `/not-finite`, `/device-lost`, `/too-large`,
 * `/no-grant`, `/failed`.
 */
export class TrainerError extends ProvisoError {
  override name = 'TrainerError'
}

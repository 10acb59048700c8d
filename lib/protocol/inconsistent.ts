import { ProvisoError } from './errors.ts'

/** Each field may stand alone, but not beside the others. `details` names the field. */
export const inconsistent = (details: string): ProvisoError =>
  new ProvisoError('task/inconsistent', 'The task contradicts itself.', { details })

import { ProvisoError } from '../protocol/errors.ts'

/**
 * Delta of a dataset of `records` records, fixed at import: `min(1e-5, 1 / (10 * 2^ceil(log2 records)))`. Rounding the
 * count up to a power of two keeps the exact number of records private. Throws `privacy/bad-count` below one record.
 */
export const datasetDelta = (records: number): number => {
  if (!Number.isSafeInteger(records) || records < 1)
    throw new ProvisoError('privacy/bad-count', 'A dataset has at least one record.')
  let power = 1
  while (power < records) power *= 2
  return Math.min(1e-5, 1 / (10 * power))
}

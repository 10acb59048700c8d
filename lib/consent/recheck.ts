import { write } from '../db/database.ts'
import type { CheckState, RequestRecord } from '../db/schema.ts'
import { runChecks } from './checks.ts'
import { rechoose } from './rechoose.ts'

const again = (check: CheckState): CheckState => (check.state === 'failed' ? { state: 'running' } : check)

/**
 * Looks again at what stood in the way of a waiting request: which data it would use, and its failed checks. Resolves once these
 * are under way; what they find is written as ever.
 */
export const recheck = async (requestId: string): Promise<void> => {
  await rechoose()
  const request = await write(['requests'], async (transaction): Promise<RequestRecord | undefined> => {
    const found = await transaction.objectStore('requests').get(requestId)
    if (found?.state !== 'pending') return undefined
    const { escrow, coordinator } = found.checks
    const checks = { escrow: again(escrow), coordinator: again(coordinator) }
    await transaction.objectStore('requests').put({ ...found, checks })
    // Only what had failed: a check that still runs is not started twice.
    return {
      ...found,
      checks: {
        escrow: escrow.state === 'failed' ? checks.escrow : passed,
        coordinator: coordinator.state === 'failed' ? checks.coordinator : passed,
      },
    }
  })
  if (request !== undefined) void runChecks(request)
}

/** Stands for a check that is left alone. */
const passed: CheckState = { state: 'passed', detail: '' }

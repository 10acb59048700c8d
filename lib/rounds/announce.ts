import { onChange } from '../db/changes.ts'
import { database } from '../db/database.ts'
import type { RunPhase } from '../db/schema.ts'
import type { ContributionEvent } from '../protocol/provider.ts'

const TOLD: Partial<Record<RunPhase, ContributionEvent['state']>> = {
  ready: 'training',
  training: 'training',
  sent: 'sent',
  accepted: 'accepted',
}

/**
 * Tells the origin of each grant how its rounds get on. What happened before this worker woke is not told again; an
 * event that nobody heard is not repeated: `dataUse_getGrants` always has the truth.
 */
export const announceRuns = (emit: (origin: string, event: ContributionEvent) => void): void => {
  const told = new Map<string, ContributionEvent['state']>()

  const look = async (tell: typeof emit): Promise<void> => {
    const db = await database()
    const [runs, grants] = await Promise.all([db.getAll('runs'), db.getAll('grants')])
    const origins = new Map(grants.map(({ id, origin }) => [id, origin]))
    for (const { id, grantId, round, phase } of runs) {
      const state = TOLD[phase]
      const origin = origins.get(grantId)
      if (state === undefined || origin === undefined || told.get(id) === state) continue
      told.set(id, state)
      tell(origin, { grant: grantId, round, state })
    }
  }

  let looking = look(() => undefined)
  onChange(['runs'], () => {
    looking = looking.then(() => look(emit))
  })
}

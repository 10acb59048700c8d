import { database } from '../db/database.ts'
import { ENDED_PHASES } from '../db/schema.ts'
import { type RunView, runView } from './run.ts'
import { view } from './view.ts'

/** How many finished rounds the page keeps in sight. */
const PAST_SHOWN = 50

export interface TrainingView {
  readonly open: readonly RunView[]
  readonly past: readonly RunView[]
  /** Computing time of all rounds on this device: milliseconds. */
  readonly totalMs: number
}

export const trainingView = view(['runs', 'grants'], async (): Promise<TrainingView> => {
  const db = await database()
  const [runs, grants] = await Promise.all([db.getAll('runs'), db.getAll('grants')])
  const views = runs
    .sort((a, b) => b.startedAt - a.startedAt)
    .map((run) =>
      runView(
        run,
        grants.find(({ id }) => id === run.grantId),
      ),
    )
  const isEnded = ({ phase }: RunView) => ENDED_PHASES.includes(phase)
  return {
    open: views.filter((run) => !isEnded(run)),
    past: views.filter(isEnded).slice(0, PAST_SHOWN),
    totalMs: views.reduce((sum, { trainMs }) => sum + trainMs, 0),
  }
})

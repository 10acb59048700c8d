import { type Database, database } from '../db/database.ts'
import type { ContributionRecord, GrantRecord, Problem, RunRecord, SeatRecord } from '../db/schema.ts'
import { readSettings, readWallet } from '../db/settings.ts'
import { type BudgetView, budgetView, roundEvents } from './budget.ts'
import { type Figures, figuresByToken, paidPerWeek } from './money.ts'
import { type TaskName, taskName } from './publisher.ts'
import { COMPUTING_PHASES, type RunView, runView, SENDING_PHASES } from './run.ts'
import { view } from './view.ts'
import { projectConnection, type WalletView } from './wallet.ts'

/** Bars of the small chart. */
const WEEKS = 12

/** What a glance of five seconds needs. Reads nothing that grows with the log. */
export interface PopupView {
  /** Nothing was set up yet: the popup leads to onboarding. */
  readonly isNew: boolean
  readonly wallet: WalletView
  readonly pausedAll: boolean
  /** Off everywhere until then; 0 where it is not. */
  readonly offUntil: number
  /** Requests for data and questions to the wallet that wait for an answer. */
  readonly waiting: number
  /** The token with most in it; absent before the first seat. */
  readonly money?: Figures & { readonly perWeek: readonly bigint[] }
  readonly otherTokens: number
  /** What the device does now, or the last thing it has begun. */
  readonly run?: RunView
  /** An active grant that waits for its next round. */
  readonly waitingFor?: TaskName
  readonly problem?: TaskName & { readonly problem: Problem }
  readonly budget?: BudgetView
}

const OPEN_PHASES = [...COMPUTING_PHASES, ...SENDING_PHASES, 'sent'] as const

/** What computes comes before what is sent; of two alike, the newer. */
const byUrgency = (a: RunRecord, b: RunRecord): number =>
  OPEN_PHASES.indexOf(a.phase as (typeof OPEN_PHASES)[number]) -
    OPEN_PHASES.indexOf(b.phase as (typeof OPEN_PHASES)[number]) || b.updatedAt - a.updatedAt

const openRuns = async (db: Database): Promise<readonly RunRecord[]> => {
  const found = await Promise.all(OPEN_PHASES.map((phase) => db.getAllFromIndex('runs', 'phase', phase)))
  const training = (run: RunRecord) => (run.phase === 'training' ? 0 : 1)
  return found.flat().sort((a, b) => training(a) - training(b) || byUrgency(a, b))
}

/** Budget of the dataset in use: the running round's, else the newest active grant's, else the newest dataset's. */
const budgetInUse = async (
  db: Database,
  run: RunRecord | undefined,
  grants: readonly GrantRecord[],
): Promise<BudgetView | undefined> => {
  const active = grants.filter(({ state }) => state === 'active').sort((a, b) => b.createdAt - a.createdAt)
  const grant = run === undefined ? active[0] : grants.find(({ id }) => id === run.grantId)
  const datasets = (await db.getAll('datasets')).filter(({ deletedAt }) => deletedAt === undefined)
  const dataset =
    datasets.find(({ id }) => id === (run?.datasetId ?? grant?.datasetId)) ??
    datasets.sort((a, b) => b.createdAt - a.createdAt)[0]
  if (dataset === undefined) return undefined
  const undebited = run !== undefined && [...COMPUTING_PHASES, 'trained'].includes(run.phase)
  const planned = undebited && grant !== undefined ? roundEvents(grant.task.manifest) : []
  return budgetView(dataset, planned)
}

const moneyOf = (
  seats: readonly SeatRecord[],
  contributions: readonly ContributionRecord[],
  now: number,
): Pick<PopupView, 'money' | 'otherTokens'> => {
  const [main, ...others] = figuresByToken(seats, contributions)
  if (main === undefined) return { otherTokens: 0 }
  return {
    money: { ...main, perWeek: paidPerWeek(seats, main.token, WEEKS, now) },
    otherTokens: others.length,
  }
}

export const popupView = view(
  [
    'requests',
    'walletCalls',
    'grants',
    'datasets',
    'budgetEvents',
    'runs',
    'contributions',
    'seats',
    'state',
  ],
  async (): Promise<PopupView> => {
    const now = Date.now()
    const db = await database()
    const [wallet, settings, requests, calls, grants, runs, contributions, seats] = await Promise.all([
      readWallet(),
      readSettings(),
      db.countFromIndex('requests', 'state', 'pending'),
      db.countFromIndex('walletCalls', 'state', 'pending'),
      db.getAll('grants'),
      openRuns(db),
      db.getAll('contributions'),
      db.getAll('seats'),
    ])
    const run = runs[0]
    const grantOf = (id: string) => grants.find((grant) => grant.id === id)
    const next = grants.find(({ state, problem }) => state === 'active' && problem === undefined)
    const stuck = grants.find(({ state, problem }) => state === 'active' && problem !== undefined)
    const budget = await budgetInUse(db, run, grants)
    return {
      isNew: wallet.state === 'none' && !settings.onboarded && budget === undefined && grants.length === 0,
      wallet: projectConnection(wallet, now),
      pausedAll: settings.pausedAll,
      offUntil: settings.offUntil,
      waiting: requests + calls,
      ...moneyOf(seats, contributions, now),
      ...(run === undefined ? {} : { run: runView(run, grantOf(run.grantId)) }),
      ...(next === undefined ? {} : { waitingFor: taskName(next.task.manifest) }),
      ...(stuck?.problem === undefined
        ? {}
        : { problem: { ...taskName(stuck.task.manifest), problem: stuck.problem } }),
      ...(budget === undefined ? {} : { budget }),
    }
  },
)

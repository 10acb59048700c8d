import { database } from '../db/database.ts'
import type { GrantRecord, RunPhase } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { type CoordinatorClient, coordinatorClient, type Leave } from '../net/coordinator.ts'
import { ProvisoError } from '../protocol/errors.ts'

/** A request of a grant that is about to leave, or under way. */
export interface Departure {
  readonly grant: GrantRecord
  /** Where it carries a round's update. */
  readonly runId?: string
}

export type Which = (departure: Departure) => boolean

/** It may not leave, now or ever. What it belonged to says why; nothing is to be tried again for it. */
export class WithheldError extends ProvisoError {
  override name = 'WithheldError'
  /** Whoever sent it leaves things as they are: those who withheld it have written what becomes of them. */
  readonly retryable = true

  constructor() {
    super('grant/withheld', 'This permission was ended or paused before anything was sent.')
  }
}

const withheld = new Set<Which>()
const underWay = new Map<AbortController, Departure>()

/**
 * From this call on nothing leaves that is one of these, and what is under way is cut off: before anything is written, so
 * that no moment lies between a click and its effect. Lift it once the disk says the same. This worker is the only
 * place from which anything leaves.
 */
export const withhold = (which: Which): (() => void) => {
  withheld.add(which)
  for (const [controller, departure] of underWay) if (which(departure)) controller.abort()
  return () => {
    withheld.delete(which)
  }
}

const CARRYING: readonly RunPhase[] = ['signed', 'sent']

const mayLeave = async ({ grant, runId }: Departure): Promise<boolean> => {
  const db = await database()
  const [current, run, { pausedAll }] = await Promise.all([
    db.get('grants', grant.id),
    runId === undefined ? undefined : db.get('runs', runId),
    readSettings(),
  ])
  if (current?.state !== 'active' || current.expiresAt <= Date.now() || pausedAll) return false
  return runId === undefined || (run !== undefined && CARRYING.includes(run.phase) && !run.paused)
}

/** Lets a request through if, at the last moment, the grant on disk still allows it. */
const leaveFor =
  (departure: Departure): Leave =>
  async (send) => {
    const controller = new AbortController()
    // Known before the disk is asked: what ends the grant meanwhile aborts it.
    underWay.set(controller, departure)
    try {
      const isAllowed = await mayLeave(departure)
      const isWithheld = [...withheld].some((which) => which(departure))
      if (!isAllowed || isWithheld || controller.signal.aborted) throw new WithheldError()
      return await send(controller.signal)
    } catch (error) {
      throw controller.signal.aborted ? new WithheldError() : error
    } finally {
      underWay.delete(controller)
    }
  }

/**
 * The coordinator of a grant, asked in its name: the one way in which anything of a grant leaves this device, but for its
 * revocation and for asking what it is still owed. Every call throws `grant/withheld` once the grant is not active any more.
 */
export const coordinatorOf = (grant: GrantRecord, runId?: string): CoordinatorClient =>
  coordinatorClient(
    grant.task.manifest,
    grant.taskId,
    leaveFor({ grant, ...(runId === undefined ? {} : { runId }) }),
  )

import { database } from '../db/database.ts'
import { readSettings } from '../db/settings.ts'
import { canSignalGpc, hasGpcPermission } from '../platform/gpcSignal.ts'
import { exceptedOrigins } from './exceptions.ts'

export interface GpcStatus {
  /** `next-start`: it is on, but the browser lets us change requests only from its next start. */
  readonly state: 'off' | 'on' | 'next-start'
  /** Sites that the person's rules allow to sell their data: they are not told. */
  readonly exceptions: readonly string[]
}

/** What holds now, in the worker and in a page of ours alike. */
export const gpcStatus = async (): Promise<GpcStatus> => {
  // Also where it is off: whether the permission was there from the beginning must be noted before it is asked for.
  const canSignal = await canSignalGpc()
  const isOn = (await readSettings()).gpc && (await hasGpcPermission())
  if (!isOn) return { state: 'off', exceptions: [] }
  const rules = await (await database()).getAll('rules')
  return { state: canSignal ? 'on' : 'next-start', exceptions: exceptedOrigins(rules, Date.now()) }
}

import { onChange } from '../db/changes.ts'
import { type Database, database } from '../db/database.ts'
import { readSettings } from '../db/settings.ts'
import { deviceFacts } from '../platform/device.ts'
import { compile, type Policy } from '../policy/compile.ts'
import type { Decision } from '../policy/decision.ts'
import { explain } from '../policy/explain.ts'
import type { DeviceFacts, PolicyRequest } from '../policy/request.ts'
import { minutesToday } from '../rounds/deviceMinutes.ts'

interface Current {
  readonly policy: Policy
  /** Asking for it opens a document, so it is asked only where a rule speaks of it. */
  readonly needsCharging: boolean
}

let compiled: { readonly db: Database; readonly current: Promise<Current> } | undefined

onChange(['rules'], () => {
  compiled = undefined
})

const readRules = async (db: Database): Promise<Current> => {
  const rules = await db.getAll('rules')
  return {
    policy: compile(rules),
    needsCharging: rules.some(({ needs }) => needs?.charging === true),
  }
}

/** The person's rules, ready to decide. Read again when one has changed: only the worker writes them. */
const currentRules = async (): Promise<Current> => {
  const db = await database()
  if (compiled?.db !== db) compiled = { db, current: readRules(db) }
  return compiled.current
}

/** What the device is doing, as far as rules may speak of it. */
export const readDevice = async (): Promise<DeviceFacts> => {
  const [{ needsCharging }, minutes] = await Promise.all([currentRules(), minutesToday()])
  return deviceFacts({ minutesToday: minutes, mustKnowCharging: needsCharging })
}

/** Decides under the rules and settings as they are now. */
export const decideNow = async (facts: PolicyRequest): Promise<Decision> => {
  const [{ policy }, { allowWithoutNoise }] = await Promise.all([currentRules(), readSettings()])
  return policy.decide(facts, { allowWithoutNoise })
}

/** Why, in one sentence that is kept with the answer. */
export const reasonOf = async ({ because }: Decision): Promise<string> =>
  explain(because, await (await database()).getAll('rules'), 'en')

import { write } from '../db/database.ts'
import type { GrantRecord, RunRecord } from '../db/schema.ts'
import { deviceFacts } from '../platform/device.ts'
import { readyNeed } from '../policy/needs.ts'
import type { DeviceFacts, PolicyRequest } from '../policy/request.ts'
import type { DeviceConditions } from '../policy/rule.ts'
import { minutesToday } from './deviceMinutes.ts'

type Name = keyof DeviceConditions

/** Those that the person reads first come first. */
const NAMES: readonly Name[] = ['hours', 'maxMinutesPerDay', 'idle', 'unmetered', 'charging']

/** The conditions that the device does not meet now. What is not known is not met. */
export const unmetOf = (wanted: DeviceConditions, facts: DeviceFacts): readonly Name[] =>
  NAMES.filter((name) => {
    const value = wanted[name]
    // Conditions on the device look at nothing of a request but the device.
    return (
      value !== undefined && readyNeed(name, value as never).met({ device: facts } as PolicyRequest) !== true
    )
  })

/** Tells what the device is doing, as far as `wanted` needs to know. */
export type AskDevice = (wanted: DeviceConditions) => Promise<DeviceFacts>

/** Whether it charges is asked last: that may open a document. */
export const askDevice: AskDevice = async (wanted) => {
  const minutes = { minutesToday: await minutesToday() }
  const facts = await deviceFacts(minutes)
  const [first, ...others] = unmetOf(wanted, facts)
  if (first !== 'charging' || others.length > 0 || facts.charging !== undefined) return facts
  return deviceFacts({ ...minutes, mustKnowCharging: true })
}

/** Training waits for all of them; what is trained leaves whatever the device does, but not over a metered connection. */
const holding = (device: DeviceConditions, run: RunRecord | undefined): DeviceConditions => {
  const isTrained = run !== undefined && run.phase !== 'ready' && run.phase !== 'training'
  if (!isTrained) return device
  return device.unmetered === undefined ? {} : { unmetered: device.unmetered }
}

const sameNames = (a: readonly Name[], b: readonly Name[]): boolean => a.join() === b.join()

const note = async (grant: GrantRecord, unmet: readonly Name[]): Promise<void> => {
  if (sameNames(grant.waitsFor ?? [], unmet)) return
  await write(['grants'], async (transaction) => {
    const current = await transaction.objectStore('grants').get(grant.id)
    if (current === undefined) return
    const { waitsFor: _before, ...rest } = current
    await transaction.objectStore('grants').put(unmet.length === 0 ? rest : { ...rest, waitsFor: unmet })
  })
}

/** What the device must still do before this grant goes on: shown with it. Empty where nothing holds it back. */
export const waitsForDevice = async (
  grant: GrantRecord,
  run: RunRecord | undefined,
  ask: AskDevice,
): Promise<readonly Name[]> => {
  const wanted = holding(grant.limits?.device ?? {}, run)
  const unmet = Object.keys(wanted).length === 0 ? [] : unmetOf(wanted, await ask(wanted))
  await note(grant, unmet)
  return unmet
}

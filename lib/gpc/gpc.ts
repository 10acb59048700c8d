import { appendActivity } from '../activity/log.ts'
import { onChange } from '../db/changes.ts'
import { database, write } from '../db/database.ts'
import type { Settings } from '../db/schema.ts'
import { DEFAULT_SETTINGS, readSettings } from '../db/settings.ts'
import {
  canSignalGpc,
  giveBackGpcPermission,
  hasGpcPermission,
  onPermissionsChange,
  signalGpc,
} from '../platform/gpcSignal.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { createSerial } from '../wallets/serial.ts'
import { exceptedOrigins } from './exceptions.ts'

export interface GpcStatus {
  /** `next-start`: it is on, but the browser lets us change requests only from its next start. */
  readonly state: 'off' | 'on' | 'next-start'
  /** Sites that the person's rules allow to sell their data: they are not told. */
  readonly exceptions: readonly string[]
}

const inOrder = createSerial()
/** What this worker has set up: the browser is asked only for what changes. */
let done: string | undefined

const exceptionsNow = async (): Promise<readonly string[]> =>
  exceptedOrigins(await (await database()).getAll('rules'), Date.now())

const isWanted = async (): Promise<boolean> => (await readSettings()).gpc && (await hasGpcPermission())

const sync = async (): Promise<void> => {
  // Also where it is off: whether the permission was there from the beginning must be noted before it is asked for.
  const isOn = (await canSignalGpc()) && (await isWanted())
  const exceptions = isOn ? await exceptionsNow() : undefined
  const wanted = JSON.stringify(exceptions ?? null)
  if (wanted === done) return
  done = undefined
  await signalGpc(exceptions)
  done = wanted
}

/** Brings header and attribute in line with the person's settings and rules. Rejects where the browser does not let it. */
export const syncGpc = (): Promise<void> => inOrder(sync)

export const gpcStatus = async (): Promise<GpcStatus> => {
  await syncGpc()
  if (!(await isWanted())) return { state: 'off', exceptions: [] }
  return { state: (await canSignalGpc()) ? 'on' : 'next-start', exceptions: await exceptionsNow() }
}

const choose = (gpc: boolean): Promise<void> =>
  write(['state', 'activity'], async (transaction) => {
    const store = transaction.objectStore('state')
    const stored = (await store.get('settings')) as Partial<Settings> | undefined
    if ((stored?.gpc ?? false) === gpc) return
    await store.put({ ...DEFAULT_SETTINGS, ...stored, gpc }, 'settings')
    await appendActivity(transaction, {
      kind: gpc ? 'gpc-on' : 'gpc-off',
      text: `You switched Global Privacy Control ${gpc ? 'on' : 'off'}.`,
      data: {},
    })
  })

/**
 * Switches the signal on, for which the person has given the permission before, or off: then it stops at once, and the
 * permission is given back. Throws `gpc/no-permission`.
 */
export const setGpc = async (isOn: boolean): Promise<GpcStatus> => {
  if (isOn && !(await hasGpcPermission()))
    throw new ProvisoError('gpc/no-permission', 'The browser has not given the permission for this.', {
      todo: 'Switch it on again, and allow it when the browser asks.',
    })
  await choose(isOn)
  await syncGpc()
  // Rules would outlive the permission to change them: they go first.
  if (!isOn) await giveBackGpcPermission()
  return gpcStatus()
}

const keep = (): void => {
  syncGpc().catch((error: unknown) =>
    console.error('proviso: Global Privacy Control could not be set up', error),
  )
}

/**
 * Keeps the signal as the person wants it: now, and whenever a setting, a rule or the permission changes. Returns how to look
 * again: rules also end by themselves.
 */
export const keepGpc = (): (() => void) => {
  onChange(['rules', 'state'], keep)
  onPermissionsChange(keep)
  keep()
  return keep
}

import { appendActivity } from '../activity/log.ts'
import { onChange } from '../db/changes.ts'
import { write } from '../db/database.ts'
import type { Settings } from '../db/schema.ts'
import { DEFAULT_SETTINGS } from '../db/settings.ts'
import {
  giveBackGpcPermission,
  hasGpcPermission,
  onPermissionsChange,
  signalGpc,
} from '../platform/gpcSignal.ts'
import { ProvisoError } from '../protocol/errors.ts'
import { createSerial } from '../wallets/serial.ts'
import { gpcStatus } from './status.ts'

const inOrder = createSerial()
/** What this worker has set up: the browser is asked only for what changes. */
let done: string | undefined

const sync = async (): Promise<void> => {
  const { state, exceptions } = await gpcStatus()
  const wanted = state === 'on' ? exceptions : undefined
  const words = JSON.stringify(wanted ?? null)
  if (words === done) return
  done = undefined
  await signalGpc(wanted)
  done = words
}

/** Brings header and attribute in line with the person's settings and rules. Rejects where the browser does not let it. */
export const syncGpc = (): Promise<void> => inOrder(sync)

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
export const setGpc = async (isOn: boolean): Promise<void> => {
  if (isOn && !(await hasGpcPermission()))
    throw new ProvisoError('gpc/no-permission', 'The browser has not given the permission for this.', {
      todo: 'Switch it on again, and allow it when the browser asks.',
    })
  await inOrder(async () => {
    // Nothing is said any more once a page of ours says so, and rules would outlive the permission to change them.
    if (!isOn) await signalGpc(undefined)
    done = undefined
    await choose(isOn)
    await sync()
    if (!isOn) await giveBackGpcPermission()
  })
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

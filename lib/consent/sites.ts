import { appendActivity } from '../activity/log.ts'
import { database, write } from '../db/database.ts'
import type { Asker, SiteRecord } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { isOff, walletEffect } from '../policy/site.ts'
import { ProvisoError } from '../protocol/errors.ts'
import type { WalletCallKind } from '../protocol/walletCalls.ts'

export const HOUR_MS = 3_600_000

/** A change to what was said of a site. `pass` takes back what was said of a kind. */
export interface SiteChange {
  readonly off?: 'hour' | 'always' | 'on'
  readonly wallet?: Readonly<Partial<Record<WalletCallKind, 'allow' | 'ask' | 'refuse' | 'pass'>>>
}

const assertOrigin = (origin: string): void => {
  if (URL.canParse(origin) && new URL(origin).origin === origin && /^https?:/.test(origin)) return
  throw new ProvisoError('site/no-origin', 'This is not the address of a site.', {
    todo: 'Name a site by its origin, such as https://example.org.',
  })
}

const changed = (
  site: SiteRecord | undefined,
  origin: string,
  change: SiteChange,
  now: number,
): SiteRecord => {
  const spoken = Object.entries({ ...site?.wallet, ...change.wallet }).filter(
    ([, effect]) => effect !== 'pass',
  )
  const off =
    change.off === undefined
      ? site?.off
      : change.off === 'on'
        ? undefined
        : { until: change.off === 'hour' ? now + HOUR_MS : null }
  return {
    origin,
    changedAt: now,
    ...(off === undefined ? {} : { off }),
    ...(spoken.length === 0
      ? {}
      : { wallet: Object.fromEntries(spoken) as NonNullable<SiteRecord['wallet']> }),
  }
}

/** Keeps what the person says of a site; a site of which nothing is said any more is forgotten. Throws `site/no-origin`. */
export const setSite = async (origin: string, change: SiteChange, now = Date.now()): Promise<void> => {
  assertOrigin(origin)
  await write(['sites', 'activity'], async (transaction) => {
    const store = transaction.objectStore('sites')
    const site = changed(await store.get(origin), origin, change, now)
    if (site.off === undefined && site.wallet === undefined) await store.delete(origin)
    else await store.put(site)
    await appendActivity(transaction, {
      kind: 'site-set',
      text: `You changed what holds for ${origin}.`,
      data: { origin, ...(change.off === undefined ? {} : { off: change.off }), ...change.wallet },
    })
  })
}

export const forgetSite = (origin: string): Promise<void> =>
  write(['sites', 'activity'], async (transaction) => {
    const sites = transaction.objectStore('sites')
    if ((await sites.getKey(origin)) === undefined) return
    await sites.delete(origin)
    await appendActivity(transaction, {
      kind: 'site-forgotten',
      text: `You took back what you had said of ${origin}.`,
      data: { origin },
    })
  })

/** Whether a site's requests are refused unasked, because the person switched Proviso off there or everywhere. */
export const isSiteOff = async (origin: string, now = Date.now()): Promise<boolean> => {
  const [site, { offUntil }] = await Promise.all([
    database().then((db) => db.get('sites', origin)),
    readSettings(),
  ])
  return isOff(site, offUntil, now)
}

/** Switched off for the frame that asks, or for the page around it. */
export const isOffFor = async ({
  origin,
  topOrigin,
}: Pick<Asker, 'origin' | 'topOrigin'>): Promise<boolean> =>
  (await Promise.all([...new Set([origin, topOrigin])].map((site) => isSiteOff(site)))).includes(true)

/** What the person's word on a site says of a question to the wallet. */
export const walletEffectOf = async (origin: string, kind: WalletCallKind, now = Date.now()) => {
  const [site, { offUntil }] = await Promise.all([
    database().then((db) => db.get('sites', origin)),
    readSettings(),
  ])
  return walletEffect(site, kind, { offUntil, now })
}

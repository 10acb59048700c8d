import { isPaused } from '../consent/throttle.ts'
import { database } from '../db/database.ts'
import type { SiteRecord, ThrottleRecord } from '../db/schema.ts'
import { readSettings } from '../db/settings.ts'
import { view } from './view.ts'

/** What was said of a site, and what happens there. Moments are raw: whoever shows them knows what time it is. */
export interface SiteView {
  readonly origin: string
  readonly off?: NonNullable<SiteRecord['off']>
  readonly wallet: NonNullable<SiteRecord['wallet']>
  /** When the person last said something of it; 0 where they never did. */
  readonly changedAt: number
  /** Not heard until then, for asking again and again after being refused. */
  readonly pausedUntil?: number
  /** Proviso is off everywhere until then; 0 where it is not. */
  readonly offUntil: number
}

/** Whether Proviso is on for a site, off until some moment, or off until it is switched on. */
export const offState = (off: SiteRecord['off'], now: number): 'on' | 'hour' | 'always' => {
  if (off === undefined) return 'on'
  if (off.until === null) return 'always'
  return off.until > now ? 'hour' : 'on'
}

const pausedUntil = (throttle: ThrottleRecord | undefined, now: number): { pausedUntil?: number } =>
  throttle?.pausedUntil !== undefined && isPaused(throttle, now) ? { pausedUntil: throttle.pausedUntil } : {}

/** The site in front of the person. Reads three records, however many sites there are. */
export const siteView = view(
  ['sites', 'throttles', 'state'],
  async (origin: string = ''): Promise<SiteView> => {
    const db = await database()
    const [site, throttle, { offUntil }] = await Promise.all([
      db.get('sites', origin),
      db.get('throttles', origin),
      readSettings(),
    ])
    return {
      origin,
      wallet: site?.wallet ?? {},
      changedAt: site?.changedAt ?? 0,
      offUntil,
      ...(site?.off === undefined ? {} : { off: site.off }),
      ...pausedUntil(throttle, Date.now()),
    }
  },
)

export type SiteLine = Pick<SiteView, 'origin' | 'off' | 'wallet'>

/** Every site of which something is said now, by address. */
export const sitesView = view(['sites'], async (): Promise<readonly SiteLine[]> => {
  const now = Date.now()
  const sites = await (await database()).getAll('sites')
  return sites
    .filter(({ off, wallet = {} }) => offState(off, now) !== 'on' || Object.keys(wallet).length > 0)
    .map(({ origin, off, wallet = {} }) => ({ origin, wallet, ...(off === undefined ? {} : { off }) }))
    .toSorted((a, b) => a.origin.localeCompare(b.origin, 'en'))
})

/** Sites that are not heard for a while, the one that is heard again first at the top. */
export const pausedSitesView = view(
  ['throttles'],
  async (): Promise<readonly { readonly origin: string; readonly until: number }[]> => {
    const now = Date.now()
    const throttles = await (await database()).getAll('throttles')
    return throttles
      .flatMap((throttle) => {
        const { pausedUntil: until } = pausedUntil(throttle, now)
        return until === undefined ? [] : [{ origin: throttle.origin, until }]
      })
      .toSorted((a, b) => a.until - b.until)
  },
)

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/

/** The origin that a person means by what they typed or pasted; undefined where it is no address of a site. */
export const originOf = (text: string): string | undefined => {
  const typed = text.trim()
  if (typed === '' || /\s/.test(typed)) return undefined
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed)
    ? typed
    : `${LOCAL.test(typed) ? 'http' : 'https'}://${typed}`
  if (!URL.canParse(url)) return undefined
  const { origin, protocol, hostname } = new URL(url)
  const isSite = /^https?:$/.test(protocol) && (hostname.includes('.') || LOCAL.test(hostname))
  return isSite ? origin : undefined
}

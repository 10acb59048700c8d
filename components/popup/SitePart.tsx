import { useEffect, useId, useState } from 'react'
import { formatDuration, formatUntil } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { offState, type SiteView, siteView } from '../../lib/views/sites.ts'
import { walletSentence } from '../sites/siteWords.ts'
import { Problem } from '../ui/Notes.tsx'
import { useNow, useTask, useView } from '../useView.ts'
import type { PopupProps } from './Popup.tsx'

/** The site in the tab in front, and how to look into its page. */
export interface FrontSite {
  readonly origin: string
  /** Wallets on the page that Proviso cannot stand in front of. */
  readonly countUnreachable: () => Promise<number>
  /** When the page began to load, where that can be known. */
  readonly loadedAt: () => Promise<number | undefined>
}

interface SitePartProps extends Pick<PopupProps, 'open'> {
  readonly site: FrontSite
}

/** What holds for the site in front: on or off, whether it is heard, and what happens to its questions to the wallet. */
export function SitePart({ site, open }: SitePartProps) {
  const { value } = useView(siteView, site.origin)
  const unreachable = useLook(site.countUnreachable) ?? 0
  const loadedAt = useLook(site.loadedAt) ?? Number.POSITIVE_INFINITY
  const headingId = useId()
  if (value === undefined) return null
  return (
    <section aria-labelledby={headingId} className="border-line border-t px-[18px] py-3">
      <h2 id={headingId} className="mb-2 font-sans font-normal text-sm text-soft tracking-normal">
        {t('site.this')}{' '}
        <bdi className="font-semibold text-ink">{inert(site.origin.replace(/^https:\/\//, ''), 80)}</bdi>
      </h2>
      <Switch view={value} />
      <Words view={value} isNewer={value.changedAt > loadedAt} open={open} />
      {unreachable > 0 && (
        <p className="mt-1.5 text-sm text-warn">{t('site.unreachable', { count: unreachable })}</p>
      )}
    </section>
  )
}

/** What a look into the page found, once it has. */
const useLook = <T,>(look: () => Promise<T>): T | undefined => {
  const [found, setFound] = useState<T | undefined>(undefined)
  useEffect(() => {
    let isOver = false
    void look().then((value) => !isOver && setFound(value))
    return () => {
      isOver = true
    }
  }, [look])
  return found
}

const CHOICES = ['on', 'hour', 'always'] as const

/** Three states in sight at once, of which one holds. */
function Switch({ view }: { readonly view: SiteView }) {
  const { origin, off } = view
  const state = offState(off, useNow(10_000))
  const name = useId()
  const set = useTask((next: (typeof CHOICES)[number]) =>
    command('site.set', { origin, change: { off: next } }),
  )
  const label = (choice: (typeof CHOICES)[number]) =>
    choice === 'hour' && state === 'hour' && typeof off?.until === 'number'
      ? t('site.hourUntil', { time: formatUntil(off.until) })
      : t(`site.${choice}`)
  return (
    <fieldset aria-label={t('site.whether', { site: inert(origin, 80) })}>
      <div className="segments">
        {CHOICES.map((choice) => (
          <label key={choice}>
            <input
              type="radio"
              className="sr-only"
              name={name}
              checked={state === choice}
              onChange={() => void set.run(choice)}
            />
            {label(choice)}
          </label>
        ))}
      </div>
      {set.error !== undefined && <Problem>{set.error}</Problem>}
    </fieldset>
  )
}

interface WordsProps extends Pick<PopupProps, 'open'> {
  readonly view: SiteView
  /** Something was said of the site after its page was loaded. */
  readonly isNewer: boolean
}

function Words({ view, isNewer, open }: WordsProps) {
  const now = useNow(10_000)
  const { origin, off, offUntil, pausedUntil, wallet } = view
  const isOff = offState(off, now) !== 'on' || offUntil > now
  const needsReload = isNewer && !isOff && Object.keys(wallet).length > 0
  return (
    <>
      <p className="mt-1.5 text-sm text-soft">
        {isOff ? t('site.offNote') : walletSentence(wallet)} {needsReload && t('site.reload')}{' '}
        <button
          type="button"
          className="action"
          aria-label={t('site.rulesOf', { site: inert(origin, 80) })}
          onClick={() => open('/dashboard.html#/rules')}
        >
          {t('site.rules')}
        </button>
      </p>
      {pausedUntil !== undefined && !isOff && <Paused origin={origin} until={pausedUntil} />}
    </>
  )
}

function Paused({ origin, until }: { readonly origin: string; readonly until: number }) {
  const left = until - useNow(1000)
  const unpause = useTask(() => command('site.unpause', { origin }))
  if (left <= 0) return null
  return (
    <>
      <p className="num mt-1 text-sm text-warn">
        {t('site.paused', { left: formatDuration(left) })}{' '}
        <button type="button" className="action" aria-disabled={unpause.isRunning} onClick={unpause.run}>
          {t('site.unpause')}
        </button>
      </p>
      {unpause.error !== undefined && <Problem>{unpause.error}</Problem>}
    </>
  )
}

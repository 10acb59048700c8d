import { formatDuration } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { pausedSitesView } from '../../lib/views/sites.ts'
import { Section } from '../dashboard/Page.tsx'
import { Problem } from '../ui/Notes.tsx'
import { useNow, useTask, useView } from '../useView.ts'

/** Sites that are not heard for a while, and the way out. Nothing where there are none. */
export function PausedSites() {
  const now = useNow(1000)
  const { value = [] } = useView(pausedSitesView)
  const paused = value.filter(({ until }) => until > now)
  if (paused.length === 0) return null
  return (
    <Section title={t('requests.paused')}>
      <p className="mb-3 max-w-prose text-soft">{t('requests.pausedNote')}</p>
      <ul>
        {paused.map(({ origin, until }) => (
          <PausedSite key={origin} origin={origin} left={until - now} />
        ))}
      </ul>
    </Section>
  )
}

function PausedSite({ origin, left }: { readonly origin: string; readonly left: number }) {
  const unpause = useTask(() => command('site.unpause', { origin }))
  const site = <bdi>{inert(origin, 80)}</bdi>
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 border-line border-t py-3">
      <p className="grow">
        {site}
        <span className="num block text-sm text-soft">
          {t('requests.pausedFor', { left: formatDuration(left) })}
        </span>
      </p>
      <button type="button" className="action" aria-disabled={unpause.isRunning} onClick={unpause.run}>
        {t('site.unpause')}
        <span className="sr-only">: {site}</span>
      </button>
      {unpause.error !== undefined && <Problem>{unpause.error}</Problem>}
    </li>
  )
}

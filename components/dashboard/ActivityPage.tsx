import { useState } from 'react'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { activityView, ENTRIES_PER_PAGE, verifyLog } from '../../lib/views/activity.ts'
import { Empty, Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'
import { Cell, Lead, Loaded, Table } from './Page.tsx'

/** The hash-chained log, newest first, and a button that recomputes the chain. */
export function ActivityPage() {
  const [limit, setLimit] = useState(ENTRIES_PER_PAGE)
  const live = useView(activityView, limit)
  const heads = [{ name: t('activity.when') }, { name: t('activity.what') }, { name: t('activity.seal') }]
  return (
    <>
      <Lead>{t('activity.lead')}</Lead>
      <Loaded live={live}>
        {({ entries, count }) =>
          count === 0 ? (
            <div className="mt-8">
              <Empty>{t('activity.none')}</Empty>
            </div>
          ) : (
            <div className="mt-6">
              <Verify count={count} />
              <Table caption={t('nav.activity')} heads={heads}>
                {entries.map((entry) => (
                  <tr key={entry.seq}>
                    <Cell>
                      <span className="whitespace-nowrap">{formatMoment(entry.at)}</span>
                    </Cell>
                    <Cell>
                      <bdi>{inert(entry.text, 300)}</bdi>
                    </Cell>
                    <Cell isSoft>
                      <code className="font-mono text-sm" title={entry.hash}>
                        {entry.hash.slice(0, 8)}
                      </code>
                    </Cell>
                  </tr>
                ))}
              </Table>
              {entries.length < count && (
                <button
                  type="button"
                  className="action mt-3"
                  onClick={() => setLimit((shown) => shown + ENTRIES_PER_PAGE)}
                >
                  {t('activity.more')}
                </button>
              )}
            </div>
          )
        }
      </Loaded>
    </>
  )
}

function Verify({ count }: { readonly count: number }) {
  const [found, setFound] = useState<Awaited<ReturnType<typeof verifyLog>> | undefined>(undefined)
  const verify = useTask(async () => setFound(await verifyLog()))
  return (
    <div className="mb-4 flex flex-wrap items-baseline gap-x-4">
      <span className="num text-sm text-soft">{t('activity.count', { count })}</span>
      <button type="button" className="action" aria-disabled={verify.isRunning} onClick={verify.run}>
        {t('activity.verify')}
      </button>
      <span aria-live="polite" className="text-[13px]">
        {verify.isRunning
          ? t('common.working')
          : found?.ok === true
            ? t('activity.verified', { count: found.count })
            : ''}
      </span>
      {found?.ok === false && <Problem>{t('activity.broken', { seq: found.firstBroken })}</Problem>}
      {verify.error !== undefined && <Problem>{verify.error}</Problem>}
    </div>
  )
}

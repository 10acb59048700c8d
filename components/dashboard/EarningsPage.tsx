import { useState } from 'react'
import { formatAmount } from '../../lib/i18n/amount.ts'
import { formatMoment, formatMonth } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { command } from '../../lib/rpc/client.ts'
import { earningsCsv } from '../../lib/views/csv.ts'
import { type EarningsView, earningsView, monthOf, type TokenEarnings } from '../../lib/views/earnings.ts'
import { MoneyCurve } from '../charts/MoneyCurve.tsx'
import { Empty, Problem } from '../ui/Notes.tsx'
import { useNow, useTask, useView } from '../useView.ts'
import { EarningsTable } from './EarningsTable.tsx'
import { Filter, isMoneyState, STATES } from './Filter.tsx'
import { Lead, Loaded, saveFile } from './Page.tsx'
import type { Route } from './useRoute.ts'

interface EarningsPageProps {
  readonly route: Route
}

/** Estimated, confirmed, paid: three words for three things, and each line with its proof. */
export function EarningsPage({ route }: EarningsPageProps) {
  const live = useView(earningsView)
  return (
    <>
      <Lead>{t('earnings.lead')}</Lead>
      <Loaded live={live}>
        {(view) => (
          <>
            {view.tokens.map((token) => (
              <Token key={`${token.token.chainId}:${token.token.address}`} earnings={token} />
            ))}
            <Chain view={view} />
            <Statement view={view} route={route} />
          </>
        )}
      </Loaded>
    </>
  )
}

const FIGURES = ['estimated', 'confirmed', 'claimable', 'paid'] as const

function Token({ earnings }: { readonly earnings: TokenEarnings }) {
  const now = useNow(60_000)
  const { token, paid, confirmed } = earnings
  const symbol = inert(token.symbol, 12)
  const show = (base: bigint) => formatAmount(base, token.decimals)
  return (
    <section className="mt-5" aria-label={symbol}>
      <dl className="num grid max-w-[820px] grid-cols-2 gap-y-4 sm:grid-cols-4">
        {FIGURES.map((figure, index) => (
          <div
            key={figure}
            className={`flex flex-col justify-between gap-1 pr-4 ${index > 0 ? 'sm:border-line sm:border-l sm:pl-4' : ''}`}
          >
            <dt className="text-sm text-soft">{t(`earnings.${figure}`)}</dt>
            <dd
              className="font-serif text-[25px] leading-tight"
              data-figure={figure}
              data-amount={earnings[figure].toString()}
            >
              <a href={`#/earnings?state=${figure}`} className="hover:text-accent">
                {show(earnings[figure])} <span className="text-[14px] text-soft">{symbol}</span>
              </a>
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 max-w-[1000px]">
        <MoneyCurve
          paid={earnings.paidOverTime}
          accepted={earnings.acceptedOverTime}
          now={now}
          label={t('earnings.chart', { amount: show(paid), symbol, confirmed: show(confirmed) })}
        />
      </div>
    </section>
  )
}

function Chain({ view }: { readonly view: EarningsView }) {
  const sync = useTask(() => command('earnings.sync', {}))
  if (view.tokens.length === 0) return null
  return (
    <div className="mt-2 text-sm text-soft">
      <p className="num flex flex-wrap items-baseline gap-x-3">
        {view.syncedAt === undefined
          ? t('earnings.neverSynced')
          : t('earnings.synced', { when: formatMoment(view.syncedAt) })}
        <button type="button" className="action" aria-disabled={sync.isRunning} onClick={sync.run}>
          {t('earnings.sync')}
        </button>
        <span aria-live="polite">{sync.isRunning ? t('common.working') : ''}</span>
      </p>
      {sync.error !== undefined && <Problem>{sync.error}</Problem>}
      {view.claimable.length > 0 && (
        <div className="mt-1">
          <p className="flex flex-wrap gap-x-4">
            {view.claimable.map((seat) => (
              <Claim key={seat.taskId} seat={seat} />
            ))}
          </p>
          <p>{t('earnings.claimNote')}</p>
        </div>
      )}
    </div>
  )
}

function Claim({ seat }: { readonly seat: EarningsView['claimable'][number] }) {
  const claim = useTask(() => command('earnings.claim', { taskId: seat.taskId }))
  return (
    <span>
      <button type="button" className="action" aria-disabled={claim.isRunning} onClick={claim.run}>
        {t('earnings.claim', { publisher: seat.publisher || t('common.unknownPublisher') })}
      </button>
      {claim.error !== undefined && <Problem>{claim.error}</Problem>}
    </span>
  )
}

function Statement({ view, route }: { readonly view: EarningsView } & EarningsPageProps) {
  const [month, setMonth] = useState('')
  const asked = route.query.get('state') ?? ''
  if (view.lines.length === 0)
    return (
      <div className="mt-8">
        <Empty>{t('earnings.none')}</Empty>
      </div>
    )
  const lines = view.lines.filter(
    (line) =>
      (month === '' || monthOf(line.sentAt) === month) && (!isMoneyState(asked) || line.state === asked),
  )
  const save = () =>
    saveFile(`proviso-earnings${month === '' ? '' : `-${month}`}.csv`, 'text/csv', earningsCsv(lines))
  return (
    <section className="mt-6" aria-label={t('earnings.statement')}>
      <div className="mb-2 flex flex-wrap items-baseline justify-end gap-x-5 gap-y-2">
        <Filter
          label={t('earnings.stateFilter')}
          value={isMoneyState(asked) ? asked : ''}
          choices={[
            ['', t('earnings.allStates')],
            ...STATES.map((name) => [name, t(`state.${name}`)] as const),
          ]}
          onChoose={(name) => {
            window.location.hash = name === '' ? '#/earnings' : `#/earnings?state=${name}`
          }}
        />
        <Filter
          label={t('earnings.statement')}
          value={month}
          choices={[
            ['', t('earnings.allMonths')],
            ...view.months.map((name) => [name, formatMonth(name)] as const),
          ]}
          onChoose={setMonth}
        />
        <button type="button" className="action text-sm" onClick={save}>
          {t('earnings.csv')}
        </button>
      </div>
      {lines.length === 0 ? <Empty>{t('earnings.noneInFilter')}</Empty> : <EarningsTable lines={lines} />}
    </section>
  )
}

import { useEffect, useRef } from 'react'
import { formatAmount } from '../../lib/i18n/amount.ts'
import { formatBytes, formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { type ContributionView, contributionsView } from '../../lib/views/contributions.ts'
import { Hex } from '../ui/Hex.tsx'
import { Empty, Tag } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useView } from '../useView.ts'
import { Filter, isMoneyState, STATES } from './Filter.tsx'
import { Lead, Loaded, saveFile } from './Page.tsx'
import type { Route } from './useRoute.ts'

/** What left the device, each with its whole chain of evidence. */
export function ContributionsPage({ route }: { readonly route: Route }) {
  const live = useView(contributionsView)
  const state = route.query.get('state') ?? ''
  return (
    <>
      <Lead>{t('contributions.lead')}</Lead>
      <Loaded live={live}>
        {(lines) => {
          if (lines.length === 0)
            return (
              <div className="mt-8">
                <Empty>{t('contributions.none')}</Empty>
              </div>
            )
          const shown = isMoneyState(state) ? lines.filter((line) => line.state === state) : lines
          return (
            <>
              <div className="mt-6">
                <Filter
                  label={t('contributions.filter')}
                  value={state}
                  choices={[
                    ['', t('contributions.all')],
                    ...STATES.map((name) => [name, t(`state.${name}`)] as const),
                  ]}
                  onChoose={(name) => {
                    window.location.hash = name === '' ? '#/contributions' : `#/contributions?state=${name}`
                  }}
                />
              </div>
              {shown.length === 0 ? (
                <div className="mt-4">
                  <Empty>{t('earnings.noneInFilter')}</Empty>
                </div>
              ) : (
                <ul className="mt-4">
                  {shown.map((line) => (
                    <Contribution key={line.uid} line={line} isTarget={line.uid === route.rest} />
                  ))}
                </ul>
              )}
            </>
          )
        }}
      </Loaded>
    </>
  )
}

interface ContributionProps {
  readonly line: ContributionView
  /** The one that a link pointed to. */
  readonly isTarget: boolean
}

function Contribution({ line, isTarget }: ContributionProps) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (!isTarget || details.current === null) return
    details.current.open = true
    details.current.scrollIntoView({ block: 'nearest' })
    details.current.querySelector('summary')?.focus()
  }, [isTarget])
  const { publisher, round, state, amount, token, sentAt, bytes } = line
  return (
    <li className="border-line border-t">
      <details ref={details} className="group">
        <summary className="num flex flex-wrap items-baseline gap-x-4 py-3">
          <span className="min-w-60 grow">
            <T
              k="contributions.line"
              params={{ publisher: <bdi>{publisher || t('common.unknownPublisher')}</bdi>, round }}
            />
            <span className="block text-sm text-soft">
              {t('contributions.sent', { when: formatMoment(sentAt), size: formatBytes(bytes) })}
            </span>
          </span>
          <Tag tone={state === 'paid' ? 'accent' : 'plain'}>{t(`state.${state}`)}</Tag>
          <span className="min-w-24 text-right">
            {token === undefined
              ? t('earnings.baseUnits', { amount: amount.toString() })
              : t('money.amount', {
                  amount: formatAmount(amount, token.decimals),
                  symbol: inert(token.symbol, 12),
                })}
          </span>
          <span
            aria-hidden="true"
            className="text-soft motion-safe:transition-transform motion-safe:duration-150 group-open:rotate-90"
          >
            ›
          </span>
        </summary>
        <Evidence line={line} />
      </details>
    </li>
  )
}

function Evidence({ line }: { readonly line: ContributionView }) {
  const { publisher, round, uid } = line
  const save = () =>
    saveFile(
      `proviso-${uid.slice(2, 10)}.json`,
      'application/json',
      JSON.stringify(line.evidence, undefined, 2),
    )
  return (
    <div className="pb-4">
      <dl className="grid gap-x-6 gap-y-2 text-[13px] sm:grid-cols-[160px_1fr]">
        <Item name={t('contributions.uid')} value={uid} />
        <Item name={t('contributions.receipt')} value={line.receipt} />
        <Item name={t('contributions.signature')} value={line.signature} />
        {line.acceptanceSignature === undefined ? (
          <Item name={t('contributions.acceptance')} note={t('contributions.acceptanceNone')} />
        ) : (
          <Item name={t('contributions.acceptance')} value={line.acceptanceSignature} />
        )}
        <Payment line={line} />
        <Item name={t('contributions.task')} value={line.taskId} />
        <Item name={t('contributions.account')} value={line.account} />
      </dl>
      <p className="mt-3 flex flex-wrap items-baseline gap-x-3 text-sm text-soft">
        <button
          type="button"
          className="action"
          aria-label={t('contributions.saveOne', { round, publisher })}
          onClick={save}
        >
          {t('contributions.save')}
        </button>
        {t('contributions.saveNote')}
      </p>
    </div>
  )
}

function Payment({ line }: { readonly line: ContributionView }) {
  const { payment, paymentUrl, state } = line
  if (payment === undefined)
    return (
      <Item
        name={t('contributions.payment')}
        note={t(state === 'paid' ? 'contributions.paymentUnseen' : 'contributions.paymentNone')}
      />
    )
  return (
    <>
      <Item name={t('contributions.payment')} value={payment.transaction} />
      {paymentUrl !== undefined && (
        <dd className="sm:col-start-2">
          <a className="action" href={paymentUrl} target="_blank" rel="noreferrer">
            {t('common.openInExplorer')}
          </a>
        </dd>
      )}
    </>
  )
}

type ItemProps = { readonly name: string } & ({ readonly value: string } | { readonly note: string })

function Item(props: ItemProps) {
  return (
    <>
      <dt className="text-soft">{props.name}</dt>
      <dd>{'value' in props ? <Hex value={props.value} what={props.name} full /> : props.note}</dd>
    </>
  )
}

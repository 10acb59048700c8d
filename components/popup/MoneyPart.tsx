import { formatAmount } from '../../lib/i18n/amount.ts'
import { type Key, t } from '../../lib/i18n/translate.ts'
import type { MoneyState } from '../../lib/views/money.ts'
import { Bars } from '../charts/Bars.tsx'
import type { PopupProps } from './Popup.tsx'

/** The states that stand small below the paid amount. */
const SMALL = ['estimated', 'confirmed', 'claimable'] as const

const LABELS: Record<MoneyState, Extract<Key, `money.${MoneyState}`>> = {
  estimated: 'money.estimated',
  confirmed: 'money.confirmed',
  claimable: 'money.claimable',
  paid: 'money.paid',
}

/** Four figures, each leading to the lines that make it up. What is paid stands large: it is the only one that is certain. */
export function MoneyPart({ view, open }: PopupProps) {
  const { money, otherTokens } = view
  if (money === undefined) return <NoMoney />
  const { token, perWeek } = money
  const show = (base: bigint) => formatAmount(base, token.decimals)
  const openLines = (state: MoneyState) => open(`/dashboard.html#/earnings?state=${state}`)
  return (
    <section className="px-[18px] pt-3 pb-2">
      <p className="text-sm text-soft">{t('money.paid')}</p>
      <p className="flex items-baseline gap-2">
        <button
          type="button"
          data-figure="paid"
          data-amount={money.paid.toString()}
          className="num font-serif text-[38px] leading-[1.15] tracking-tight hover:text-accent"
          title={`${formatAmount(money.paid, token.decimals, { exact: true })} ${token.symbol}`}
          onClick={() => openLines('paid')}
        >
          {show(money.paid)} <span className="text-[17px] text-soft">{token.symbol}</span>
        </button>
        {otherTokens > 0 && (
          <button type="button" className="action text-sm" onClick={() => open('/dashboard.html#/earnings')}>
            {t('popup.otherTokens', { count: otherTokens })}
          </button>
        )}
      </p>
      <div className="mt-2">
        <Bars
          values={perWeek}
          label={t('money.perWeek', { amount: show(perWeek.at(-1) ?? 0n), symbol: token.symbol })}
        />
      </div>
      <div className="num mt-1.5 grid grid-cols-3">
        {SMALL.map((state, index) => (
          <button
            key={state}
            type="button"
            data-figure={state}
            data-amount={money[state].toString()}
            className={`py-1 text-left hover:text-accent ${index > 0 ? 'border-line border-l pl-3.5' : ''}`}
            onClick={() => openLines(state)}
          >
            <span className="block text-xs text-soft">{t(LABELS[state])}</span>
            <span className="font-semibold">{show(money[state])}</span>
          </button>
        ))}
      </div>
    </section>
  )
}

function NoMoney() {
  return (
    <section className="px-[18px] py-3.5">
      <p className="text-sm text-soft">{t('money.paid')}</p>
      <p className="font-serif text-[26px] text-soft leading-tight" data-figure="paid" data-amount="0">
        {t('popup.noMoney')}
      </p>
      <p className="mt-1 text-soft text-sm">{t('popup.noMoneyNote')}</p>
    </section>
  )
}

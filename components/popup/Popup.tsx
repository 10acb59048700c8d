import { formatUntil, shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import type { PopupView } from '../../lib/views/popup.ts'
import { Mark } from '../ui/Mark.tsx'
import { useNow } from '../useView.ts'
import { BudgetPart } from './BudgetPart.tsx'
import { Footer } from './Footer.tsx'
import { MoneyPart } from './MoneyPart.tsx'
import { RunPart } from './RunPart.tsx'
import { type FrontSite, SitePart } from './SitePart.tsx'

export interface PopupProps {
  readonly view: PopupView
  /** Opens a page of ours in a tab. */
  readonly open: (path: `/${string}`) => void
}

interface PopupPageProps extends PopupProps {
  /** Known a moment after the first paint, which does not wait for it. */
  readonly site?: FrontSite | undefined
}

/** What a glance of five seconds needs to know, and what one may want to do at once: answer, pause, switch off. */
export function Popup({ view, open, site }: PopupPageProps) {
  const isOff = view.offUntil > useNow(10_000)
  if (view.isNew && view.waiting === 0) return <NewUser open={open} />
  return (
    <>
      <Header view={view} open={open} />
      <main>
        <h1 className="sr-only">{t('popup.title')}</h1>
        {view.pausedAll && (
          <p className="border-line border-b bg-warn-wash px-[18px] py-2.5 text-[13px] text-warn">
            {t('popup.pausedAll')}
          </p>
        )}
        {isOff && (
          <p className="border-line border-b bg-warn-wash px-[18px] py-2.5 text-[13px] text-warn">
            {t('off.until', { time: formatUntil(view.offUntil) })}
          </p>
        )}
        <WalletNote view={view} open={open} />
        <MoneyPart view={view} open={open} />
        <RunPart view={view} />
        {view.budget !== undefined && <BudgetPart budget={view.budget} />}
        {site !== undefined && <SitePart key={site.origin} site={site} open={open} />}
      </main>
      <Footer view={view} open={open} isOff={isOff} />
    </>
  )
}

function Header({ view, open }: PopupProps) {
  const { wallet } = view
  return (
    <header className="flex items-center gap-2 border-line border-b px-[18px] py-3.5">
      <Mark />
      <span className="font-semibold">{t('app.name')}</span>
      <span className="grow" />
      {wallet.state === 'connected' ? (
        <span className="num text-sm text-soft" title={wallet.account}>
          {shortHex(wallet.account)}
        </span>
      ) : (
        <button type="button" className="action text-sm" onClick={() => open('/onboarding.html#/3')}>
          {t('popup.noWallet')}
        </button>
      )}
    </header>
  )
}

function WalletNote({ view, open }: PopupProps) {
  const { wallet } = view
  if (wallet.state !== 'connected' || wallet.validity === 'good') return null
  return (
    <p className="flex items-baseline gap-3 border-line border-b bg-warn-wash px-[18px] py-2.5 text-[13px] text-warn">
      <span className="grow">
        {t(wallet.validity === 'lapsed' ? 'popup.walletLapsed' : 'popup.walletEnding')}
      </span>
      <button type="button" className="action" onClick={() => open('/dashboard.html#/settings')}>
        {t('popup.walletRenew')}
      </button>
    </p>
  )
}

function NewUser({ open }: Pick<PopupProps, 'open'>) {
  return (
    <main className="flex grow flex-col p-6">
      <Mark size={34} />
      <h1 className="mt-6 text-[23px] leading-tight">{t('popup.newTitle')}</h1>
      <p className="mt-3 text-soft">{t('popup.newText')}</p>
      <div className="mt-auto grid gap-2 pt-8">
        <button type="button" className="button" onClick={() => open('/onboarding.html')}>
          {t('popup.newStart')}
        </button>
        <button type="button" className="action justify-center" onClick={() => open('/dashboard.html')}>
          {t('popup.dashboard')}
        </button>
      </div>
    </main>
  )
}

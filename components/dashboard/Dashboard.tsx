import { type ReactNode, useEffect, useRef } from 'react'
import { shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { connectionView } from '../../lib/views/wallet.ts'
import { Faults } from '../ui/Faults.tsx'
import { Mark } from '../ui/Mark.tsx'
import { useView } from '../useView.ts'
import { ActivityPage } from './ActivityPage.tsx'
import { ContributionsPage } from './ContributionsPage.tsx'
import { EarningsPage } from './EarningsPage.tsx'
import { ReceiptsPage } from './ReceiptsPage.tsx'
import { RequestsPage } from './RequestsPage.tsx'
import { RulesPage } from './RulesPage.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { TrainingPage } from './TrainingPage.tsx'
import { useRoute } from './useRoute.ts'
import { VaultPage } from './VaultPage.tsx'

/** Pages in the order of the navigation. A page that does not exist yet is not shown. */
const PAGES = {
  requests: RequestsPage,
  rules: RulesPage,
  vault: VaultPage,
  training: TrainingPage,
  receipts: ReceiptsPage,
  contributions: ContributionsPage,
  earnings: EarningsPage,
  activity: ActivityPage,
  settings: SettingsPage,
} as const

type PageName = keyof typeof PAGES
const NAMES = Object.keys(PAGES) as readonly PageName[]
const isPage = (name: string): name is PageName => name in PAGES

/** Everything that can be looked up and managed, a page for each question. */
export function Dashboard() {
  const route = useRoute()
  const name = isPage(route.page) ? route.page : 'requests'
  const title = t(`nav.${name}`)
  const Page = PAGES[name]
  useEffect(() => {
    document.title = `${title} · ${t('app.name')}`
  }, [title])
  return (
    <div className="mx-auto flex min-h-dvh max-w-[1320px] flex-col md:flex-row">
      <button type="button" className="action sr-only focus:not-sr-only" onClick={focusContent}>
        {t('common.skipToContent')}
      </button>
      <Navigation current={name} />
      <main className="min-w-0 grow px-5 py-6 md:px-8">
        <Heading key={name}>{title}</Heading>
        <Faults key={`${name}-content`}>
          <Page route={route} />
        </Faults>
      </main>
    </div>
  )
}

/** A skip link that is a button: the hash belongs to the router. */
const focusContent = () => {
  document.querySelector<HTMLElement>('main h1')?.focus()
}

function Navigation({ current }: { readonly current: PageName }) {
  return (
    <header className="flex shrink-0 flex-col border-line px-2.5 py-4 max-md:border-b md:sticky md:top-0 md:h-dvh md:w-52 md:border-r">
      <p className="flex items-center gap-2 px-2.5 pb-3 md:pb-4">
        <Mark />
        <span className="font-semibold">{t('app.name')}</span>
      </p>
      <nav aria-label={t('nav.label')} className="flex gap-px overflow-x-auto max-md:flex-wrap md:flex-col">
        {NAMES.map((name) => (
          <a
            key={name}
            href={`#/${name}`}
            aria-current={name === current ? 'page' : undefined}
            className="whitespace-nowrap rounded-[7px] px-2.5 py-[7px] text-soft hover:text-ink aria-[current]:bg-wash aria-[current]:font-semibold aria-[current]:text-ink"
          >
            {t(`nav.${name}`)}
          </a>
        ))}
      </nav>
      <WalletLine />
    </header>
  )
}

function WalletLine() {
  const { value: wallet } = useView(connectionView)
  return (
    <a href="#/settings" className="num mt-auto px-2.5 py-1 text-soft text-xs hover:text-ink max-md:hidden">
      {wallet?.state === 'connected' ? (
        <>
          <bdi className="block">{wallet.wallet.name}</bdi>
          {t('nav.walletOn', { account: shortHex(wallet.account), chain: wallet.chain })}
        </>
      ) : (
        t('nav.noWallet')
      )}
    </a>
  )
}

/** A page's title takes the focus when one comes to it, so that it is read out and the keyboard starts there. */
function Heading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <h1 ref={heading} tabIndex={-1} className="text-[27px] leading-tight">
      {children}
    </h1>
  )
}

import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { chainName, walletView } from '../../lib/views/wallet.ts'
import type { Asks } from '../../lib/wallets/smart/question.ts'
import { SMART_WALLET } from '../../lib/wallets/smart/smartWallet.ts'
import type { Question, WalletTab as Tab } from '../../lib/wallets/smart/tab.ts'
import { Mark } from '../ui/Mark.tsx'
import { Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'
import { Account, AccountText } from './Account.tsx'
import { Confirming } from './Confirming.tsx'
import { TaskButton } from './TaskButton.tsx'

/** The tab from which Coinbase Smart Wallet's window opens: it says what will be asked before anything is. */
export function WalletTab({ tab }: { readonly tab: Tab }) {
  useEffect(() => {
    document.title = `${t('walletTab.title')} · ${t('app.name')}`
  }, [])
  return (
    <div className="mx-auto flex min-h-dvh max-w-[640px] flex-col px-6 py-8">
      <header className="flex items-center gap-2">
        <Mark />
        <span className="font-semibold">{t('app.name')}</span>
      </header>
      <main className="grow py-10">
        <Step tab={tab} />
      </main>
      <footer className="border-line border-t pt-4 text-sm text-soft">{t('walletTab.foot')}</footer>
    </div>
  )
}

function Step({ tab }: { readonly tab: Tab }) {
  const { shown, question } = useSyncExternalStore(tab.subscribe, tab.view)
  const { value: wallet } = useView(walletView)
  if (question !== undefined) return <Asked question={question} tab={tab} />
  if (shown === 'confirming' && wallet?.state === 'confirming')
    return (
      <Titled title={t('onboarding.wallet.title')}>
        <Confirming wallet={wallet} />
      </Titled>
    )
  if (shown === undefined || shown === 'none')
    return <Titled title={t('walletTab.nothing')}>{t('walletTab.nothingText')}</Titled>
  return <Titled title={t('walletTab.moment')}>{t('walletTab.momentText')}</Titled>
}

function Titled({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Each step is a new page to those who hear it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new title is a new step
  useEffect(() => heading.current?.focus(), [title])
  return (
    <>
      <h1 ref={heading} tabIndex={-1} className="text-[34px] leading-[1.15]">
        {title}
      </h1>
      <div className="mt-5 max-w-prose text-[15px]">{children}</div>
    </>
  )
}

const titleOf = (asks: Asks): string => {
  switch (asks.kind) {
    case 'connect':
      return t('walletTab.connect', { name: SMART_WALLET.name })
    case 'sign':
      return t('walletTab.sign')
    case 'switch':
      return t('walletTab.switch', { chain: chainName(asks.chainId) })
    case 'send':
      return t('walletTab.send', { count: asks.to.length, chain: chainName(asks.chainId) })
  }
}

const textOf = (asks: Asks): string =>
  asks.kind === 'switch'
    ? t('walletTab.switchText', { chain: chainName(asks.chainId) })
    : t(`walletTab.${asks.kind}Text`)

function Asked({ question, tab }: { readonly question: Question; readonly tab: Tab }) {
  const { asks, isOpen, problem } = question
  const cancel = useTask(() => command('wallet.cancel', {}))
  return (
    <Titled title={titleOf(asks)}>
      <p>{textOf(asks)}</p>
      {asks.kind === 'sign' && <Account account={asks.account} />}
      {asks.kind === 'send' && <Receivers asks={asks} />}
      {problem !== undefined && (
        <Problem>
          {problem.message} {problem.todo}
        </Problem>
      )}
      <p className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-3">
        <button
          type="button"
          className="button"
          aria-disabled={isOpen}
          onClick={isOpen ? undefined : tab.open}
        >
          {t(`walletTab.${asks.kind}Button`)}
        </button>
        {isOpen && (
          <button type="button" className="action" onClick={tab.focus}>
            {t('walletTab.focus')}
          </button>
        )}
        <TaskButton task={cancel} name={t('common.cancel')} isQuiet />
      </p>
      <p className="mt-3 text-soft" aria-live="polite">
        {isOpen ? t('walletTab.isOpen') : ''}
      </p>
      {cancel.error !== undefined && <Problem>{cancel.error}</Problem>}
    </Titled>
  )
}

function Receivers({ asks }: { readonly asks: Extract<Asks, { kind: 'send' }> }) {
  return (
    <>
      <ul className="my-4 max-w-md rounded-lg border border-line px-4 py-1">
        {[...new Set(asks.to)].map((to) => (
          <li key={to} className="border-line border-t py-2.5 first:border-t-0">
            <span className="block text-soft text-xs">{t('walletTab.sendTo')}</span>
            <AccountText account={to} />
          </li>
        ))}
      </ul>
      {asks.sponsor !== undefined && (
        <p className="text-soft">{t('walletTab.sponsored', { host: asks.sponsor })}</p>
      )}
    </>
  )
}

import { formatDay, shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { type WalletName, type WalletView, walletView } from '../../lib/views/wallet.ts'
import { forgetSmartWallet } from '../../lib/wallets/smart/session.ts'
import { Note, Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask, useView } from '../useView.ts'
import { Account } from './Account.tsx'
import { Confirming } from './Confirming.tsx'
import { TaskButton } from './TaskButton.tsx'

type In<S extends WalletView['state']> = Extract<WalletView, { state: S }>

/** Connecting a wallet, a state at a time. The state is on disk: a closed tab or a dead worker loses nothing. */
export function Wallet() {
  const { value: wallet } = useView(walletView)
  return (
    <div aria-live="polite">
      {wallet !== undefined && (
        <>
          <State wallet={wallet} />
          <Standing wallet={wallet} />
        </>
      )}
    </div>
  )
}

function State({ wallet }: { readonly wallet: WalletView }) {
  switch (wallet.state) {
    case 'none':
      return <None />
    case 'choosing':
      return <Choosing wallets={wallet.wallets} isLooking={wallet.isLooking} />
    case 'connecting':
      return (
        <>
          <p className="max-w-prose">
            <T k="wallet.connecting" params={{ name: <bdi>{wallet.wallet.name}</bdi> }} />
          </p>
          <CancelButton />
        </>
      )
    case 'confirming':
      return <Confirming wallet={wallet} />
    case 'signing':
      return (
        <>
          <p className="max-w-prose">
            <T k="wallet.signing" params={{ name: <bdi>{wallet.wallet.name}</bdi> }} />
          </p>
          <Account account={wallet.account} />
          <CancelButton />
        </>
      )
    case 'connected':
      return <Connected wallet={wallet} />
    case 'failed':
      return <Failed wallet={wallet} />
  }
}

/** An attempt takes nothing away: what is connected stays so. */
function Standing({ wallet }: { readonly wallet: WalletView }) {
  if (!('standing' in wallet) || wallet.standing === undefined) return null
  const account = shortHex(wallet.standing)
  const key = wallet.state === 'failed' ? 'wallet.stillStanding' : 'wallet.standing'
  return <p className="mt-3 max-w-prose text-sm text-soft">{t(key, { account })}</p>
}

function None() {
  const begin = useTask(() => command('wallet.begin', {}))
  return (
    <>
      <p className="mb-4 max-w-prose text-soft">{t('wallet.none')}</p>
      <TaskButton task={begin} name={t('wallet.find')} />
      {begin.error !== undefined && <Problem>{begin.error}</Problem>}
    </>
  )
}

function CancelButton({ name = t('common.cancel') }: { readonly name?: string }) {
  const cancel = useTask(() => command('wallet.cancel', {}))
  return (
    <p className="mt-4">
      <TaskButton task={cancel} name={name} isQuiet />
    </p>
  )
}

function Choosing({ wallets, isLooking }: Pick<In<'choosing'>, 'wallets' | 'isLooking'>) {
  return (
    <>
      <p className="mb-4 max-w-prose text-soft">{t(isLooking ? 'wallet.looking' : 'wallet.choosing')}</p>
      <ul className="grid max-w-sm gap-2">
        {wallets.map((wallet) => (
          <li key={wallet.id}>
            <WalletButton wallet={wallet} />
          </li>
        ))}
      </ul>
      <CancelButton />
    </>
  )
}

function WalletButton({ wallet }: { readonly wallet: WalletName }) {
  const choose = useTask(() => command('wallet.choose', { walletId: wallet.id }))
  return (
    <>
      <button
        type="button"
        className="button w-full justify-start gap-3"
        aria-disabled={choose.isRunning}
        onClick={() => void choose.run()}
      >
        {wallet.icon === '' ? (
          <span className="size-6 rounded-md bg-line" />
        ) : (
          <img src={wallet.icon} alt="" className="size-6 rounded-md" />
        )}
        <span>
          <T k="wallet.use" params={{ name: <bdi>{wallet.name}</bdi> }} />
        </span>
      </button>
      {choose.error !== undefined && <Problem>{choose.error}</Problem>}
    </>
  )
}

function Connected({ wallet }: { readonly wallet: In<'connected'> }) {
  const { account, chain, until, validity } = wallet
  const day = formatDay(until)
  const renew = useTask(() => command('wallet.begin', {}))
  const disconnect = useTask(async () => {
    await command('wallet.disconnect', {})
    forgetSmartWallet()
  })
  const error = renew.error ?? disconnect.error
  return (
    <>
      <p>
        <T k="wallet.connected" params={{ name: <bdi>{wallet.wallet.name}</bdi>, chain }} />
      </p>
      <Account account={account} />
      {validity === 'good' ? (
        <p className="text-soft">{t('wallet.until', { day })}</p>
      ) : (
        <Note>{t(validity === 'lapsed' ? 'wallet.lapsed' : 'wallet.ending', { day })}</Note>
      )}
      <p className="mt-3 flex flex-wrap gap-x-5">
        <TaskButton task={renew} name={t('wallet.renew')} isQuiet />
        <TaskButton task={disconnect} name={t('wallet.disconnect')} isQuiet />
      </p>
      <p className="mt-1 text-sm text-soft">{t('wallet.disconnectNote')}</p>
      {error !== undefined && <Problem>{error}</Problem>}
    </>
  )
}

function Failed({ wallet }: { readonly wallet: In<'failed'> }) {
  const begin = useTask(() => command('wallet.begin', {}))
  return (
    <>
      <Problem>
        {wallet.message} {wallet.todo}
      </Problem>
      <p className="mt-4">
        <TaskButton task={begin} name={t('wallet.retry')} />
      </p>
      {wallet.standing !== undefined && <CancelButton name={t('wallet.keep')} />}
      {begin.error !== undefined && <Problem>{begin.error}</Problem>}
    </>
  )
}

import { useId, useState } from 'react'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import type { WalletView } from '../../lib/views/wallet.ts'
import { Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { useTask } from '../useView.ts'
import { Account, AccountText } from './Account.tsx'
import { TaskButton } from './TaskButton.tsx'

interface ConfirmingProps {
  readonly wallet: Extract<WalletView, { state: 'confirming' }>
}

/** The person says which account is theirs. Of several, none is chosen for them. */
export function Confirming({ wallet }: ConfirmingProps) {
  const { accounts, chain, wallet: chosen } = wallet
  const [only] = accounts
  const [picked, setPicked] = useState<string | undefined>(undefined)
  const [isMissing, setMissing] = useState(false)
  const account = accounts.length === 1 ? only : accounts.find((one) => one === picked)
  const confirm = useTask(async () => {
    setMissing(account === undefined)
    if (account !== undefined) await command('wallet.confirm', { account })
  })
  const pick = (one: string) => {
    setPicked(one)
    setMissing(false)
  }
  const cancel = useTask(() => command('wallet.cancel', {}))
  const error = confirm.error ?? cancel.error ?? (isMissing ? t('wallet.chooseFirst') : undefined)
  const params = { name: <bdi>{chosen.name}</bdi>, chain }
  return (
    <>
      <p className="max-w-prose">
        <T k={accounts.length === 1 ? 'wallet.confirming' : 'wallet.confirmingMany'} params={params} />
      </p>
      {accounts.length === 1 && only !== undefined ? (
        <Account account={only} />
      ) : (
        <AccountChoice accounts={accounts} picked={account} onPick={pick} />
      )}
      <p className="mb-4 max-w-prose text-sm text-soft">
        <T k="wallet.willSign" params={{ name: <bdi>{chosen.name}</bdi> }} />
      </p>
      <p className="flex flex-wrap gap-2.5">
        <TaskButton task={confirm} name={t('wallet.isMine')} />
        <TaskButton task={cancel} name={t('wallet.notMine')} />
      </p>
      {error !== undefined && <Problem>{error}</Problem>}
    </>
  )
}

interface AccountChoiceProps {
  readonly accounts: readonly string[]
  readonly picked: string | undefined
  readonly onPick: (account: string) => void
}

function AccountChoice({ accounts, picked, onPick }: AccountChoiceProps) {
  const name = useId()
  return (
    <fieldset className="my-4 max-w-md rounded-lg border border-line">
      <legend className="sr-only">{t('wallet.accounts')}</legend>
      {accounts.map((account) => (
        <label
          key={account}
          className="flex items-start gap-3 border-line border-t px-4 py-3 first-of-type:border-t-0"
        >
          <input
            type="radio"
            name={name}
            className="mt-1 shrink-0"
            checked={account === picked}
            onChange={() => onPick(account)}
          />
          <AccountText account={account} />
        </label>
      ))}
    </fieldset>
  )
}

import { t } from '../../lib/i18n/translate.ts'

/** The whole account, in groups of four, since it is compared by eye. */
export function AccountText({ account }: { readonly account: string }) {
  const groups = account.slice(2).match(/.{1,4}/g) ?? []
  return (
    <code className="font-mono text-[15px]" data-account={account}>
      <span className="sr-only">{account}</span>
      <span aria-hidden="true" className="flex flex-wrap gap-x-2">
        0x
        {groups.map((group, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a group is its place in the account
          <span key={index}>{group}</span>
        ))}
      </span>
    </code>
  )
}

export function Account({ account }: { readonly account: string }) {
  return (
    <p className="my-4 max-w-md rounded-lg border border-line px-4 py-3">
      <span className="block text-soft text-xs">{t('wallet.account')}</span>
      <AccountText account={account} />
    </p>
  )
}

import { useEffect, useState } from 'react'
import { formatAmount } from '../../lib/i18n/amount.ts'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import { type StampsView, type StampView, stampsView } from '../../lib/views/activity.ts'
import { Filter } from '../dashboard/Filter.tsx'
import { Cell, Loaded, Section, Table } from '../dashboard/Page.tsx'
import { Confirm } from '../ui/Dialog.tsx'
import { Problem } from '../ui/Notes.tsx'
import { useTask, useView } from '../useView.ts'

/** Puts the hash of the newest entry on a public chain, and shows where that was done. */
export function Stamps() {
  const live = useView(stampsView)
  return (
    <Section title={t('activity.stamps')}>
      <p className="max-w-prose text-soft">{t('activity.stampsWhy')}</p>
      <Loaded live={live}>
        {({ stamps, ...who }) => (
          <>
            <Begin {...who} />
            {stamps.length > 0 && <Known stamps={stamps} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

function Begin({ account, chains }: Omit<StampsView, 'stamps'>) {
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const [isAsking, setAsking] = useState(false)
  const chain = chains.find(({ id }) => String(id) === chosen) ?? chains[0]
  if (account === undefined || chain === undefined)
    return <p className="mt-2 max-w-prose text-soft">{t('activity.stampNoWallet')}</p>
  return (
    <p className="mt-2 flex flex-wrap items-baseline gap-x-4">
      <button type="button" className="action" onClick={() => setAsking(true)}>
        {t('activity.stamp')}
      </button>
      <Filter
        label={t('activity.stampOn')}
        value={String(chain.id)}
        choices={chains.map(({ id, name }) => [String(id), name] as const)}
        onChoose={setChosen}
      />
      {isAsking && <Ask account={account} chain={chain} onClose={() => setAsking(false)} />}
    </p>
  )
}

interface AskProps {
  readonly account: string
  readonly chain: StampsView['chains'][number]
  readonly onClose: () => void
}

/** Before the wallet is opened: what is published, by whom, and what it costs. */
function Ask({ account, chain, onClose }: AskProps) {
  const [fee, setFee] = useState<bigint | undefined>(undefined)
  const { error, run } = useTask(async () =>
    setFee(BigInt(await command('activity.stampFee', { chainId: chain.id }))),
  )
  useEffect(() => void run(), [run])
  return (
    <Confirm
      title={t('activity.stampTitle', { chain: chain.name })}
      action={t('activity.stampSend')}
      isHarmless
      onConfirm={() => command('activity.stamp', { chainId: chain.id })}
      onClose={onClose}
    >
      <p className="break-words">{t('activity.stampWhat', { account })}</p>
      {error === undefined ? (
        <p aria-live="polite">
          {fee === undefined
            ? t('activity.stampAsking', { chain: chain.name })
            : t('activity.stampCosts', { amount: formatAmount(fee, 18) })}
        </p>
      ) : (
        <Problem>{error}</Problem>
      )}
    </Confirm>
  )
}

function Known({ stamps }: { readonly stamps: readonly StampView[] }) {
  const [checked, setChecked] = useState('')
  const check = useTask(async () =>
    setChecked(t('activity.checked', await command('activity.checkStamps', {}))),
  )
  const heads = [
    { name: t('activity.stampEntry') },
    { name: t('activity.stampAt') },
    { name: t('activity.stampChain') },
    { name: t('activity.stampState') },
  ]
  return (
    <>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-4">
        <button
          type="button"
          className="action"
          aria-disabled={check.isRunning}
          onClick={() => void check.run()}
        >
          {t('activity.checkStamps')}
        </button>
        <span aria-live="polite" className="text-[13px]">
          {check.isRunning ? t('common.working') : checked}
        </span>
      </p>
      {check.error !== undefined && <Problem>{check.error}</Problem>}
      <Table caption={t('activity.stamps')} heads={heads}>
        {stamps.map((stamp) => (
          <Stamp key={`${stamp.chainId}:${stamp.seq}`} stamp={stamp} />
        ))}
      </Table>
    </>
  )
}

function Stamp({ stamp: { seq, at, chain, link, confirmedAt } }: { readonly stamp: StampView }) {
  return (
    <tr>
      <Cell>{seq}</Cell>
      <Cell>
        <span className="whitespace-nowrap">{formatMoment(at)}</span>
      </Cell>
      <Cell>{chain}</Cell>
      <Cell isSoft>
        {confirmedAt === undefined
          ? t('activity.stampWaiting')
          : t('activity.stampConfirmed', { when: formatMoment(confirmedAt) })}{' '}
        {link !== undefined && (
          <a href={link} target="_blank" rel="noreferrer" className="text-accent underline">
            {t('activity.stampLink')}
          </a>
        )}
      </Cell>
    </tr>
  )
}

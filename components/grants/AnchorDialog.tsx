import { type ReactNode, useEffect, useState } from 'react'
import { formatAmount } from '../../lib/i18n/amount.ts'
import { shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { command } from '../../lib/rpc/client.ts'
import type { GrantLine } from '../../lib/views/grantLine.ts'
import { Confirm } from '../ui/Dialog.tsx'

interface AnchorDialogProps {
  readonly grant: GrantLine
  readonly onClose: () => void
}

const ETHER_DECIMALS = 18

/** What a withdrawal on chain proves, shows and costs, before the wallet is asked. */
export function AnchorDialog({ grant, onClose }: AnchorDialogProps) {
  const { id, chain, account } = grant
  const fee = useFee(id)
  return (
    <Confirm
      title={t('grants.anchorTitle', { chain })}
      action={t('grants.anchor.ask')}
      onConfirm={() => command('grant.anchor', { grantId: id })}
      onClose={onClose}
    >
      <Point name={t('grants.anchor.proves')}>{t('grants.anchor.provesText')}</Point>
      <Point name={t('grants.anchor.sees')}>
        {t('grants.anchor.seesText', { account: shortHex(account) })}
      </Point>
      <Point name={t('grants.anchor.costs')}>
        <span aria-live="polite">{fee}</span>
      </Point>
    </Confirm>
  )
}

/** The chain's figure, once it has answered. */
const useFee = (grantId: string): string => {
  const [words, setWords] = useState(() => t('common.working'))
  useEffect(() => {
    let isOver = false
    const say = (sentence: string) => {
      if (!isOver) setWords(sentence)
    }
    command('grant.anchorFee', { grantId }).then(
      (wei) => say(t('grants.anchor.fee', { amount: formatAmount(BigInt(wei), ETHER_DECIMALS) })),
      () => say(t('grants.anchor.feeUnknown')),
    )
    return () => {
      isOver = true
    }
  }, [grantId])
  return words
}

function Point({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <section>
      <h3 className="font-semibold text-ink text-sm">{name}</h3>
      <p className="mt-0.5">{children}</p>
    </section>
  )
}

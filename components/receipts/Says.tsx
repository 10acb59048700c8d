import type { ReactNode } from 'react'
import { formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import { CHAINS } from '../../lib/protocol/chains.ts'
import type { AttestationWords, ReceiptWords } from '../../lib/receipts/checks.ts'
import { Hex } from '../ui/Hex.tsx'

const moment = (seconds: number): string => formatMoment(seconds * 1000)

function List({ children }: { readonly children: ReactNode }) {
  return <dl className="num grid gap-x-6 gap-y-1 text-[13px] sm:grid-cols-[160px_1fr]">{children}</dl>
}

function Item({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

/** A receipt's own words. They come from a file: shown inert. */
export function ReceiptSays({ words }: { readonly words: ReceiptWords }) {
  const { publisher, title, origin, account, givenAt, expires, ended } = words
  return (
    <List>
      <Item name={t('receipts.says.publisher')}>
        <bdi>{inert(publisher, 80)}</bdi>
      </Item>
      <Item name={t('receipts.says.title')}>
        <bdi>{inert(title, 120)}</bdi>
      </Item>
      <Item name={t('receipts.says.origin')}>
        <bdi>{inert(origin, 120)}</bdi>
      </Item>
      <Item name={t('receipts.says.account')}>
        <Hex value={account} what={t('receipts.says.account')} />
      </Item>
      <Item name={t('receipts.says.given')}>{moment(givenAt)}</Item>
      {ended === undefined ? (
        <Item name={t('receipts.says.until')}>
          {expires === 0 ? t('receipts.says.noEnd') : moment(expires)}
        </Item>
      ) : (
        <Item name={t(`receipts.says.${ended.how}`)}>{moment(ended.at)}</Item>
      )}
    </List>
  )
}

/** What an attestation says by itself. */
export function AttestationSays({ words }: { readonly words: AttestationWords }) {
  const { kind, schema, signer, recipient, time, uid, chainId } = words
  return (
    <List>
      <Item name={t('receipts.says.kind')}>{t(`receipts.says.kind.${kind}`)}</Item>
      {kind === 'other' && (
        <Item name={t('receipts.says.schema')}>
          <Hex value={schema} what={t('receipts.says.schema')} />
        </Item>
      )}
      {signer !== undefined && (
        <Item name={t('receipts.says.signer')}>
          <Hex value={signer} what={t('receipts.says.signer')} />
        </Item>
      )}
      <Item name={t('receipts.says.recipient')}>
        <Hex value={recipient} what={t('receipts.says.recipient')} />
      </Item>
      <Item name={t('receipts.says.time')}>{moment(time)}</Item>
      <Item name={t('receipts.says.chain')}>
        {CHAINS[chainId]?.name ?? t('receipts.says.chainId', { id: String(chainId) })}
      </Item>
      <Item name={t('receipts.says.uid')}>
        <Hex value={uid} what={t('receipts.says.uid')} />
      </Item>
    </List>
  )
}

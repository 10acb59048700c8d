import { formatAmount } from '../../lib/i18n/amount.ts'
import { formatBytes, formatEpsilon, formatMoment, shortHex } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { inert } from '../../lib/i18n/untrusted.ts'
import type { ContributionView } from '../../lib/views/contributions.ts'
import { Tag } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { Cell, Table } from './Page.tsx'

/** The contributions behind the figures: what each is worth, how far it has come, and what proves it. */
export function EarningsTable({ lines }: { readonly lines: readonly ContributionView[] }) {
  const heads = [
    { name: t('earnings.date') },
    { name: t('earnings.for') },
    { name: t('earnings.contribution') },
    { name: t('earnings.state') },
    { name: t('earnings.proof') },
    { name: t('earnings.amount'), isNumber: true },
  ]
  return (
    <Table caption={t('earnings.table')} heads={heads}>
      {lines.map((line) => (
        <tr key={line.uid}>
          <Cell>
            <span className="whitespace-nowrap">{formatMoment(line.sentAt)}</span>
          </Cell>
          <Cell>
            <T
              k="earnings.round"
              params={{
                publisher: <bdi>{line.publisher || t('common.unknownPublisher')}</bdi>,
                round: line.round,
              }}
            />
          </Cell>
          <Cell isSoft>
            {line.epsilon === undefined
              ? formatBytes(line.bytes)
              : t('earnings.sizeEpsilon', {
                  size: formatBytes(line.bytes),
                  epsilon: formatEpsilon(line.epsilon),
                })}
          </Cell>
          <Cell>
            <Tag tone={line.state === 'paid' ? 'accent' : 'plain'}>{t(`state.${line.state}`)}</Tag>
          </Cell>
          <Cell>
            <a className="action" href={`#/contributions/${line.uid}`}>
              {proofOf(line)}
            </a>
          </Cell>
          <Cell isNumber>
            <span className="whitespace-nowrap">
              {line.token === undefined
                ? t('earnings.baseUnits', { amount: line.amount.toString() })
                : t('money.amount', {
                    amount: formatAmount(line.amount, line.token.decimals),
                    symbol: inert(line.token.symbol, 12),
                  })}
            </span>
          </Cell>
        </tr>
      ))}
    </Table>
  )
}

/** The strongest evidence there is for the line's state. */
const proofOf = ({ payment, acceptanceSignature, uid }: ContributionView): string => {
  if (payment !== undefined) return t('earnings.proofPayment', { id: shortHex(payment.transaction) })
  if (acceptanceSignature !== undefined)
    return t('earnings.proofAcceptance', { id: shortHex(acceptanceSignature) })
  return t('earnings.proofContribution', { id: shortHex(uid) })
}

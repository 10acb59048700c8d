import { formatDay, formatMoment } from '../../lib/i18n/format.ts'
import { t } from '../../lib/i18n/translate.ts'
import { exportAllReceipts, type ReceiptLine, receiptsView } from '../../lib/views/receipts.ts'
import { CheckReceipt } from '../receipts/CheckReceipt.tsx'
import { ReceiptActions } from '../receipts/ReceiptActions.tsx'
import { Empty, Problem } from '../ui/Notes.tsx'
import { T } from '../ui/T.tsx'
import { TaskHead } from '../ui/TaskHead.tsx'
import { useTask, useView } from '../useView.ts'
import { Lead, Loaded, Section, saveFile } from './Page.tsx'

/** Proof of consent: one's own receipts to save, and anybody's to check. */
export function ReceiptsPage() {
  const live = useView(receiptsView)
  return (
    <>
      <Lead>{t('receipts.lead')}</Lead>
      <Loaded live={live}>
        {(lines) => (
          <Section title={t('receipts.yours')} aside={lines.length > 0 && <SaveAll />}>
            {lines.length === 0 ? (
              <Empty>{t('receipts.none')}</Empty>
            ) : (
              <>
                <ul>
                  {lines.map((line) => (
                    <Receipt key={line.grantId} line={line} />
                  ))}
                </ul>
                <p className="mt-1 max-w-prose border-line border-t pt-3 text-sm text-soft">
                  {t('receipts.saveNote')}
                </p>
              </>
            )}
          </Section>
        )}
      </Loaded>
      <Section title={t('receipts.check')}>
        <CheckReceipt />
      </Section>
    </>
  )
}

function SaveAll() {
  const save = useTask(async () => {
    const file = await exportAllReceipts()
    saveFile(file.name, 'application/json', file.text)
  })
  return (
    <>
      <button type="button" className="action" aria-disabled={save.isRunning} onClick={save.run}>
        {t('receipts.saveAll')}
      </button>
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </>
  )
}

function Receipt({ line }: { readonly line: ReceiptLine }) {
  const { publisher, title, state } = line
  return (
    <li className="border-line border-t py-3">
      <TaskHead publisher={publisher} title={title} state={t(`receipts.${state}`)} isLive={state === 'given'}>
        <ReceiptActions line={line} />
      </TaskHead>
      <p className="num mt-0.5 text-sm text-soft">
        <When line={line} />
      </p>
    </li>
  )
}

function When({ line }: { readonly line: ReceiptLine }) {
  const origin = <bdi>{line.origin}</bdi>
  const given = formatMoment(line.givenAt)
  if (line.endsAt === undefined) return <T k="receipts.line" params={{ given, origin }} />
  if (line.state === 'withdrawn')
    return <T k="receipts.lineWithdrawn" params={{ given, origin, ends: formatMoment(line.endsAt) }} />
  const ends = formatDay(line.endsAt)
  return (
    <T
      k={line.state === 'expired' ? 'receipts.lineExpired' : 'receipts.lineUntil'}
      params={{ given, origin, ends }}
    />
  )
}

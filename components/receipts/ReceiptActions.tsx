import { t } from '../../lib/i18n/translate.ts'
import { exportReceipt, type ReceiptLine } from '../../lib/views/receipts.ts'
import { saveFile } from '../dashboard/Page.tsx'
import { Problem } from '../ui/Notes.tsx'
import { useTask } from '../useView.ts'

/** Saves one receipt to a file. */
export function ReceiptActions({ line }: { readonly line: ReceiptLine }) {
  const { grantId, publisher, title } = line
  const save = useTask(async () => {
    const file = await exportReceipt(grantId)
    if (file !== undefined) saveFile(file.name, 'application/json', file.text)
  })
  return (
    <>
      <button
        type="button"
        className="action"
        aria-disabled={save.isRunning}
        aria-label={t('receipts.saveOne', { publisher, title })}
        onClick={save.run}
      >
        {t('receipts.save')}
      </button>
      {save.error !== undefined && <Problem>{save.error}</Problem>}
    </>
  )
}
